#pragma once

#include <optional>
#include <string>

namespace bmsgw::app {

/// Asks systemd-logind to restart the machine; takes at most 2 s. Why not, if so. Thread: any.
[[nodiscard]] std::optional<std::string> reboot_machine();

}  // namespace bmsgw::app
