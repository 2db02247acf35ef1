#include "bmsgw/simulator/snmp/value.hpp"

#include <charconv>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "bmsgw/core/snmp.hpp"

namespace bmsgw::simulator::snmp {
namespace {

std::size_t with_header(std::size_t bytes) {
  const std::size_t length_bytes = bytes < 0x80 ? 1 : bytes < 0x100 ? 2 : 3;
  return 1 + length_bytes + bytes;
}

std::size_t arc_bytes(std::uint32_t arc) {
  std::size_t bytes = 1;
  for (; arc >= 0x80; arc >>= 7U) ++bytes;
  return bytes;
}

/// The first two numbers are one byte.
std::size_t oid_bytes(const Oid& oid) {
  std::size_t bytes = 1;
  for (std::size_t i = 2; i < oid.size(); ++i) bytes += arc_bytes(oid[i]);
  return bytes;
}

/// Two's complement.
std::size_t number_bytes(std::int64_t number) {
  std::size_t bytes = 1;
  for (; number > 0x7F || number < -0x80; number >>= 8U) ++bytes;
  return bytes;
}

std::size_t value_bytes(const Value& value) {
  using Type = Value::Type;
  switch (value.type) {
    case Type::integer:
    case Type::gauge:
    case Type::time_ticks:
      return number_bytes(value.number);
    case Type::octets:
      return value.octets.size();
    case Type::object_id:
      return oid_bytes(value.oid);
    default:
      return 0;
  }
}

}  // namespace

Oid oid_of(std::string_view text) {
  if (text.starts_with('.')) text.remove_prefix(1);
  if (!core::is_oid(text)) return {};
  Oid oid;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    std::uint32_t arc = 0;
    at = std::from_chars(at, end, arc).ptr;
    if (at < end) ++at;  // the dot
    oid.push_back(arc);
  }
  return oid;
}

std::string text_of(const Oid& oid) {
  return fmt::format("{}", fmt::join(oid, "."));
}

Oid joined(Oid oid, std::uint32_t number) {
  oid.push_back(number);
  return oid;
}

std::size_t encoded_size(const Varbind& varbind) {
  return with_header(with_header(oid_bytes(varbind.oid)) + with_header(value_bytes(varbind.value)));
}

}  // namespace bmsgw::simulator::snmp
