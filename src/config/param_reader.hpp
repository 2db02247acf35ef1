#pragma once

#include <functional>
#include <span>

#include "bmsgw/config/params.hpp"

#include "config/format_resolver.hpp"
#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// Reads where a param stands; `config` has its format and `list`.
using PlaceReading = std::function<void(const JsonView& param, ParamConfig& config)>;

/// One entry of `params`, all but valid_if and certainty.
[[nodiscard]] ParamConfig read_param(const JsonView& param, const FormatResolver& formats,
                                     const PlaceReading& read_place, ProblemList& problems);

/// deadband, min_interval, max_interval of a param or a route.
[[nodiscard]] core::ReportPolicy read_report(const JsonView& view, ProblemList& problems);

/// Whether a text can be a telemetry key; what is wrong is said.
void check_key(const JsonView& key, ProblemList& problems);

/// Warns of those of these keys that are given: they are another family's.
void warn_of(const JsonView& view, std::span<const char* const> keys, const char* what,
             ProblemList& problems);

}  // namespace bmsgw::config
