#include "mqtt_options.hpp"

#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include <unistd.h>

namespace bmsgw::app {
namespace {

constexpr std::uint16_t kPlainPort = 1883;
constexpr std::uint16_t kTlsPort = 8883;

/// host[:port] or [IPv6 address][:port]
void set_server(northbound::MqttOptions& options, std::string_view authority) {
  const auto bracket = authority.rfind(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  auto host = authority.substr(0, colon);
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  options.host = std::string(host);
  options.port = options.tls ? kTlsPort : kPlainPort;
  if (colon == std::string_view::npos) return;
  const auto port = authority.substr(colon + 1);
  std::from_chars(port.data(), port.data() + port.size(), options.port);
}

/// The server evicts one of two clients with the same id, so the default names host and process.
std::string default_client_id() {
  std::array<char, 64> host{};
  gethostname(host.data(), host.size() - 1);
  return "bms-gateway-" + std::string(host.data()) + "-" + std::to_string(getpid());
}

}  // namespace

northbound::ThingsboardOptions thingsboard_options(const config::MqttSettings& settings) {
  northbound::ThingsboardOptions options;
  std::string_view uri = settings.uri;
  options.mqtt.tls = uri.starts_with("mqtts://");
  uri.remove_prefix(uri.find("://") + 3);
  if (uri.ends_with('/')) uri.remove_suffix(1);
  set_server(options.mqtt, uri);
  options.mqtt.insecure = settings.insecure;
  options.mqtt.ca = settings.ca;
  options.mqtt.cli_cert = settings.cli_cert;
  options.mqtt.cli_key = settings.cli_key;
  options.mqtt.client_id = settings.client_id.empty() ? default_client_id() : settings.client_id;
  options.mqtt.username = settings.username;
  options.mqtt.password = settings.password;
  options.attribute_period = std::chrono::seconds(settings.attr_send_period_s);
  options.qos = settings.qos;
  return options;
}

}  // namespace bmsgw::app
