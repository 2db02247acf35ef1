#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/misbehaviour.hpp"
#include "simulator/unit_config.hpp"

namespace bmsgw::simulator {

/// What `bms-simulator g1` was asked for.
struct G1Options {
  std::string link;
  std::string control;  ///< a pipe for lines of control, "-": stdin; empty: none
  UnitConfig unit;
  std::vector<Misdeed> misdeeds;
  unsigned baud = 57600;  ///< 0: unpaced
  std::optional<double> duration_s;
};

}  // namespace bmsgw::simulator
