#include "config/can_place_reader.hpp"

#include <array>
#include <string>

#include "config/param_reader.hpp"

namespace bmsgw::config {
namespace {

using core::Encoding;

constexpr std::array<const char*, 3> kG1Keys{"field", "bit", "index_field"};
constexpr std::uint8_t kClassicBytes = 8;      // of a frame that is not FD
constexpr std::uint32_t kMostElements = 1024;  // of a list

core::CanPiece piece_of(const JsonView& view, std::int64_t bits) {
  const auto start = view["start"].integer().value_or(0);
  return {static_cast<std::uint16_t>(start), static_cast<std::uint8_t>(bits)};
}

std::vector<core::CanPiece> read_pieces(const JsonView& param, const core::FieldFormat& format) {
  std::vector<core::CanPiece> pieces;
  for (const auto& part : param["parts"].entries())
    pieces.push_back(piece_of(part, part["bits"].integer().value_or(8)));
  const std::uint8_t usual = format.encoding == Encoding::hex_bit_bool ? 1 : 8;
  if (pieces.empty()) pieces.push_back(piece_of(param, format.bits.value_or(usual)));
  return pieces;
}

/// The key that says where the value is.
JsonView place_key(const JsonView& param) {
  for (const auto* key : {"parts", "start", "bits"}) {
    if (param[key].given()) return param[key];
  }
  return param;
}

JsonView encoding_key(const JsonView& param) {
  for (const auto* key : {"encoding", "format"}) {
    if (param[key].given()) return param[key];
  }
  return param;
}

void check_encoding(const JsonView& param, Encoding encoding, ProblemList& problems) {
  const bool is_number = encoding == Encoding::hex_dec || encoding == Encoding::dec_int;
  if (is_number || encoding == Encoding::hex_bit_bool) return;
  problems.error(encoding_key(param),
                 "the encoding " + std::string(core::to_string(encoding)) +
                     " is one of sentences: a CAN frame holds numbers (HEX_DEC) and flags "
                     "(HEX_BIT_BOOL)");
}

void check_length(const JsonView& param, const CanKeys& packet, const core::CanPlace& place,
                  ProblemList& problems) {
  const auto fault = core::fault_of(place);
  if (!fault.empty()) {
    problems.error(place_key(param), fault);
    return;
  }
  const auto needed = core::bytes_needed(place);
  const auto most = packet.dlc > 0 ? packet.dlc : kClassicBytes;
  if (needed <= most) return;
  const auto what = "needs a frame of " + std::to_string(needed) + " bytes, ";
  if (packet.dlc > 0) {
    problems.error(place_key(param), what + "and the packet's \"dlc\" is " + std::to_string(packet.dlc));
  } else {
    problems.warning(place_key(param), what +
                                           "and only an FD frame is longer than 8: unavailable in any "
                                           "other; if it is meant, say so with a \"dlc\" up to 64");
  }
}

void check_list(const JsonView& param, const CanKeys& packet, const ParamConfig& config,
                ProblemList& problems) {
  const auto length = param["pack_length"];
  if (!config.list && length.given() && length.integer() != 1)
    problems.warning(length, "means nothing without \"packing\": \"LIST\"");
  const auto elements = packet.range * config.place.pack_length;
  if (!config.list || elements <= kMostElements) return;
  problems.error(length.given() ? length : param,
                 std::to_string(packet.range) + " ids of " + std::to_string(config.place.pack_length) +
                     " elements are " + std::to_string(elements) + "; a list has at most 1024");
}

}  // namespace

void read_can_place(const JsonView& param, const CanKeys& packet, ParamConfig& config,
                    ProblemList& problems) {
  auto& place = config.place;
  place.pieces = read_pieces(param, config.format);
  place.big_end = config.format.big_end;
  place.dbc_numbering = param["bit_numbering"].text() == "dbc";
  if (config.list) place.pack_length = static_cast<std::uint16_t>(param["pack_length"].integer().value_or(1));
  if (param["parts"].given() && param["start"].given())
    problems.warning(param["start"], "means nothing beside \"parts\"");
  check_encoding(param, config.format.encoding, problems);
  check_length(param, packet, place, problems);
  check_list(param, packet, config, problems);
  warn_of(param, kG1Keys, "means nothing in a CAN frame", problems);
}

}  // namespace bmsgw::config
