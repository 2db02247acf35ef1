#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/modbus_map.hpp"
#include "bmsgw/core/time.hpp"

/// What the configuration says of one Modbus device, as planning and decoding need it.
namespace bmsgw::codec::modbus {

/// One configured value.
struct PointSpec {
  core::PointId point{};
  core::ModbusPlace place;
  core::FieldFormat format;
  bool list = false;
  std::uint32_t group = 0;                  ///< index of MapSpec::periods: what is read together
  std::optional<std::uint32_t> count_from;  ///< index of the point that tells how many elements there are
};

struct MapSpec {
  std::vector<core::milliseconds> periods;  ///< by group
  std::vector<PointSpec> points;
  core::ModbusLimits limits;
};

}  // namespace bmsgw::codec::modbus
