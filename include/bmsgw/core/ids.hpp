#pragma once

#include <cstddef>
#include <cstdint>

namespace bmsgw::core {

/// A point (bus/packet/param), interned process-wide by PointRegistry; index of PointTable.
enum class PointId : std::uint32_t {};
/// One destination of a point: a telemetry key of a device; index of the route table's outputs.
enum class OutputId : std::uint32_t {};
/// A device at the server, as far as Online and Stale are concerned; index of the route table's devices.
enum class DeviceId : std::uint32_t {};
/// A configured bus, in the order of the configuration.
enum class BusId : std::uint32_t {};

inline constexpr PointId kNoPoint{0xFFFFFFFFU};

template <typename Id>
constexpr std::size_t index_of(Id id) {
  return static_cast<std::size_t>(id);
}

}  // namespace bmsgw::core
