#include "bus_report.hpp"

namespace bmsgw::app {
namespace {

rpc::CanReport report_of(const transport::CanHealth& health) {
  return {std::string(to_string(health.controller)),
          health.bit_rate,
          health.error_frames,
          health.bus_offs,
          health.overflows,
          health.dropped_writes,
          health.tx_errors,
          health.rx_errors};
}

std::optional<double> age_of(core::MonoTime last, core::MonoTime now) {
  if (last == core::kLongAgo) return std::nullopt;
  return seconds_between(last, now);
}

rpc::ModbusReport report_of(const driver::ModbusStatus& modbus, core::MonoTime now) {
  rpc::ModbusReport report{modbus.load.load(now), {}};
  for (const auto& unit : modbus.units) {
    report.units.push_back({unit.name, unit.online ? "ok" : "silent", unit.detail, unit.answers, unit.errors,
                            unit.unanswered, age_of(unit.last_good, now)});
  }
  return report;
}

rpc::SnmpReport report_of(const driver::SnmpStatus& snmp) {
  return {snmp.absent, snmp.alarms, snmp.traps, snmp.unknown_traps, snmp.dropped_events};
}

}  // namespace

double seconds_between(core::MonoTime from, core::MonoTime to) {
  return std::chrono::duration<double>(to - from).count();
}

rpc::BusReport report_of(const driver::BusStatus& bus, core::MonoTime now) {
  rpc::BusReport report{bus.name,
                        bus.where,
                        std::string(to_string(bus.state)),
                        bus.detail,
                        bus.frames,
                        bus.errors,
                        bus.unknown,
                        bus.requests,
                        bus.unanswered,
                        age_of(bus.last_frame, now),
                        {},
                        {},
                        {}};
  if (bus.can) report.can = report_of(*bus.can);
  if (bus.modbus) report.modbus = report_of(*bus.modbus, now);
  if (bus.snmp) report.snmp = report_of(*bus.snmp);
  return report;
}

}  // namespace bmsgw::app
