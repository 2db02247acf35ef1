#pragma once

#include <nlohmann/json_fwd.hpp>

#include "config/schema.hpp"

namespace bmsgw::config {

/// The document with "***" in place of each secret that is given: what the schema calls so (x-secret), and
/// every text under a key that sounds like one, also where the schema knows no such key. Thread: any.
[[nodiscard]] nlohmann::json without_secrets(const nlohmann::json& document, const Schema& schema);

}  // namespace bmsgw::config
