#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "bmsgw/core/can_frame.hpp"

namespace bmsgw::simulator {

/// The messages whose layout is known. The last four are one message per group of eight cells.
enum class CanMessage : std::uint8_t {
  overall,
  cell_voltage_overall,
  module_temperature_overall,
  balancing_overall,
  diagnostic_codes,
  cell_temperature_overall,
  state_of_charge,
  energy,
  cell_voltages,
  module_temperatures,
  cell_balancing,
  cell_temperatures,
};

inline constexpr std::size_t kCanGroupCells = 8;
inline constexpr std::size_t kMostCanGroups = 32;

[[nodiscard]] constexpr bool is_grouped(CanMessage message) {
  return message >= CanMessage::cell_voltages;
}

/// A message, and of which group of cells.
struct CanTopic {
  CanMessage message{};
  std::size_t group = 0;

  bool operator==(const CanTopic&) const = default;
};

/// Where the messages of one unit stand on the bus: a base and an offset per message. Which offset it is
/// depends on the kind of id (EMUS G1 BMS CAN protocol 2.0/3.0, table of messages, as implementers quote it).
/// Thread: any.
class CanIds {
 public:
  static constexpr std::uint32_t kLastExtendedOffset = 0x81F;  ///< of what the unit sends
  static constexpr std::uint32_t kLastStandardOffset = 0x11F;
  static constexpr std::uint32_t kDefaultExtendedBase = 0x19B50000;
  static constexpr std::uint32_t kDefaultStandardBase = 0x1B5;

  /// `base`: the id of the overall parameters. The last id has to be one, too.
  explicit CanIds(core::CanId base = core::CanId::extended(kDefaultExtendedBase)) : base_(base) {}

  [[nodiscard]] core::CanId base() const { return base_; }
  [[nodiscard]] core::CanId id_of(const CanTopic& topic) const;
  [[nodiscard]] std::optional<CanTopic> find(core::CanId id) const;
  /// Whether an id belongs to the unit, commands and messages without a known layout included.
  [[nodiscard]] bool is_own(core::CanId id) const;

 private:
  core::CanId base_;
};

}  // namespace bmsgw::simulator
