#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "bmsgw/codec/raw_bits.hpp"
#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/can_signal.hpp"

namespace bmsgw::codec::can {

/// Neighbouring bits of a frame, read by one load of 8 bytes, a shift and a mask. Thread: any.
struct BitRun {
  std::uint64_t mask = 0;  ///< its bits, at the lowest place
  std::uint8_t at = 0;     ///< the first byte that is loaded, 0-56: never beyond the frame's memory
  std::uint8_t shift = 0;  ///< 0-63, after the load
  std::uint8_t bits = 0;
  bool swapped = false;  ///< the frame's order of bytes is not this machine's
};

/// A run that touches 8 bytes at most.
[[nodiscard]] inline BitRun make_run(const core::CanRun& run) {
  constexpr std::uint32_t kLastLoad = core::CanFrame::kMostBytes - 8;
  const auto at = run.first_byte() < kLastLoad ? run.first_byte() : kLastLoad;
  const auto begin = run.first - 8 * at;
  const auto shift = run.high_first ? 64 - begin - run.bits : begin;
  return {mask_of(run.bits), static_cast<std::uint8_t>(at), static_cast<std::uint8_t>(shift), run.bits,
          run.high_first == (std::endian::native == std::endian::little)};
}

[[nodiscard]] inline std::uint64_t swapped_if(std::uint64_t word, bool swapped) {
  return swapped ? __builtin_bswap64(word) : word;
}

[[nodiscard]] inline std::uint64_t read_run(const core::CanFrame& frame, const BitRun& run) {
  std::uint64_t word = 0;
  std::memcpy(&word, frame.data.data() + run.at, sizeof word);
  return (swapped_if(word, run.swapped) >> run.shift) & run.mask;
}

/// `part`: of it the run's bits.
inline void write_run(core::CanFrame& frame, const BitRun& run, std::uint64_t part) {
  std::uint64_t word = 0;
  std::memcpy(&word, frame.data.data() + run.at, sizeof word);
  word = swapped_if(word, run.swapped);
  word = (word & ~(run.mask << run.shift)) | ((part & run.mask) << run.shift);
  word = swapped_if(word, run.swapped);
  std::memcpy(frame.data.data() + run.at, &word, sizeof word);
}

/// Calls `visit` with each run of an element's bits, the highest first.
template <typename Visit>
void for_each_run(const core::CanPlace& place, std::uint32_t element, Visit visit) {
  for (std::size_t piece = 0; piece < place.pieces.size(); ++piece) {
    const auto run = core::run_of(place, piece, element);
    if (run.last_byte() - run.first_byte() < 8) {
      visit(make_run(run));
      continue;
    }
    // Nine bytes: the bits in the first one are a run of their own.
    const auto head_bits = static_cast<std::uint8_t>(8 - run.first % 8);
    const auto rest_bits = static_cast<std::uint8_t>(run.bits - head_bits);
    const auto head = make_run({run.first, head_bits, run.high_first});
    const auto rest = make_run({run.first + head_bits, rest_bits, run.high_first});
    visit(run.high_first ? head : rest);
    visit(run.high_first ? rest : head);
  }
}

}  // namespace bmsgw::codec::can
