#include "simulator/can_ids.hpp"

#include <algorithm>
#include <array>

namespace bmsgw::simulator {
namespace {

struct Offsets {
  CanMessage message;
  std::uint32_t extended, standard;
};

constexpr std::array<Offsets, 12> kOffsets{{
    {CanMessage::overall, 0x0000, 0x00},
    {CanMessage::cell_voltage_overall, 0x0001, 0x01},
    {CanMessage::module_temperature_overall, 0x0002, 0x02},
    {CanMessage::balancing_overall, 0x0003, 0x03},
    {CanMessage::diagnostic_codes, 0x0007, 0x07},
    {CanMessage::cell_temperature_overall, 0x0008, 0x08},
    {CanMessage::state_of_charge, 0x0500, 0x05},
    {CanMessage::energy, 0x0600, 0x06},
    {CanMessage::cell_voltages, 0x0100, 0x20},
    {CanMessage::module_temperatures, 0x0200, 0x40},
    {CanMessage::cell_balancing, 0x0300, 0x60},
    {CanMessage::cell_temperatures, 0x0800, 0x100},
}};

std::uint32_t offset_of(const Offsets& offsets, bool extended) {
  return extended ? offsets.extended : offsets.standard;
}

}  // namespace

core::CanId CanIds::id_of(const CanTopic& topic) const {
  const auto found = std::ranges::find(kOffsets, topic.message, &Offsets::message);
  return base_ + (offset_of(*found, base_.is_extended()) + static_cast<std::uint32_t>(topic.group));
}

std::optional<CanTopic> CanIds::find(core::CanId id) const {
  if (id.is_extended() != base_.is_extended() || id.number() < base_.number()) return std::nullopt;
  const auto offset = id.number() - base_.number();
  for (const auto& known : kOffsets) {
    const auto first = offset_of(known, base_.is_extended());
    const std::size_t ids = is_grouped(known.message) ? kMostCanGroups : 1;
    if (offset >= first && offset - first < ids) return CanTopic{known.message, offset - first};
  }
  return std::nullopt;
}

bool CanIds::is_own(core::CanId id) const {
  if (id.is_extended() != base_.is_extended() || id.number() < base_.number()) return false;
  return id.number() - base_.number() <= (base_.is_extended() ? kLastExtendedOffset : kLastStandardOffset);
}

}  // namespace bmsgw::simulator
