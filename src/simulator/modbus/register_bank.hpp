#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>

#include "bmsgw/core/modbus.hpp"

namespace bmsgw::simulator::modbus {

/// Coils, discrete inputs, holding and input registers of one unit; a table is named by a function that reads
/// or writes it. Only what was allowed is there for a master. Thread: any (no sharing).
class RegisterBank {
 public:
  using Function = core::ModbusFunction;

  /// Items beyond 0xFFFF are left out.
  void allow(Function table, std::uint32_t address, std::uint32_t count);
  void allow_writing(Function table, std::uint32_t address, std::uint32_t count);
  /// Up to `most` illegal items between legal ones become legal: they may be read with these.
  void allow_gaps(std::uint16_t most);
  void forbid(Function table, std::uint16_t first, std::uint16_t last);

  /// Whether a request of this function may have these items.
  [[nodiscard]] bool is_legal(Function function, std::uint16_t address, std::uint16_t count) const;

  [[nodiscard]] std::uint16_t get(Function table, std::uint32_t address) const;
  void set(Function table, std::uint32_t address, std::uint16_t value) { set(table, address, value, 0xFFFF); }
  /// Only the bits of `mask`.
  void set(Function table, std::uint32_t address, std::uint16_t value, std::uint16_t mask);

 private:
  static constexpr std::size_t kPageItems = 256;
  struct Page {
    std::array<std::uint16_t, kPageItems> values{};
    std::bitset<kPageItems> readable, writable;
  };
  using Table = std::array<std::unique_ptr<Page>, 0x10000 / kPageItems>;

  [[nodiscard]] Page* find(Function table, std::uint32_t address) const;
  [[nodiscard]] Page& page(Function table, std::uint32_t address);
  void allow_gaps(Function table, std::uint16_t most);

  std::array<Table, 4> tables_;
};

}  // namespace bmsgw::simulator::modbus
