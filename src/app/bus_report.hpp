#pragma once

#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/bus_sink.hpp"
#include "bmsgw/rpc/gateway_status.hpp"

namespace bmsgw::app {

[[nodiscard]] double seconds_between(core::MonoTime from, core::MonoTime to);
/// A bus's status as getStatus and the attributes tell it.
[[nodiscard]] rpc::BusReport report_of(const driver::BusStatus& bus, core::MonoTime now);

}  // namespace bmsgw::app
