#include "telemetry_family.hpp"

#include <algorithm>
#include <chrono>

namespace bmsgw::test {
namespace {

using nlohmann::json;

/// 1 January 2000: what is older was sent in seconds.
constexpr std::int64_t kLeastTime = 946'684'800'000;
/// A number with more decimals is kept as a text.
constexpr std::ptrdiff_t kMostDecimals = 16;

/// Looks at the numbers as they are written, which a document no longer tells.
struct NumberCheck : nlohmann::json_sax<json> {
  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(number_integer_t /*value*/) override { return true; }
  bool number_unsigned(number_unsigned_t value) override {
    keep(value <= static_cast<number_unsigned_t>(INT64_MAX), std::to_string(value));
    return true;
  }
  bool number_float(number_float_t /*value*/, const string_t& text) override {
    const auto point = std::ranges::find(text, '.');
    const auto end = std::find_if(point, text.end(), [](char c) { return c == 'e' || c == 'E'; });
    keep(point == text.end() || end - point - 1 <= kMostDecimals, text);
    return true;
  }
  bool string(string_t& /*value*/) override { return true; }
  bool binary(binary_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*size*/) override { return true; }
  bool key(string_t& /*value*/) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t /*size*/) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/, const json::exception& /*e*/) override {
    return false;
  }

  std::string bad;  ///< the first number that would become a text

 private:
  void keep(bool is_good, const std::string& text) {
    if (!is_good && bad.empty()) bad = text;
  }
};

void spoil(Taken& taken, const std::string& reason) {
  taken.how = Taken::How::invalid;
  taken.reason = reason;
}

std::int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

json cast_as_server(const json& value) {
  if (!value.is_string()) return value;
  const auto& text = value.get_ref<const std::string&>();
  std::size_t digits = text.starts_with('-') ? 1 : 0;
  const auto points = std::ranges::count(text, '.');
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  const bool is_number =
      digits < text.size() && points <= 1 && !text.ends_with('.') && text.size() < 19 &&
      std::all_of(text.begin() + static_cast<std::ptrdiff_t>(digits), text.end(), is_digit);
  if (!is_number) return value;
  return points == 0 ? json(std::stoll(text)) : json(std::stod(text));
}

Taken TelemetryFamily::take(const std::string& topic, const std::string& payload, DevicePort& port,
                            SteadyTime /*now*/) {
  if (topic != "v1/devices/me/telemetry") return {};
  Taken taken{Taken::How::good};
  ++messages_;
  const auto document = json::parse(payload, nullptr, false);
  if (document.is_object()) {
    take_entry(document, port, taken);
  } else if (document.is_array()) {
    for (const auto& entry : document) take_entry(entry, port, taken);
  } else {
    spoil(taken, "telemetry that is neither an object nor an array: " + payload.substr(0, 100));
    return taken;
  }
  NumberCheck numbers;
  json::sax_parse(payload, &numbers);
  if (!numbers.bad.empty()) port.blame("telemetry: the server keeps this number as a text: " + numbers.bad);
  return taken;
}

void TelemetryFamily::take_entry(const json& entry, DevicePort& port, Taken& taken) {
  if (!entry.is_object()) return spoil(taken, "a telemetry entry that is no object: " + entry.dump());
  if (!entry.contains("ts") || !entry.contains("values")) return take_values(entry, now_ms(), port, taken);
  const auto& ts = entry["ts"];
  if (!ts.is_number_integer() || !entry["values"].is_object())
    return spoil(taken, "a telemetry entry whose ts or values is of another kind: " + entry.dump());
  if (ts.get<std::int64_t>() < kLeastTime) port.blame("telemetry: ts is not in milliseconds: " + ts.dump());
  take_values(entry["values"], ts.get<std::int64_t>(), port, taken);
}

void TelemetryFamily::take_values(const json& values, std::int64_t ts, DevicePort& port, Taken& taken) {
  for (const auto& [key, value] : values.items()) {
    if (value.is_null()) {
      port.blame("telemetry: the null of " + key + " is dropped");
      continue;
    }
    const auto kept = cast_as_server(value);
    const auto [place, is_new] = series_[key].try_emplace(ts, kept);
    if (!is_new && place->second != kept) overwritten_.push_back(key);
    place->second = kept;
    ++taken.data_points;
  }
}

std::optional<json> TelemetryFamily::latest(const std::string& key) const {
  const auto found = series_.find(key);
  return found == series_.end() ? std::nullopt : std::optional(found->second.rbegin()->second);
}

TelemetryFamily::Series TelemetryFamily::series(const std::string& key) const {
  const auto found = series_.find(key);
  return found == series_.end() ? Series{} : found->second;
}

}  // namespace bmsgw::test
