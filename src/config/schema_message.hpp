#pragma once

#include <string>

#include "config/schema.hpp"

namespace bmsgw::config {

/// `must be a whole number from 300 to 4000000, not "fast"`
[[nodiscard]] std::string schema_message(const Schema& schema, const nlohmann::json& node,
                                         const nlohmann::json& value);

}  // namespace bmsgw::config
