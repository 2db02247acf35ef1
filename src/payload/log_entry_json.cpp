#include "bmsgw/payload/log_entry_json.hpp"

#include <fmt/core.h>

#include "bmsgw/payload/json_writer.hpp"

namespace bmsgw::payload {

void format_log_entry(const core::LogEntry& entry, std::string_view device, std::string& into) {
  into = fmt::format("{{\"time\":{},\"device\":", entry.unix_ms);
  append_json_text(into, device);
  into += fmt::format(",\"code\":{}", entry.code);
  if (!entry.text.empty()) {
    into += ",\"text\":";
    append_json_text(into, entry.text);
  }
  into += ",\"source\":\"log\"}";
}

}  // namespace bmsgw::payload
