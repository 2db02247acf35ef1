#include "config/mqtt_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>

#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

bool is_port(std::string_view text) {
  std::uint32_t port = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  return error == std::errc{} && stop == end && port >= 1 && port <= 65535;
}

bool is_host(std::string_view host) {
  constexpr std::string_view kOther = "/@:[]?# \t\"";
  return !host.empty() && host.find_first_of(kOther) == std::string_view::npos;
}

bool is_ipv6(std::string_view address) {
  return address.size() >= 2 &&
         address.find_first_not_of("0123456789abcdefABCDEF:.%") == std::string_view::npos &&
         address.find(':') != std::string_view::npos;
}

/// host, host:port, [address], [address]:port
bool is_authority(std::string_view text) {
  const bool is_bracketed = text.starts_with('[');
  const auto close = text.find(']');
  if (is_bracketed && close == std::string_view::npos) return false;
  const auto host_end = is_bracketed ? close + 1 : std::min(text.find(':'), text.size());
  const auto host = text.substr(0, host_end);
  const auto rest = text.substr(host_end);
  const bool is_good_host = is_bracketed ? is_ipv6(host.substr(1, close - 1)) : is_host(host);
  return is_good_host && (rest.empty() || (rest.starts_with(':') && is_port(rest.substr(1))));
}

std::optional<std::string_view> authority_of(std::string_view uri) {
  for (const std::string_view scheme : {"mqtt://", "mqtts://"}) {
    if (!uri.starts_with(scheme)) continue;
    uri.remove_prefix(scheme.size());
    if (uri.ends_with('/')) uri.remove_suffix(1);
    return uri;
  }
  return std::nullopt;
}

void check_uri(const JsonView& uri, ProblemList& problems) {
  const auto text = uri.text().value_or("");
  const auto authority = authority_of(text);
  if (authority && is_authority(*authority)) return;
  problems.error(uri, "must be mqtt://host[:port] or mqtts://host[:port], not " + in_quotes(text));
}

void check_files(const JsonView& mqtt, ProblemList& problems) {
  for (const auto* key : {"ca", "cli_cert", "cli_key"}) {
    const auto path = mqtt[key].text().value_or("");
    std::error_code ignored;
    if (path.empty() || std::filesystem::exists(path, ignored)) continue;
    problems.error(mqtt[key], "there is no file " + in_quotes(path));
  }
}

void check_security(const MqttSettings& settings, const JsonView& mqtt, ProblemList& problems) {
  const bool has_cert = mqtt["cli_cert"].given();
  const bool has_key = mqtt["cli_key"].given();
  if (has_cert && !has_key) problems.error(mqtt["cli_cert"], "needs its key: give \"cli_key\" too");
  if (has_key && !has_cert) problems.error(mqtt["cli_key"], "needs its certificate: give \"cli_cert\" too");
  const bool is_encrypted = settings.uri.starts_with("mqtts://");
  if (settings.insecure && is_encrypted) {
    problems.warning(
        mqtt["insecure"],
        "THE SERVER IS NOT CHECKED: whoever is on the way can read and change everything, and learns the "
        "password");
  }
  if (!settings.password.empty() && !is_encrypted) {
    problems.note(mqtt["password"], "is sent readable for anyone on the way; mqtts:// would hide it");
  }
}

}  // namespace

MqttSettings read_mqtt(const JsonView& mqtt, ProblemList& problems) {
  MqttSettings settings;
  settings.enabled = mqtt["enabled"].boolean().value_or(settings.enabled);
  settings.uri = mqtt["uri"].text().value_or("");
  settings.client_id = mqtt["client_id"].text().value_or("");
  settings.username = mqtt["username"].text().value_or("");
  settings.password = mqtt["password"].text().value_or("");
  settings.ca = mqtt["ca"].text().value_or("");
  settings.cli_cert = mqtt["cli_cert"].text().value_or("");
  settings.cli_key = mqtt["cli_key"].text().value_or("");
  settings.insecure = mqtt["insecure"].boolean().value_or(settings.insecure);
  const auto attributes = mqtt["attr_send_period"].integer().value_or(settings.attr_send_period_s);
  settings.attr_send_period_s = static_cast<std::uint32_t>(attributes);
  const auto window = mqtt["publish_window"].integer().value_or(settings.publish_window_ms);
  settings.publish_window_ms = static_cast<std::uint32_t>(window);
  settings.qos = static_cast<std::uint8_t>(mqtt["qos"].integer().value_or(settings.qos));
  if (!settings.uri.empty()) check_uri(mqtt["uri"], problems);
  if (!settings.enabled || settings.uri.empty()) return settings;
  check_files(mqtt, problems);
  check_security(settings, mqtt, problems);
  return settings;
}

}  // namespace bmsgw::config
