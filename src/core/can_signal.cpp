//   byte         0                        1
//   LSB          7  6  5  4  3  2  1  0   15 14 13 12 11 10  9  8     start = 8 x byte + bit
//   high_first   0  1  2  3  4  5  6  7    8  9 10 11 12 13 14 15     the way big-endian values run
// A DBC file counts bits as LSB does, but the `start` of a big-endian (Motorola) value is that of its highest
// bit.
#include "bmsgw/core/can_signal.hpp"

#include <algorithm>
#include <bitset>

#include <fmt/core.h>

#include "bmsgw/core/can_frame.hpp"

namespace bmsgw::core {
namespace {

constexpr std::uint32_t kMostWidth = 64;
using Taken = std::bitset<CanFrame::kMostBytes * 8>;

bool within_a_byte(std::uint32_t start, std::uint32_t bits) {
  return start % 8 + bits <= 8;
}

bool is_whole_bytes(std::uint32_t start, std::uint32_t bits) {
  return start % 8 == 0 && bits % 8 == 0;
}

/// The place of a bit counted the other way round within its byte.
std::uint32_t mirrored(std::uint32_t bit) {
  return bit / 8 * 8 + 7 - bit % 8;
}

std::string fault_of_widths(const CanPlace& place) {
  if (place.pieces.empty()) return R"("parts" is empty: give each piece's "start" and "bits")";
  for (const auto& piece : place.pieces) {
    if (piece.bits < 1 || piece.bits > kMostWidth)
      return fmt::format(R"({} bits can't be a value: make "bits" 1 to 64)", piece.bits);
  }
  const auto width = width_of(place);
  if (width <= kMostWidth) return {};
  return fmt::format(R"(the pieces have {} bits together: make their "bits" 64 or fewer in all)", width);
}

std::string too_long(const CanPlace& place, const CanRun& run, std::uint8_t most_bytes) {
  const auto* const remedy =
      place.pack_length > 1 ? R"("pack_length", "start" or "bits")" : R"("start" or "bits")";
  const auto* const what = place.pack_length > 1 ? "the list" : "the value";
  return fmt::format(R"({} reaches into byte {}, but the frame's last is byte {}: make {} smaller)", what,
                     run.last_byte(), most_bytes - 1, remedy);
}

/// Marks the run's bits. False: one of them was marked before.
bool take(const CanRun& run, Taken& taken) {
  for (std::uint32_t i = 0; i < run.bits; ++i) {
    const auto bit = run.high_first ? mirrored(run.first + i) : run.first + i;
    if (taken[bit]) return false;
    taken.set(bit);
  }
  return true;
}

std::string fault_of_piece(const CanPlace& place, std::size_t piece, std::uint32_t element,
                           std::uint8_t most_bytes, Taken& taken) {
  const auto bits = place.pieces[piece].bits;
  const auto start = place.pieces[piece].start + element * width_of(place);
  if (place.big_end && !place.dbc_numbering && !within_a_byte(start, bits) && !is_whole_bytes(start, bits)) {
    return R"(a big-endian value over more than a byte is whole bytes: make "start" and "bits" multiples of 8, )"
           R"(or say "bit_numbering": "dbc")";
  }
  const auto run = run_of(place, piece, element);
  if (run.last_byte() >= most_bytes) return too_long(place, run, most_bytes);
  if (take(run, taken)) return {};
  return fmt::format(
      R"(byte {} holds a bit that is taken twice: move a piece's "start" or make its "bits" fewer)",
      run.first_byte());
}

}  // namespace

unsigned width_of(const CanPlace& place) {
  unsigned width = 0;
  for (const auto& piece : place.pieces) width += piece.bits;
  return width;
}

CanRun run_of(const CanPlace& place, std::size_t piece, std::uint32_t element) {
  const auto [start, bits] = place.pieces[piece];
  const auto skipped = element * width_of(place);
  if (place.big_end && place.dbc_numbering) return {mirrored(start) + skipped, bits, true};
  // Whole bytes: the place of the first byte's lowest bit is also that of its highest, counted from there.
  return {start + skipped, bits, place.big_end && !within_a_byte(start + skipped, bits)};
}

std::string fault_of(const CanPlace& place, std::uint8_t most_bytes) {
  if (auto fault = fault_of_widths(place); !fault.empty()) return fault;
  if (place.pack_length < 1) return R"(a list without elements: make "pack_length" 1 or more)";
  most_bytes = std::min<std::uint8_t>(most_bytes, CanFrame::kMostBytes);
  Taken taken;
  for (std::uint32_t element = 0; element < place.pack_length; ++element) {
    for (std::size_t piece = 0; piece < place.pieces.size(); ++piece) {
      if (auto fault = fault_of_piece(place, piece, element, most_bytes, taken); !fault.empty()) return fault;
    }
  }
  return {};
}

std::uint8_t bytes_needed(const CanPlace& place, std::uint32_t element) {
  std::uint32_t last = 0;
  for (std::size_t piece = 0; piece < place.pieces.size(); ++piece) {
    last = std::max(last, run_of(place, piece, element).last_byte());
  }
  return static_cast<std::uint8_t>(last + 1);
}

std::uint8_t bytes_needed(const CanPlace& place) {
  return bytes_needed(place, place.pack_length - 1U);
}

}  // namespace bmsgw::core
