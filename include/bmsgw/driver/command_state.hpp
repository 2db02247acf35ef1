#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bmsgw/core/reply.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// How a command that was taken fares.
struct CommandState {
  enum class Phase : std::uint8_t { running, done, failed };

  std::uint64_t id = 0;
  std::string unit;  ///< modbus0u1, snmp0
  std::string name;  ///< of the map's command, or packet/param
  Phase phase = Phase::running;
  std::string reason;  ///< of a failure; else what it is at
  core::MonoTime started{};
  core::MonoTime ended = core::kNever;
  core::Outcome outcome = core::Outcome::ok;  ///< once it has ended
  std::optional<double> before{};             ///< of a write: what the point was, in its units
  std::optional<double> after{};              ///< what it is now; of a read: the value
};

}  // namespace bmsgw::driver
