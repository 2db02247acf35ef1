#pragma once

namespace bmsgw::config {

/// Files of config/schema/, compiled in.
extern const char* const k_settings_schema;
extern const char* const k_params_schema;
/// config/profiles/emus-g1-parameters.json.
extern const char* const k_g1_parameters;

}  // namespace bmsgw::config
