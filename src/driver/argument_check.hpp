#pragma once

#include <optional>
#include <string>

#include <fmt/core.h>

#include "bmsgw/core/modbus_map.hpp"

namespace bmsgw::driver {

/// What is wrong with the argument of a command, or with the value for a point; empty: nothing. `wanted`:
/// within these; nothing: it has none. Thread: any.
inline std::string argument_fault(const std::string& name, const std::optional<core::ValueRange>& wanted,
                                  const std::optional<double>& argument) {
  if (wanted.has_value() != argument.has_value()) {
    return name + (argument ? " takes no argument" : " needs an argument");
  }
  if (!argument || (*argument >= wanted->least && *argument <= wanted->most)) return "";
  return fmt::format("{} is {} to {}, not {}", name, wanted->least, wanted->most, *argument);
}

}  // namespace bmsgw::driver
