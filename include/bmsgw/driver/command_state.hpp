#pragma once

#include <cstdint>
#include <string>

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
};

}  // namespace bmsgw::driver
