#pragma once

#include <string_view>

#include "task.hpp"

namespace bmsgw::rpc {

/// A method that a route makes. `name` outlives it.
[[nodiscard]] TaskMethod route_method(std::string_view name);

}  // namespace bmsgw::rpc
