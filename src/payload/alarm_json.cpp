#include "bmsgw/payload/alarm_json.hpp"

#include <fmt/core.h>

#include "bmsgw/payload/json_writer.hpp"

namespace bmsgw::payload {
namespace {

void append_member(std::string& into, std::string_view key, std::string_view text) {
  into += fmt::format(",\"{}\":", key);
  append_json_text(into, text);
}

void append_number(std::string& into, std::string_view key, const std::optional<std::uint32_t>& number) {
  if (number) into += fmt::format(",\"{}\":{}", key, *number);
}

}  // namespace

std::string alarm_name(const core::AlarmKey& key) {
  std::string name;
  if (key.string) name += std::to_string(*key.string) + "/";
  if (key.battery) name += (key.string ? "" : "-/") + std::to_string(*key.battery) + "/";
  if (!key.quantity.empty()) return name + key.quantity;
  if (!name.empty()) name.pop_back();
  return name;
}

void format_event(const core::AlarmEvent& event, std::string_view device, std::int64_t unix_ms,
                  std::string& into) {
  into = fmt::format("{{\"time\":{}", unix_ms);
  append_member(into, "device", device);
  if (const auto name = alarm_name(event.key); !name.empty()) append_member(into, "alarm", name);
  append_number(into, "string", event.key.string);
  append_number(into, "battery", event.key.battery);
  if (!event.key.quantity.empty()) append_member(into, "quantity", event.key.quantity);
  append_member(into, "state", event.state);
  if (!event.text.empty()) append_member(into, "text", event.text);
  append_member(into, "source", event.by_trap ? "trap" : "poll");
  into += "}";
}

void format_alarms(std::span<const core::AlarmEvent> open, std::string& into) {
  into = "{";
  for (const auto& alarm : open.first(std::min(open.size(), kMostListed))) {
    if (into.size() > 1) into += ",";
    append_json_text(into, alarm_name(alarm.key));
    into += ":";
    append_json_text(into, alarm.state);
  }
  if (open.size() > kMostListed) into += fmt::format(",\"more\":{}", open.size() - kMostListed);
  into += "}";
}

}  // namespace bmsgw::payload
