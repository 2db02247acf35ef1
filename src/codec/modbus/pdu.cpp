// What makes a request one, and the check sum of a serial line: polynomial 0xA001 (reflected 0x8005), start
// 0xFFFF. MODBUS over Serial Line V1.02, 6.2.2.
#include "bmsgw/codec/modbus/pdu.hpp"

#include <algorithm>
#include <array>

namespace bmsgw::codec::modbus {
namespace {

constexpr std::array<std::uint16_t, 256> make_crc_table() {
  std::array<std::uint16_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xA001U : 0U);
    table[i] = static_cast<std::uint16_t>(crc);
  }
  return table;
}

constexpr auto kCrcTable = make_crc_table();

}  // namespace

bool is_well_formed(const core::ModbusRequest& request) {
  if (request.count == 0 || request.count > core::most_items(request.function)) return false;
  if (std::uint32_t{request.address} + request.count > 0x10000U) return false;
  if (core::is_read(request.function)) return request.values.empty();
  if (request.values.size() != request.count) return false;
  return !core::is_of_bits(request.function) ||
         std::ranges::all_of(request.values, [](std::uint16_t bit) { return bit <= 1; });
}

std::uint16_t crc16(std::span<const std::uint8_t> bytes) {
  std::uint16_t crc = 0xFFFF;
  for (const auto byte : bytes) {
    crc = static_cast<std::uint16_t>((crc >> 8U) ^ kCrcTable[(crc ^ byte) & 0xFFU]);
  }
  return crc;
}

}  // namespace bmsgw::codec::modbus
