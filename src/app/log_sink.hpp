#pragma once

#include <string>

#include "bmsgw/core/log.hpp"

namespace bmsgw::app {

/// Lines go to stderr: with time and level for a person, with the journal's level prefix under journald.
void start_logging(const std::string& level);
/// From now on; after start_logging().
void set_log_level(const std::string& level);

}  // namespace bmsgw::app
