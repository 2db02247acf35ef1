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
                        {},
                        {}};
  if (bus.can) report.can = report_of(*bus.can);
  if (bus.last_frame != core::kLongAgo) report.age_s = seconds_between(bus.last_frame, now);
  return report;
}

}  // namespace bmsgw::app
