#pragma once

#include "bmsgw/config/params.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// Where a param stands in a G1 sentence: field, bit, index_field; `config` has its format and `list`.
void read_field_place(const JsonView& param, ParamConfig& config, ProblemList& problems);

}  // namespace bmsgw::config
