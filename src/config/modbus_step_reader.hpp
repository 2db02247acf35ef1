#pragma once

#include <optional>

#include "bmsgw/core/modbus_map.hpp"

#include "config/address_book.hpp"
#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// One entry of a command's `write`; `found`: its address.
[[nodiscard]] core::ModbusWriteStep read_step(const JsonView& step, const AddressBook::Found& found,
                                              ProblemList& problems);

/// Whether what a step writes can stand there, as far as its address is known. `argument`: the command's.
void check_step_value(const JsonView& step, const core::ModbusWriteStep& read,
                      const std::optional<core::ValueRange>& argument, ProblemList& problems);

/// `until` of a command.
[[nodiscard]] core::ModbusUntil read_until(const JsonView& until, const AddressBook::Found& found,
                                           ProblemList& problems);

}  // namespace bmsgw::config
