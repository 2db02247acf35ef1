#pragma once

#include <string>
#include <vector>

#include "config/layers.hpp"
#include "config/modbus_address.hpp"

namespace bmsgw::config {

/// How the addresses of a thing in a Modbus map are counted. `path`: its keys from the map's top, as in
/// {"packets", "Cells", "params", "cellVolt"}. What the text says in which it stands holds (the nearest
/// around it), else what that text is laid over says: what stands above never changes what a profile says.
[[nodiscard]] Addressing addressing_of(const Layers& layers, const std::vector<std::string>& path);

}  // namespace bmsgw::config
