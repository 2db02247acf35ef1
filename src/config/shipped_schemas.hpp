#pragma once

#include "config/schema_check.hpp"

namespace bmsgw::config {

/// The checks by the schemas of config/schema/, each prepared when it is first wanted. Thread: any.
[[nodiscard]] const SchemaCheck& settings_check();
[[nodiscard]] const SchemaCheck& params_check();
[[nodiscard]] const SchemaCheck& profile_check();

}  // namespace bmsgw::config
