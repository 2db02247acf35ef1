#include "simulator/fault.hpp"

#include <array>

namespace bmsgw::simulator {
namespace {

constexpr std::array<KindName<FaultKind>, 5> kNames{{
    {"cell-comm-loss", FaultKind::cell_comm_loss},
    {"undervoltage", FaultKind::under_voltage},
    {"overvoltage", FaultKind::over_voltage},
    {"overheat", FaultKind::overheat},
    {"dead-cell", FaultKind::dead_cell, true},
}};

void add(BatteryFaults& faults, const Fault& fault, std::size_t cells) {
  switch (fault.kind) {
    case FaultKind::cell_comm_loss:
      faults.cell_comm_loss = true;
      break;
    case FaultKind::under_voltage:
      faults.under_voltage = true;
      break;
    case FaultKind::over_voltage:
      faults.over_voltage = true;
      break;
    case FaultKind::overheat:
      faults.overheat = true;
      break;
    case FaultKind::dead_cell:
      faults.dead_cells.push_back(fault.argument ? *fault.argument : cells / 2);
      break;
  }
}

}  // namespace

std::span<const KindName<FaultKind>> fault_names() {
  return kNames;
}

std::variant<Fault, std::string> parse_fault(std::string_view text) {
  return parse_scheduled<FaultKind>(text, kNames);
}

BatteryFaults faults_at(const std::vector<Fault>& schedule, Elapsed now, std::size_t cells) {
  BatteryFaults faults;
  for (const auto& fault : schedule) {
    if (fault.is_on(now)) add(faults, fault, cells);
  }
  return faults;
}

}  // namespace bmsgw::simulator
