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

  auto operator<=>(const Atom&) const = default;  // NOLINT(modernize-use-nullptr)
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

/// What a device was found to refuse, besides its limits.
struct Obstacles {
  /// A read begins here: what starts at the address or beyond isn't read together with what starts before it.
  struct Cut {
    core::ModbusFunction function = core::ModbusFunction::read_holding_registers;
    std::uint32_t group = 0;
    std::uint16_t address = 0;

    auto operator<=>(const Cut&) const = default;  // NOLINT(modernize-use-nullptr)
  };
  std::vector<Cut> cuts;
  std::vector<core::ModbusLimits::Range> holes;  ///< never read across; atoms that stand in them are read
};

/// Every atom is covered by exactly one read; by group, function and address. (Where atoms overlap each other
/// only partly two reads may cover one: it belongs to the first.) An atom that is larger than the limits, or
/// in a forbidden range, is left out (the configuration refuses it).
[[nodiscard]] std::vector<Read> plan_reads(std::vector<Atom> atoms, const core::ModbusLimits& limits,
                                           const Obstacles& obstacles = {});

/// The read cut in two between atoms, with as many of them on either side as can be: the device finds
/// something in it illegal. `atoms`: those that it covers. One atom, and what stands within it, can't be cut:
/// the read itself comes back.
[[nodiscard]] std::vector<Read> split(const Read& read, std::vector<Atom> atoms);

}  // namespace bmsgw::codec::modbus
