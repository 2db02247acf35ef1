#pragma once

#include "bmsgw/config/settings.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// The section `mqtt` of settings.json.
[[nodiscard]] MqttSettings read_mqtt(const JsonView& mqtt, ProblemList& problems);

}  // namespace bmsgw::config
