#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/core/alarm.hpp"
#include "bmsgw/core/firmware.hpp"
#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/log_entry.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/load_meter.hpp"
#include "bmsgw/transport/can_link.hpp"

namespace bmsgw::driver {

enum class BusState : std::uint8_t {
  absent,  ///< there is no such port
  silent,  ///< the port is open and nothing is heard
  faulty,  ///< the port can't be used, or what is heard makes no sense
  ok,
};

[[nodiscard]] std::string_view to_string(BusState state);

/// Where drivers send what they decoded. Thread: loop.
class BusSink {
 public:
  virtual ~BusSink() = default;
  /// `max_age`: how long these samples stay fresh.
  virtual void on_samples(std::span<const core::Sample> samples, core::Stamp now,
                          core::milliseconds max_age) = 0;
  /// A device answers, or no longer does.
  virtual void on_online(core::DeviceId device, bool online, core::Stamp now) = 0;
  /// Of devices that tell of alarms: one has changed, or something has happened. `point`: that of the events.
  virtual void on_event(core::PointId /*point*/, const core::AlarmEvent& /*event*/, core::Stamp /*now*/) {}
  /// The alarms of a device that are open. `point`: that of its open alarms.
  virtual void on_alarms(core::PointId /*point*/, std::span<const core::AlarmEvent> /*open*/,
                         core::Stamp /*now*/) {}
  /// A G1 unit's event log has a new entry; each is told once.
  virtual void on_log_entry(core::PointId /*point*/, const core::LogEntry& /*entry*/, core::Stamp /*now*/) {}
  /// A firmware upgrade is further on. `point`: that of its progress.
  virtual void on_firmware(core::PointId /*point*/, const core::FirmwareProgress& /*progress*/,
                           core::Stamp /*now*/) {}
};

/// A device on a bus that several share.
struct UnitStatus {
  std::string name;  ///< modbus0u1
  bool online = false;
  std::string detail;  ///< empty: all is well
  std::uint64_t answers = 0;
  std::uint64_t errors = 0;
  std::uint64_t unanswered = 0;
  core::MonoTime last_good = core::kLongAgo;
};

/// What a Modbus bus tells besides.
struct ModbusStatus {
  LoadMeter load;
  std::vector<UnitStatus> units;
};

/// What an SNMP bus tells besides.
struct SnmpStatus {
  std::size_t absent = 0;   ///< objects of the map that the device doesn't have
  std::size_t alarms = 0;   ///< that are open
  std::uint64_t traps = 0;  ///< that the map knows
  std::uint64_t unknown_traps = 0;
  std::uint64_t dropped_events = 0;  ///< more than may be told at once
};

/// A bus as status, attributes and the watchdog see it.
struct BusStatus {
  std::string name;
  std::string where;  ///< device path
  BusState state = BusState::absent;
  std::string detail;        ///< one line: why it is so, or what the driver is doing about it
  std::uint64_t errors = 0;  ///< frames that could not be used
  std::uint64_t frames = 0;  ///< frames that were
  std::uint64_t requests = 0;
  std::uint64_t unanswered = 0;
  core::MonoTime last_frame = core::kLongAgo;
  std::uint64_t unknown = 0;  ///< good frames that no packet is configured for
  std::optional<transport::CanHealth> can;
  std::optional<ModbusStatus> modbus{};
  std::optional<SnmpStatus> snmp{};
};

}  // namespace bmsgw::driver
