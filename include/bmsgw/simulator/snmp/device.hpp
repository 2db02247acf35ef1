#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/simulator/snmp/options.hpp"
#include "bmsgw/simulator/snmp/request.hpp"

namespace bmsgw::simulator::snmp {

/// What happens to a message that goes out.
struct Treatment {
  bool lost = false;
  bool truncated = false;
  bool garbage = false;
  std::chrono::microseconds delay{0};
  std::uint64_t seed = 0;  ///< of what is random about it
};

/// What came of a line of control.
struct ControlResult {
  bool ok = false;
  std::string text;         ///< what was done, or what is wrong with the line
  bool new_engine = false;  ///< the agent is to take another engine id
};

/// A CyberPower battery manager with a battery behind it, as its agent asks it. Time is that since the start.
/// Thread: any (no sharing).
class Device {
 public:
  using Elapsed = std::chrono::microseconds;

  /// `answers_bulk`: it knows GETBULK. Throws std::runtime_error: the profile can't be used.
  Device(const DeviceOptions& options, bool answers_bulk);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  void on_time(Elapsed now);
  [[nodiscard]] Answer answer(const Request& request);
  /// Of the next message; each call is another one.
  [[nodiscard]] Treatment treatment();
  /// Those that are due, in their order.
  [[nodiscard]] std::vector<Trap> take_traps();
  /// See kControlHelp.
  [[nodiscard]] ControlResult control(std::string_view line);

  [[nodiscard]] std::uint32_t uptime_ticks() const;
  [[nodiscard]] std::string summary() const;  ///< "160 batteries in 4 strings, 4242 objects"

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace bmsgw::simulator::snmp
