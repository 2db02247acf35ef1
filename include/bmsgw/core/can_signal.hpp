#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bmsgw::core {

/// A run of bits in a frame.
struct CanPiece {
  std::uint16_t start = 0;  ///< 0-511; 8 x byte + bit, bit 0 is the lowest of its byte
  std::uint8_t bits = 8;    ///< 1-64

  bool operator==(const CanPiece&) const = default;
};

/// Where a value stands in a CAN frame. Little-endian, or within one byte: `start` names the lowest bit.
/// Big-endian over more than a byte: whole bytes, and `start` names (the lowest bit of) the first, highest
/// one. DBC numbering: as a DBC file counts, so a big-endian `start` names the highest bit.
struct CanPlace {
  std::vector<CanPiece> pieces{CanPiece{}};  ///< put together, the highest first
  bool big_end = true;
  bool dbc_numbering = false;
  std::uint16_t pack_length = 1;  ///< of a list: elements per frame, one after the other; else 1

  bool operator==(const CanPlace&) const = default;
};

/// A piece as the neighbouring bits that it is, whichever way `start` is counted.
struct CanRun {
  /// 8 x byte + the bit's place in the byte, of the bit where counting begins: the lowest of the run, or with
  /// `high_first` the highest.
  std::uint32_t first = 0;
  std::uint8_t bits = 0;  ///< 1-64
  bool high_first =
      false;  ///< places count from the highest bit of each byte, so big-endian; else from the lowest

  [[nodiscard]] std::uint32_t first_byte() const { return first / 8; }
  [[nodiscard]] std::uint32_t last_byte() const { return (first + bits - 1) / 8; }
};

/// Of a list's element (counted from 0; of a single value 0). The elements follow each other, each as wide as
/// all pieces together. Of a place without a fault.
[[nodiscard]] CanRun run_of(const CanPlace& place, std::size_t piece, std::uint32_t element);

/// Why nothing can stand there, with the remedy; empty: it can. `most_bytes`: 8 or 64.
[[nodiscard]] std::string fault_of(const CanPlace& place, std::uint8_t most_bytes = 64);
/// The bits of all pieces together.
[[nodiscard]] unsigned width_of(const CanPlace& place);
/// How long a frame has to be to hold it (all elements of a list), in bytes. Of a place without a fault.
[[nodiscard]] std::uint8_t bytes_needed(const CanPlace& place);
/// As above, for one element of a list.
[[nodiscard]] std::uint8_t bytes_needed(const CanPlace& place, std::uint32_t element);

}  // namespace bmsgw::core
