#pragma once

#include <optional>

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/modbus_map.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

/// What the commands of all maps have in common.
namespace bmsgw::config {

/// `argument` of a command: what it may be given.
[[nodiscard]] std::optional<core::ValueRange> read_argument(const JsonView& argument, ProblemList& problems);

/// `factor` and `offset` of a step.
[[nodiscard]] core::FieldFormat read_step_scaling(const JsonView& step, ProblemList& problems);

/// Whether the command writes anything, and its argument.
void check_writes(const JsonView& command, bool uses_argument, ProblemList& problems);

}  // namespace bmsgw::config
