#include "bmsgw/core/can_frame.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace bmsgw::core {

std::string to_string(CanId id) {
  return id.is_extended() ? fmt::format("X{:08X}", id.number()) : fmt::format("S{:03X}", id.number());
}

std::optional<CanId> parse_can_id(std::string_view text) {
  if (text.size() < 2 || (text.front() != 'X' && text.front() != 'S')) return std::nullopt;
  const bool extended = text.front() == 'X';
  const auto digits = text.substr(1);
  if (digits.size() > (extended ? 8U : 3U)) return std::nullopt;
  std::uint32_t number = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number, 16);
  if (error != std::errc{} || stop != end) return std::nullopt;
  if (number > (extended ? CanId::kLastExtended : CanId::kLastStandard)) return std::nullopt;
  return extended ? CanId::extended(number) : CanId::standard(number);
}

/// A remote frame has a length, but no data.
bool same_frame(const CanFrame& a, const CanFrame& b) {
  if (a.id != b.id || a.remote != b.remote || a.fd != b.fd || a.length != b.length) return false;
  const auto size = std::min<std::size_t>(a.length, CanFrame::kMostBytes);
  return a.remote ||
         std::equal(a.data.begin(), a.data.begin() + static_cast<std::ptrdiff_t>(size), b.data.begin());
}

}  // namespace bmsgw::core
