//   characters up to and including the last comma -> CRC-8/MAXIM: x^8+x^5+x^4+1 reflected (0x8C), initial
//   value 0
// G1 Control Unit Serial Protocol 2.1.0, p. 6.
#include "bmsgw/codec/g1/crc8.hpp"

#include <array>
#include <cstddef>

namespace bmsgw::codec::g1 {
namespace {

using Table = std::array<std::uint8_t, 256>;

constexpr std::uint8_t step(std::uint8_t crc) {
  for (int bit = 0; bit < 8; ++bit)
    crc = static_cast<std::uint8_t>((crc >> 1U) ^ ((crc & 1U) != 0 ? 0x8CU : 0U));
  return crc;
}

/// kTables[n][b]: the CRC of byte b followed by n zero bytes; four bytes are taken at once (slicing).
constexpr std::array<Table, 4> make_tables() {
  std::array<Table, 4> tables{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    auto crc = static_cast<std::uint8_t>(byte);
    for (auto& table : tables) {
      crc = step(crc);
      table[byte] = crc;
    }
  }
  return tables;
}

constexpr auto kTables = make_tables();

constexpr std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

}  // namespace

std::uint8_t crc8(std::string_view text) {
  std::uint8_t crc = 0;
  std::size_t at = 0;
  for (; at + 4 <= text.size(); at += 4) {
    crc = static_cast<std::uint8_t>(kTables[3][crc ^ byte_at(text, at)] ^ kTables[2][byte_at(text, at + 1)] ^
                                    kTables[1][byte_at(text, at + 2)] ^ kTables[0][byte_at(text, at + 3)]);
  }
  for (; at < text.size(); ++at) crc = kTables[0][crc ^ byte_at(text, at)];
  return crc;
}

}  // namespace bmsgw::codec::g1
