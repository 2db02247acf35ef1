#pragma once

#include <map>
#include <string>

namespace bmsgw::test {

/// Keys of which CAN tells less than the serial line: how far the two may be apart (the CAN message's step).
inline const std::map<std::string, double>& coarser_on_can() {
  static const std::map<std::string, double> kSteps{
      {"soc", 1},             // whole percent; 0.01 % on the serial line
      {"charge", 360},        // 0.1 Ah; 1 C
      {"stageDuration", 60},  // minutes; seconds
      {"distanceLeft", 0.1},
      {"distanceSinceCharge", 0.1},  // 0.1; 0.01
  };
  return kSteps;
}

}  // namespace bmsgw::test
