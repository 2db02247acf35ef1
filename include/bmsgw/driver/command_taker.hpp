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
  /// Of a device on a bus that several share its address there, for raw requests.
  [[nodiscard]] virtual std::optional<std::uint8_t> unit_of(const std::string& /*device*/) const {
    return std::nullopt;
  }
  /// What `request` names, in full: of a point packet/param, also when it was called by its param only; as it
  /// is when there is no such one. Who judges by name judges by this one.
  [[nodiscard]] virtual std::string full_name(const std::string& device,
                                              const core::MapRequest& request) const = 0;
  struct NotTaken {
    core::Outcome outcome = core::Outcome::refused;  ///< refused, bus_down or busy
    std::string reason;                              ///< unknown, not allowed, out of range, too many
  };
  /// The command's id, of the bus.
  using Accepted = std::variant<std::uint64_t, NotTaken>;
  /// Why request() would not take it now; nothing is done. Nothing: it would.
  [[nodiscard]] virtual std::optional<NotTaken> judge(const std::string& device,
                                                      const core::MapRequest& request,
                                                      core::Stamp now) const = 0;
  /// Takes a command, or a value for a point, or reads a point anew: single numbers, no lists. It goes before
  /// polls, and ends none that is under way. What a point is read as goes to the sink as well.
  [[nodiscard]] virtual Accepted request(const std::string& device, const core::MapRequest& request,
                                         core::Stamp now) = 0;
  /// The commands that have ended since the last call: each once. To be called whenever the bus was told
  /// something; of those that nobody takes the oldest are forgotten.
  [[nodiscard]] virtual std::vector<CommandState> take_ended() = 0;
  /// Running ones and the last that ended.
  [[nodiscard]] virtual std::optional<CommandState> command_state(std::uint64_t id) const = 0;
};

}  // namespace bmsgw::driver
