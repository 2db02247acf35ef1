#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/core/command.hpp"
#include "bmsgw/core/g1_parameter.hpp"
#include "bmsgw/core/reply.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::rpc {

enum class Family : std::uint8_t { g1, can, modbus, snmp };

/// A device that methods may name: a bus, or of Modbus a unit on it.
struct Device {
  std::string name;  ///< serial0, can0, modbus0u1, snmp0
  Family family = Family::g1;
};

/// What a task asks of a device. `command`: without id and bus, as the host fills them in.
struct Ask {
  std::string device;
  core::Command::Kind kind = core::Command::Kind::read;
  std::variant<core::Command::What, core::MapRequest> what;
};

/// What a route makes of a value.
struct RouteWrite {
  Ask ask;
  std::string what;  ///< serial0 SC1,32
};

/// Why something is not done: `code` for programs, `reason` for people.
struct Refusal {
  std::string code = "refused";
  std::string reason;
};

/// What the safety settings say of something that would be written.
struct Verdict {
  std::optional<Refusal> refusal{};
  bool confirm = false;  ///< the settings want it confirmed
};

/// Who carries out what methods ask. Thread: loop.
class MethodHost {
 public:
  virtual ~MethodHost() = default;
  [[nodiscard]] virtual std::vector<Device> devices() const = 0;
  /// Would it go out now? Nothing is done: access, allow, ranges and conditions.
  [[nodiscard]] virtual Verdict judge(const Ask& ask, core::Stamp now) const = 0;
  /// Hands it to the device. Its one reply comes later, with this id; a refusal comes instead of it.
  [[nodiscard]] virtual std::optional<Refusal> submit(std::uint64_t id, const Ask& ask, core::Stamp now) = 0;

  /// The rows of "Parameter meaning by ID".
  [[nodiscard]] virtual const std::vector<core::G1Parameter>& g1_parameters() const = 0;
  /// The command for a value of a method that a route makes; the reason when it can't be made. `keep`: the
  /// value is meant; else it is only looked at. Code incomplete: the packet has other values that nobody has
  /// given yet; this one is kept for it.
  [[nodiscard]] virtual std::variant<RouteWrite, Refusal> route_value(const std::string& method, double value,
                                                                      bool keep) = 0;
  /// A firmware file of the state directory's folder g1-firmware, checked.
  [[nodiscard]] virtual std::variant<std::shared_ptr<const core::FirmwareImage>, Refusal> firmware(
      const std::string& file) const = 0;
  /// The last upgrade of a bus; nothing: there was none.
  [[nodiscard]] virtual std::optional<core::FirmwareProgress> firmware_progress(
      const std::string& bus) const = 0;

  /// The log's level for so long; then as configured.
  virtual void set_log_level(const std::string& level, core::milliseconds duration, core::Stamp now) = 0;
  /// Ends the program so that the service manager starts it anew, once the answer is out.
  virtual void restart(core::Stamp now) = 0;
  /// Has the machine restarted; the reason when that can't be.
  [[nodiscard]] virtual std::optional<std::string> reboot(core::Stamp now) = 0;
  /// settings.json or params_config.json as loaded, secrets removed: JSON.
  [[nodiscard]] virtual std::string settings_text() const = 0;
  [[nodiscard]] virtual std::string params_text() const = 0;
};

}  // namespace bmsgw::rpc
