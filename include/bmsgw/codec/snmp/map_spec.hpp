#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/snmp_map.hpp"
#include "bmsgw/core/time.hpp"

/// What the configuration says of one SNMP agent, as planning and decoding need it.
namespace bmsgw::codec::snmp {

/// The format depends on what another value says.
struct FormatChoice {
  std::uint32_t teller = 0;                                         ///< index of the point
  std::vector<std::pair<std::int64_t, core::FieldFormat>> formats;  ///< by its code; another one: no value
};

/// One configured value.
struct PointSpec {
  core::PointId point{};
  core::SnmpPlace place;
  core::FieldFormat format;
  bool list = false;
  std::uint32_t group = 0;                  ///< index of MapSpec::groups: what is read together
  std::optional<std::uint32_t> count_from;  ///< index of the point that tells how many elements there are
  std::optional<std::uint32_t> scale{};     ///< index of MapSpec::scales: its factor, once it is settled
  bool until_settled = false;               ///< raw value: goes out only as long as `scale` isn't settled
  std::optional<FormatChoice> choice{};
};

/// core::SnmpScale with its params found.
struct ScaleSpec {
  double coarse = 1;
  double fine = 0.1;
  double raw_least = -40;
  double raw_most = 100;
  std::optional<std::uint32_t> limit_low;  ///< indexes of points
  std::optional<std::uint32_t> limit_high;
  std::vector<std::uint32_t> references;
  double reference_span = 15;
  std::optional<double> given;  ///< the user says so: settled from the start
};

/// What one request may be.
struct RequestLimits {
  std::uint32_t varbinds = 40;
  std::uint32_t bytes = 1400;  ///< of the answer as it is estimated
  bool bulk = false;           ///< tables by GETBULK
};

struct MapSpec {
  std::vector<core::milliseconds> groups;  ///< periods; one group for each packet
  std::vector<PointSpec> points;
  std::vector<ScaleSpec> scales;
  RequestLimits limits;
};

}  // namespace bmsgw::codec::snmp
