#pragma once

#include <string>

#include "bmsgw/app/compile.hpp"
#include "bmsgw/config/loader.hpp"
#include "bmsgw/core/point_table.hpp"
#include "bmsgw/core/value.hpp"

#include "field_row.hpp"

/// How `decode` shows values and finds what belongs to them.
namespace bmsgw::app {

/// The value as payload::TelemetryFormatter writes it; a code with names is a text.
[[nodiscard]] std::string value_text(const core::Value& value, const config::ParamConfig& param);
/// A param's value as judged, without what says where it stood.
[[nodiscard]] FieldRow row_of(const config::ParamConfig& param, const core::PointCell& cell,
                              std::string keys);
/// The param of a point; nullptr: it stands only for a flag that others are gated by.
[[nodiscard]] const config::ParamConfig* find_param(const config::Config& config, const PointInfo& info);
/// The telemetry keys of a point, with commas between them.
[[nodiscard]] std::string keys_of(const route::RouteTable& table, core::PointId point);

}  // namespace bmsgw::app
