#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "bmsgw/codec/snmp/map_spec.hpp"

#include "input_reader.hpp"

/// From a fuzzer's bytes to the map of an SNMP agent.
namespace bmsgw::fuzz {

/// Few, so that points share them.
inline std::string make_oid(Reader& reader) {
  constexpr std::array kOids{"1.3.1.0", "1.3.2.0", "1.3.2.1",        "1.3.4",
                             "1.3.5",   "1.3.5.1", "2.4294967295.1", "1.3"};
  return kOids.at(reader.byte() % kOids.size());
}

inline core::FieldFormat make_snmp_format(Reader& reader) {
  constexpr std::array kFactors{1.0, 0.1, -0.5, 1e300};
  core::FieldFormat format;
  const auto what = reader.byte();
  format.factor = kFactors.at(what % 4);
  format.offset = (what & 0x04U) != 0 ? -40 : 0;
  format.decimals = static_cast<std::int8_t>((what & 0x08U) != 0 ? 2 : -1);
  if ((what & 0x10U) != 0) format.not_available = {reader.byte(), -1};
  return format;
}

inline codec::snmp::PointSpec make_snmp_point(Reader& reader) {
  codec::snmp::PointSpec spec;
  spec.place.oid = make_oid(reader);
  spec.format = make_snmp_format(reader);
  const auto what = reader.byte();
  spec.group = what % 2;
  spec.place.is_text = (what & 0x02U) != 0;
  spec.list = (what & 0x04U) != 0;
  if ((what & 0x08U) != 0) spec.scale = reader.byte() % 3;
  spec.until_settled = (what & 0x10U) != 0;
  if ((what & 0x20U) != 0)
    spec.choice = codec::snmp::FormatChoice{reader.byte() % 9U, {{1, make_snmp_format(reader)}, {2, {}}}};
  if (!spec.list) return spec;
  spec.place.count = 1 + reader.byte() % 40U;
  spec.place.first_index = (what & 0x40U) != 0 ? 1 : reader.byte() % 4U;
  if ((what & 0x80U) != 0) spec.count_from = reader.byte() % 9;
  return spec;
}

inline codec::snmp::MapSpec make_snmp_map(Reader& reader) {
  codec::snmp::MapSpec map;
  map.groups.resize(2, core::milliseconds(1000));
  map.limits.varbinds = 1 + reader.byte() % 50U;
  map.limits.bytes = 160 + 8U * reader.byte();
  const auto what = reader.byte();
  map.limits.bulk = (what & 1U) != 0;
  for (std::uint32_t i = 0; i < what / 2U % 3; ++i) {
    codec::snmp::ScaleSpec scale;
    if (reader.byte() % 2 != 0) scale.limit_low = reader.byte() % 9;
    scale.references = {reader.byte() % 9U};
    if (reader.byte() % 8 == 0) scale.given = 0.1;
    map.scales.push_back(scale);
  }
  map.points.resize(1 + reader.byte() % 8U);
  std::uint32_t point = 0;
  for (auto& spec : map.points) {
    spec = make_snmp_point(reader);
    spec.point = static_cast<core::PointId>(point++);
  }
  return map;
}

/// Views of `text`.
inline core::SnmpValue make_snmp_value(Reader& reader, std::string& text) {
  const auto what = reader.byte();
  if (what % 8 == 0) return static_cast<core::SnmpAbsent>(what / 8 % 4);
  if (what % 8 == 1) return 0x1p62 * reader.byte();
  if (what % 8 > 3) return static_cast<std::int64_t>(what / 8);
  if (what % 8 == 2) return static_cast<std::int64_t>(static_cast<std::int16_t>(reader.word()));
  text.clear();
  for (auto size = what / 8; size > 0; --size)
    text.push_back((what & 0x80U) != 0 ? static_cast<char>(reader.byte())
                                       : "0123456789.- x\0\xc2"[reader.byte() % 16]);
  return std::string_view(text);
}

}  // namespace bmsgw::fuzz
