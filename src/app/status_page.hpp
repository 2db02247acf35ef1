#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace bmsgw::app {

/// getStatus as a page for a person.
[[nodiscard]] std::string status_page(const nlohmann::json& status);
/// getStatus and getValues as one screen of `rows` x `columns` characters.
[[nodiscard]] std::string watch_screen(const nlohmann::json& status, const nlohmann::json& values,
                                       std::size_t rows, std::size_t columns);

}  // namespace bmsgw::app
