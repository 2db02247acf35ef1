#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "simulator/battery_model.hpp"
#include "simulator/schedule.hpp"

namespace bmsgw::simulator {

enum class FaultKind : std::uint8_t { cell_comm_loss, under_voltage, over_voltage, overheat, dead_cell };
using Fault = Scheduled<FaultKind>;

[[nodiscard]] std::span<const KindName<FaultKind>> fault_names();
[[nodiscard]] std::variant<Fault, std::string> parse_fault(std::string_view text);

/// What is broken at `now`. A dead cell without a number is the middle one of `cells`.
[[nodiscard]] BatteryFaults faults_at(const std::vector<Fault>& schedule, Elapsed now, std::size_t cells);

}  // namespace bmsgw::simulator
