#pragma once

#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::core {

/// What a decoder hands to the router: a point's value as just heard. The time is that of the whole call.
struct Sample {
  PointId point{};
  Quality quality = Quality::good;
  Value value;
};

}  // namespace bmsgw::core
