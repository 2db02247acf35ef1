#include "app/dbc/place.hpp"

namespace bmsgw::app::dbc {
namespace {

constexpr std::uint32_t kMostBits = 64;

/// How many bits of the frame lie before the signal's end, in the order in which it counts them.
std::uint64_t end_of(const Signal& signal) {
  const std::uint64_t start = signal.start;
  const auto first = signal.big_endian ? start - start % 8 + (7 - start % 8) : start;
  return first + signal.bits;
}

}  // namespace

std::string place_fault(const Signal& signal, std::uint32_t bytes) {
  if (signal.bits == 0) return "has no bits";
  if (signal.bits > kMostBits) return "has " + std::to_string(signal.bits) + " bits, at most 64 can be read";
  if (end_of(signal) > std::uint64_t{bytes} * 8U) {
    return "reaches beyond its message's " + std::to_string(bytes) + " bytes";
  }
  return "";
}

core::CanPlace place_of(const Signal& signal) {
  const auto highest = signal.start % 8;
  core::CanPlace place;
  place.big_end = signal.big_endian;
  auto start = signal.start;
  if (signal.big_endian && signal.bits <= highest + 1) {
    start -= signal.bits - 1;  // within one byte
  } else if (signal.big_endian && highest == 7 && signal.bits % 8 == 0) {
    start -= 7;  // whole bytes
  } else {
    place.dbc_numbering = signal.big_endian;
  }
  place.pieces = {{static_cast<std::uint16_t>(start), static_cast<std::uint8_t>(signal.bits)}};
  return place;
}

}  // namespace bmsgw::app::dbc
