#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/dbc/file.hpp"

namespace bmsgw::app::dbc {

/// A signal's param; what is at its default is left out. What it can't have is a remark.
[[nodiscard]] nlohmann::ordered_json param_json(const Message& message, const Signal& signal,
                                                const std::string& key, std::vector<Remark>& remarks);

/// Adds `text` as "description"; false: it is too long for params_config.json.
[[nodiscard]] bool add_description(nlohmann::ordered_json& object, const std::string& text);

}  // namespace bmsgw::app::dbc
