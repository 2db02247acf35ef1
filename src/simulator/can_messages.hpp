#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "bmsgw/core/can_frame.hpp"

#include "simulator/can_ids.hpp"
#include "simulator/pack_reading.hpp"

namespace bmsgw::simulator {

/// Firmware 2.0.x and 3.x lay the diagnostic codes out differently; nothing on the bus tells which.
enum class Diagnostics : std::uint8_t { generation_2 = 2, generation_3 = 3 };

/// What a unit knows at one moment.
struct CanView {
  const PackReading& pack;  ///< now
  /// What the cells last told; null: they have told nothing for too long.
  const PackReading* cells = nullptr;
  Diagnostics diagnostics = Diagnostics::generation_3;
};

/// The frame that tells `topic`, without its id. Of length 0 where there is no value to be told; nothing: the
/// string has no such group of cells. `string` counts for groups only.
[[nodiscard]] std::optional<core::CanFrame> can_answer(const CanView& view, const CanTopic& topic,
                                                       std::size_t string);

/// Groups of eight that the cells of one string fill, the last one perhaps in part.
[[nodiscard]] std::size_t can_groups(const PackReading& pack);

}  // namespace bmsgw::simulator
