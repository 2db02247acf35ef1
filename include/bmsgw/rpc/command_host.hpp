#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "bmsgw/core/time.hpp"

namespace bmsgw::rpc {

/// A command that was taken.
struct CommandReport {
  std::uint64_t id = 0;  ///< of the bus
  std::string bus;       ///< modbus0u1
  std::string name;
  std::string state;  ///< running, done, failed
  std::string reason;
  double seconds = 0;  ///< since it was taken, until its end
};

/// Why there is none: `code` for programs, `reason` for people.
struct CommandRefusal {
  const char* code = "refused";
  std::string reason;
};

/// Who carries out what methods command. Thread: loop.
class CommandHost {
 public:
  virtual ~CommandHost() = default;
  using Answer = std::variant<CommandReport, CommandRefusal>;
  /// A command of a map; `bus`: the device, modbus0u1.
  [[nodiscard]] virtual Answer start_command(const std::string& bus, const std::string& command,
                                             std::optional<double> argument, core::Stamp now) = 0;
  /// A value for a point; `point`: param, or packet/param.
  [[nodiscard]] virtual Answer write_point(const std::string& bus, const std::string& point, double value,
                                           core::Stamp now) = 0;
  /// How a command fares; the last that ended are remembered.
  [[nodiscard]] virtual Answer command_state(const std::string& bus, std::uint64_t id,
                                             core::Stamp now) const = 0;
};

}  // namespace bmsgw::rpc
