#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/core/command.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/command_state.hpp"

namespace bmsgw::driver {

/// A bus whose devices have a map: commands, points that can be written and read. Thread: loop.
class CommandTaker {
 public:
  virtual ~CommandTaker() = default;
  [[nodiscard]] virtual bool has_device(const std::string& name) const = 0;
  using Taken = std::variant<std::uint64_t, std::string>;
  [[nodiscard]] virtual Taken start_command(const std::string& device, const std::string& name,
                                            std::optional<double> argument, core::Stamp now) = 0;
  [[nodiscard]] virtual Taken write_point(const std::string& device, const std::string& name, double value,
                                          core::Stamp now) = 0;
  struct NotTaken {
    core::Outcome outcome = core::Outcome::refused;  ///< refused, bus_down or busy
    std::string reason;                              ///< unknown, not allowed, out of range, too many
  };
  /// The command's id, of the bus.
  using Accepted = std::variant<std::uint64_t, NotTaken>;
  /// Why request() would not take it now; nothing is done. Nothing: it would.
  [[nodiscard]] virtual std::optional<NotTaken> judge(const std::string& device,
                                                      const core::MapRequest& request,
                                                      core::Stamp now) const {
    return NotTaken{core::Outcome::refused, device + request.name + (now.unix_ms != 0 ? "" : " ")};
  }
  /// Takes a command, or a value for a point, or reads a point anew.
  [[nodiscard]] virtual Accepted request(const std::string& device, const core::MapRequest& request,
                                         core::Stamp now) {
    return *judge(device, request, now);
  }
  /// The commands that have ended since the last call.
  [[nodiscard]] virtual std::vector<CommandState> take_ended() { return {}; }
  [[nodiscard]] virtual std::optional<CommandState> command_state(std::uint64_t id) const = 0;
};

}  // namespace bmsgw::driver
