#pragma once

#include <string>
#include <string_view>

#include "bmsgw/core/log_entry.hpp"

namespace bmsgw::payload {

/// {"time":ms,"device":"serial0","code":22,"text":"Charger connected","source":"log"}; a code that the
/// protocol doesn't list has no text. Into `into`, which is cleared first.
void format_log_entry(const core::LogEntry& entry, std::string_view device, std::string& into);

}  // namespace bmsgw::payload
