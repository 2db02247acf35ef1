#pragma once

#include "config/address_book.hpp"
#include "config/layers.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// `commands` of a Modbus map, whose `layers` these are; `bus` has its packets already. A command whose
/// address the device doesn't have is left out.
void read_commands(const Layers& layers, AddressBook& addresses, ResolvedBus& bus, ProblemList& problems);

}  // namespace bmsgw::config
