#pragma once

#include "bmsgw/config/params.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// Where a param stands in a CAN frame: start, bits, parts, bit_numbering, pack_length; `config` has its
/// format and `list`, `packet` is its packet's.
void read_can_place(const JsonView& param, const CanKeys& packet, ParamConfig& config, ProblemList& problems);

}  // namespace bmsgw::config
