#include "simulator/modbus/register_bank.hpp"

#include <algorithm>

namespace bmsgw::simulator::modbus {
namespace {

using core::ModbusFunction;

constexpr std::uint32_t kItems = 0x10000;
constexpr std::array kTables{ModbusFunction::read_coils, ModbusFunction::read_discrete_inputs,
                             ModbusFunction::read_holding_registers, ModbusFunction::read_input_registers};

std::size_t index_of(ModbusFunction table) {
  return static_cast<std::size_t>(core::reading_function(table)) - 1;
}

std::uint32_t end_of(std::uint32_t address, std::uint32_t count) {
  return std::min(address + count, kItems);
}

}  // namespace

RegisterBank::Page* RegisterBank::find(Function table, std::uint32_t address) const {
  return address < kItems ? tables_[index_of(table)][address / kPageItems].get() : nullptr;
}

RegisterBank::Page& RegisterBank::page(Function table, std::uint32_t address) {
  auto& page = tables_[index_of(table)][address / kPageItems];
  if (!page) page = std::make_unique<Page>();
  return *page;
}

void RegisterBank::allow(Function table, std::uint32_t address, std::uint32_t count) {
  for (auto at = address; at < end_of(address, count); ++at) page(table, at).readable.set(at % kPageItems);
}

void RegisterBank::allow_writing(Function table, std::uint32_t address, std::uint32_t count) {
  allow(table, address, count);
  for (auto at = address; at < end_of(address, count); ++at) page(table, at).writable.set(at % kPageItems);
}

void RegisterBank::allow_gaps(std::uint16_t most) {
  if (most == 0) return;
  for (const auto table : kTables) allow_gaps(table, most);
}

void RegisterBank::allow_gaps(Function table, std::uint16_t most) {
  std::uint32_t gap_begin = kItems;  // of the gap behind the last legal item; kItems: none was seen yet
  for (std::uint32_t at = 0; at < kItems; ++at) {
    const auto* here = find(table, at);
    if (here == nullptr || !here->readable.test(at % kPageItems)) continue;
    if (gap_begin < at && at - gap_begin <= most) allow(table, gap_begin, at - gap_begin);
    gap_begin = at + 1;
  }
}

void RegisterBank::forbid(Function table, std::uint16_t first, std::uint16_t last) {
  for (std::uint32_t at = first; at <= last; ++at) {
    if (auto* here = find(table, at)) {
      here->readable.reset(at % kPageItems);
      here->writable.reset(at % kPageItems);
    }
  }
}

bool RegisterBank::is_legal(Function function, std::uint16_t address, std::uint16_t count) const {
  for (std::uint32_t at = address; at < std::uint32_t{address} + count; ++at) {
    const auto* here = find(function, at);
    if (here == nullptr) return false;
    const auto& legal = core::is_read(function) ? here->readable : here->writable;
    if (!legal.test(at % kPageItems)) return false;
  }
  return true;
}

std::uint16_t RegisterBank::get(Function table, std::uint32_t address) const {
  const auto* here = find(table, address);
  return here != nullptr ? here->values[address % kPageItems] : std::uint16_t{0};
}

void RegisterBank::set(Function table, std::uint32_t address, std::uint16_t value, std::uint16_t mask) {
  if (address >= kItems) return;
  auto& item = page(table, address).values[address % kPageItems];
  item = static_cast<std::uint16_t>((item & ~mask) | (value & mask));
}

}  // namespace bmsgw::simulator::modbus
