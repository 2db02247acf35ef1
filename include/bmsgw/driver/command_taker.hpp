#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/command_state.hpp"

namespace bmsgw::driver {

/// A bus whose devices have commands and points that can be written. Thread: loop.
class CommandTaker {
 public:
  virtual ~CommandTaker() = default;
  [[nodiscard]] virtual bool has_device(const std::string& name) const = 0;
  /// The command's id, or the reason when it isn't taken: unknown, not allowed, out of range, too many.
  using Taken = std::variant<std::uint64_t, std::string>;
  /// Takes a command of a device's map.
  [[nodiscard]] virtual Taken start_command(const std::string& device, const std::string& name,
                                            std::optional<double> argument, core::Stamp now) = 0;
  /// Takes a value for one of its points, by param or packet/param.
  [[nodiscard]] virtual Taken write_point(const std::string& device, const std::string& name, double value,
                                          core::Stamp now) = 0;
  [[nodiscard]] virtual std::optional<CommandState> command_state(std::uint64_t id) const = 0;
};

}  // namespace bmsgw::driver
