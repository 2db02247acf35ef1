#include <cmath>

#include <fmt/core.h>

#include "bmsgw/codec/scaler.hpp"
#include "bmsgw/driver/snmp_commands.hpp"

namespace bmsgw::driver {
namespace {

/// INTEGER is a whole number of 32 bits, with sign (RFC 2578, 7.1.1).
std::optional<std::int64_t> integer_of(const core::SnmpSetStep& step, double value) {
  const auto bits = codec::raw_bits(codec::nearest_raw(value, step.format), 32, true);
  if (!bits) return std::nullopt;
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(*bits));
}

}  // namespace

std::variant<core::SnmpRequest, std::string> make_set(const core::SnmpCommandSpec& spec,
                                                      std::optional<double> argument) {
  core::SnmpRequest request;
  request.kind = core::SnmpRequest::Kind::set;
  for (const auto& step : spec.sets) {
    const auto value = step.is_argument ? argument.value_or(0) : step.value;
    const auto raw = integer_of(step, value);
    if (!raw) return fmt::format("{} doesn't fit into {}", value, step.oid);
    request.sets.push_back({step.oid, *raw});
  }
  return request;
}

std::optional<route::SnmpPermit> permit_of(const core::SnmpCommandSpec& spec) {
  route::SnmpPermit permit{spec.name, {}};
  for (const auto& step : spec.sets) {
    const auto raw = step.is_argument ? std::nullopt : integer_of(step, step.value);
    if (!step.is_argument && !raw) return std::nullopt;
    permit.sets.push_back({step.oid, raw});
  }
  return permit;
}

}  // namespace bmsgw::driver
