#pragma once

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/modbus_map.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// How registers hold a value: raw, word_order, length, bit, bits of a param, of a step or of `until`.
/// `place` has its function and `format` its big_end; `format` gets whether the raw number is signed, and is
/// a text or a flag when the registers hold one.
void read_form(const JsonView& view, core::ModbusPlace& place, core::FieldFormat& format,
               ProblemList& problems);

}  // namespace bmsgw::config
