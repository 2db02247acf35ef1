#include "config/modbus_limits_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>

#include "config/map_addressing.hpp"
#include "config/modbus_place_reader.hpp"

namespace bmsgw::config {
namespace {

std::optional<WireAddress> read_end(const JsonView& end, Addressing addressing, ProblemList& problems) {
  if (!end.exists()) return std::nullopt;
  const auto reading = read_address(end, addressing);
  if (!reading.wire) problems.error(end, reading.fault);
  return reading.wire;
}

void read_forbidden(const JsonView& range, Addressing addressing, core::ModbusLimits& limits,
                    ProblemList& problems) {
  const auto first = read_end(range["first"], addressing, problems);
  const auto last = read_end(range["last"], addressing, problems);
  if (!first || !last) return;
  const auto function = [&range, &problems](const char* key, const WireAddress& wire) {
    return function_of(range["function"], {AddressBook::State::placed, wire, range[key]}, problems);
  };
  const auto of_first = function("first", *first);
  if (of_first != function("last", *last)) {
    problems.error(range["last"], address_text(range["last"]) + " is of another kind than \"first\", " +
                                      address_text(range["first"]));
  } else if (last->address < first->address) {
    problems.error(range["last"],
                   address_text(range["last"]) + " is before \"first\", " + address_text(range["first"]));
  } else {
    limits.forbidden.push_back({of_first, first->address, last->address});
  }
}

}  // namespace

core::ModbusLimits read_limits(const Layers& layers, ProblemList& problems) {
  core::ModbusLimits limits;
  const auto read = [&layers](const char* key, std::uint16_t& into) {
    for (const auto& layer : layers) {
      const auto number = layer["limits"][key];
      if (number.given()) into = static_cast<std::uint16_t>(number.integer().value_or(into));
      if (number.given()) return;
    }
  };
  read("registers", limits.registers);
  read("bits", limits.bits);
  read("gap", limits.gap);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Layers below(layers.begin() + static_cast<std::ptrdiff_t>(i), layers.end());
    const auto addressing = addressing_of(below, {});
    for (const auto& range : layers[i]["limits"]["forbidden"].entries())
      read_forbidden(range, addressing, limits, problems);
  }
  return limits;
}

}  // namespace bmsgw::config
