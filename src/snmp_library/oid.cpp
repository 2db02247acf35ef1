#include "bmsgw/snmp_library/oid.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "bmsgw/core/snmp.hpp"

namespace bmsgw::snmp_library {

Oid::Oid(std::string_view text) {
  if (!core::is_oid(text)) return;
  const auto* at = text.data();
  const auto* const end = at + text.size();
  while (at < end && size_ < arcs_.size()) {
    std::uint32_t arc = 0;
    at = std::from_chars(at, end, arc).ptr + 1;  // over the dot
    arcs_[size_++] = arc;
  }
}

void append_oid(std::span<const oid> arcs, std::string& text) {
  std::array<char, 24> digits;
  bool is_first = true;
  for (const oid arc : arcs) {
    if (!is_first) text += '.';
    is_first = false;
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), arc).ptr;
    text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
  }
}

std::string oid_text(std::span<const oid> arcs) {
  std::string text;
  append_oid(arcs, text);
  return text;
}

bool is_same(std::span<const oid> left, std::span<const oid> right) {
  return std::ranges::equal(left, right);
}

}  // namespace bmsgw::snmp_library
