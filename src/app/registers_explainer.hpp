#pragma once

#include "bmsgw/app/compile.hpp"

#include "field_row.hpp"
#include "register_dump.hpp"

namespace bmsgw::app {

/// What the map of a unit makes of registers: a row for each point that stands wholly in them; of a list the
/// elements that do. Judged by the router that the daemon uses, as if nothing had been heard before.
[[nodiscard]] Explanation explain_registers(const config::Config& config, const CompiledGateway& compiled,
                                            const driver::ModbusUnitPlan& unit, const RegisterDump& dump);

}  // namespace bmsgw::app
