#pragma once

#include "bmsgw/config/params.hpp"

#include "simulator/modbus/options.hpp"

namespace bmsgw::simulator::modbus {

/// The map that the options' profile is, with their addresses in it. Throws std::runtime_error that says all
/// that is wrong with it, or which addresses it lacks.
[[nodiscard]] config::BusProtocol load_map(const Options& options);

}  // namespace bmsgw::simulator::modbus
