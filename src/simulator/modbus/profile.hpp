#pragma once

#include <string>

#include "bmsgw/config/params.hpp"

#include "simulator/modbus/options.hpp"

namespace bmsgw::simulator::modbus {

struct LoadedMap {
  config::BusProtocol map;
  std::string remarks;  ///< lines for the user: what seems odd about the options
};

/// The map that the options' profile is, with their addresses in it. Throws std::runtime_error that says all
/// that is wrong with it, or which addresses it lacks.
[[nodiscard]] LoadedMap load_map(const Options& options);

}  // namespace bmsgw::simulator::modbus
