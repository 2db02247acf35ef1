#pragma once

#include "bmsgw/config/params.hpp"

#include "config/address_book.hpp"
#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// What a packet of a Modbus map says of its params.
struct ModbusPacketKeys {
  JsonView function;
  JsonView count;
  JsonView stride;
  JsonView count_from;
};

/// Where a param stands on Modbus, and how it is written; `config` has its format and `list`. `found`: its
/// address, `packet`: its packet's keys.
void read_modbus_place(const JsonView& param, const ModbusPacketKeys& packet, const AddressBook::Found& found,
                       ParamConfig& config, ProblemList& problems);

/// The function that reads what stands there: as `function` says, else the address, else 3; that they differ
/// is said.
[[nodiscard]] core::ModbusFunction function_of(const JsonView& function, const AddressBook::Found& found,
                                               ProblemList& problems);

}  // namespace bmsgw::config
