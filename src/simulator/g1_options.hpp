#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/g1_unit.hpp"
#include "simulator/misbehaviour.hpp"

namespace bmsgw::simulator {

/// What `bms-simulator g1` was asked for.
struct G1Options {
  std::string link;
  UnitConfig unit;
  std::vector<Misdeed> misdeeds;
  unsigned baud = 57600;  ///< 0: unpaced
  std::optional<double> duration_s;
};

}  // namespace bmsgw::simulator
