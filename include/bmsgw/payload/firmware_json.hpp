#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bmsgw/core/firmware.hpp"

namespace bmsgw::payload {

/// {"state":"sending","file":"unit.txt","version":"2.1.0","frame":17,"frames":400,"percent":4,"repeated":1,
///  "reason":"..."}; an empty version or reason is left out. Into `into`, which is cleared first.
void format_firmware(const core::FirmwareProgress& progress, std::string& into);
/// What format_firmware() has written, without the bus. Nothing: it is something else.
[[nodiscard]] std::optional<core::FirmwareProgress> parse_firmware_progress(std::string_view json);

}  // namespace bmsgw::payload
