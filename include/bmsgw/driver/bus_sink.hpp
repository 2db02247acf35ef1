#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/core/ids.hpp"
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
};

}  // namespace bmsgw::driver
