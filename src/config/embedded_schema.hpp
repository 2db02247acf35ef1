#pragma once

namespace bmsgw::config {

/// The files of config/schema/, compiled in.
extern const char* const k_settings_schema;
extern const char* const k_params_schema;

}  // namespace bmsgw::config
