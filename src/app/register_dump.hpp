#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bmsgw/core/modbus.hpp"

namespace bmsgw::app {

/// Registers and bits as `read` prints them and `decode` takes them, lines of
///   FUNCTION@ADDRESS WORD WORD ...      3@100 0D05 0D06 ---- 0D04
/// with addresses as on the wire, in decimal; words of four hex digits; bits as 0 or 1; dashes: can't be
/// read. What follows a '|' or '#' is for people.
class RegisterDump {
 public:
  using Key = std::pair<core::ModbusFunction, std::uint32_t>;

  /// Adds a line; the reason when it is none. Empty lines are fine.
  [[nodiscard]] std::optional<std::string> add_line(std::string_view line);
  void add(core::ModbusFunction function, std::uint32_t address, std::uint16_t value);
  [[nodiscard]] std::optional<std::uint16_t> find(core::ModbusFunction function, std::uint32_t address) const;
  [[nodiscard]] bool empty() const { return items_.empty(); }
  /// Prints [first, last] of a function, a line for eight registers or sixteen bits.
  void print(core::ModbusFunction function, std::uint32_t first, std::uint32_t last, std::ostream& out) const;

 private:
  std::map<Key, std::uint16_t> items_;
};

}  // namespace bmsgw::app
