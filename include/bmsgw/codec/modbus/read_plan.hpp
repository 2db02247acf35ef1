#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bmsgw/core/modbus_map.hpp"

/// The fewest requests that read everything. Pure. Thread: any.
namespace bmsgw::codec::modbus {

/// Items that have to be read by one request: a value, or an element of a list.
struct Atom {
  core::ModbusFunction function = core::ModbusFunction::read_holding_registers;
  std::uint16_t address = 0;
  std::uint16_t count = 1;  ///< items; address + count <= 0x10000
  std::uint32_t group = 0;  ///< atoms of one group only are read together

  auto operator<=>(const Atom&) const = default;
};

/// One request.
struct Read {
  core::ModbusFunction function = core::ModbusFunction::read_holding_registers;
  std::uint16_t address = 0;
  std::uint16_t count = 1;
  std::uint32_t group = 0;

  bool operator==(const Read&) const = default;
  [[nodiscard]] bool covers(const Atom& atom) const {
    return function == atom.function && group == atom.group && address <= atom.address &&
           atom.address + atom.count <= address + count;
  }
};

/// Every atom is covered by exactly one read; by group, function and address. An atom that is larger than the
/// limits, or in a forbidden range, is left out (the configuration refuses it).
[[nodiscard]] std::vector<Read> plan_reads(std::vector<Atom> atoms, const core::ModbusLimits& limits);

/// The read cut in two between atoms, as even as can be: the device finds something in it illegal. `atoms`:
/// those that it covers. One atom can't be cut: the read itself comes back.
[[nodiscard]] std::vector<Read> split(const Read& read, std::vector<Atom> atoms);

}  // namespace bmsgw::codec::modbus
