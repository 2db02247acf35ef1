#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/can_misbehaviour.hpp"
#include "simulator/can_unit.hpp"

namespace bmsgw::simulator {

/// What `bms-simulator can` was asked for.
struct CanOptions {
  std::string interface;  ///< empty: no bus, only the log is written
  std::string log;        ///< file; empty: none
  CanUnitConfig unit;
  std::vector<CanMisdeed> misdeeds;
  std::optional<double> duration_s;  ///< has a value when there is no interface
  std::int64_t start_unix_us = 0;    ///< the time of the log's beginning
};

}  // namespace bmsgw::simulator
