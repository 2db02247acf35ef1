#include "gateway_rig.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "app/control_client.hpp"

namespace bmsgw::test {

using nlohmann::json;

GatewayRig::GatewayRig() : buses_{{"serial", serial_bus()}} {
  std::filesystem::create_directories(config_dir());
  std::filesystem::copy_file(BMSGW_SOURCE_DIR "/config/params_config.json",
                             config_dir() + "/params_config.json");
}

void GatewayRig::use_params(const json& params) {
  write_text(config_dir() + "/params_config.json", params.dump());
}

ChildProcess& GatewayRig::start_simulator(std::vector<std::string> options) {
  std::vector<std::string> arguments{"g1", "--link", dir_ / "tty"};
  std::ranges::move(options, std::back_inserter(arguments));
  simulator_ = std::make_unique<ChildProcess>(simulator_program(), arguments);
  return *simulator_;
}

ChildProcess& GatewayRig::start_can_unit(const std::string& interface, std::vector<std::string> options) {
  std::vector<std::string> arguments{"can", "--interface", interface};
  std::ranges::move(options, std::back_inserter(arguments));
  auto& unit = can_units_[interface];
  unit.reset();
  unit = std::make_unique<ChildProcess>(simulator_program(), arguments);
  return *unit;
}

namespace {

constexpr std::string_view kPlace = "127.0.0.1:";

}  // namespace

ChildProcess& GatewayRig::start_modbus_device(std::vector<std::string> options) {
  options.insert(options.begin(), "modbus");
  modbus_device_.reset();
  modbus_device_ = std::make_unique<ChildProcess>(simulator_program(), options);
  return *modbus_device_;
}

std::uint16_t GatewayRig::modbus_port() {
  const auto has_port = [this] { return modbus_device_->out().find(kPlace) != std::string::npos; };
  if (!await(has_port)) throw std::runtime_error("the simulator tells no port: " + modbus_device_->err());
  const auto out = modbus_device_->out();
  return static_cast<std::uint16_t>(std::stoi(out.substr(out.find(kPlace) + kPlace.size())));
}

ChildProcess& GatewayRig::start_snmp_agent(std::vector<std::string> options) {
  std::vector<std::string> arguments{"snmp", "--profile",
                                     BMSGW_SOURCE_DIR "/config/profiles/cyberpower-bm.json", "--control",
                                     file("control")};
  if (std::ranges::find(options, "--port") == options.end())
    arguments.insert(arguments.end(), {"--port", "0"});
  std::ranges::move(options, std::back_inserter(arguments));
  snmp_agent_.reset();
  std::filesystem::remove(file("control"));
  snmp_agent_ = std::make_unique<ChildProcess>(simulator_program(), arguments);
  return *snmp_agent_;
}

std::uint16_t GatewayRig::snmp_port() {
  const auto has_port = [this] { return snmp_agent_->out().find(kPlace) != std::string::npos; };
  if (!await(has_port)) throw std::runtime_error("the simulator tells no port: " + snmp_agent_->err());
  const auto out = snmp_agent_->out();
  return static_cast<std::uint16_t>(std::stoi(out.substr(out.find(kPlace) + kPlace.size())));
}

void GatewayRig::control_snmp_agent(const std::string& line) {
  const auto told = [this] {
    const auto out = snmp_agent_->out();
    std::size_t count = 0;
    for (auto at = out.find("control"); at != std::string::npos; at = out.find("control", at + 1)) ++count;
    return count;
  };
  const auto before = told();
  std::ofstream(file("control")) << line << std::endl;
  if (!await([&] { return told() > before; })) throw std::runtime_error("no answer to " + line);
}

void GatewayRig::stop_can_unit(const std::string& interface) {
  auto& unit = *can_units_.at(interface);
  unit.signal(SIGTERM);
  unit.wait();
}

void GatewayRig::start_broker(MosquittoOptions options) {
  broker_ = std::make_unique<Mosquitto>(std::move(options));
  write_settings();
}

void GatewayRig::start_server(const StandInOptions& options) {
  if (server_) return;
  server_ = std::make_unique<ThingsboardStandIn>(options);
  write_settings({{"username", options.token}});
}

void GatewayRig::write_settings(const json& mqtt_more) {
  const auto port = broker_ ? broker_->port() : server_ ? server_->port() : std::uint16_t{0};
  json mqtt{{"uri", port > 0 ? "mqtt://127.0.0.1:" + std::to_string(port) : ""}, {"attr_send_period", 1}};
  mqtt.update(mqtt_more);
  auto settings = buses_;
  settings["mqtt"] = mqtt;
  write_text(config_dir() + "/settings.json", settings.dump());
}

ChildProcess& GatewayRig::start_gateway(const std::map<std::string, std::string>& environment) {
  const std::vector<std::string> arguments{"run",          "--config-dir",     config_dir(),    "--state-dir",
                                           dir_ / "state", "--control-socket", control_socket()};
  gateway_ = std::make_unique<ChildProcess>(gateway_program(), arguments, environment);
  return *gateway_;
}

void GatewayRig::listen(const std::string& username, const std::string& password) {
  taken_ = 0;
  subscriber_ = std::make_unique<SessionHarness>();
  northbound::MqttOptions options;
  options.host = "127.0.0.1";
  options.port = broker_->port();
  options.client_id = "subscriber";
  options.username = username;
  options.password = password;
  if (!subscriber_->connect(options)) throw std::runtime_error("the subscriber is not let in");
  subscriber_->session->subscribe({"v1/devices/me/#"});
}

std::optional<json> GatewayRig::call(const std::string& method, const json& params) {
  const json request{{"method", method}, {"params", params}};
  const auto answer = app::ControlClient(control_socket()).ask(request.dump(), 3);
  if (!answer.error.empty()) return std::nullopt;
  return json::parse(answer.text);
}

void GatewayRig::take_messages() {
  const auto& messages = subscriber_->events.messages;
  for (; taken_ < messages.size(); ++taken_) {
    const auto& [topic, payload] = messages[taken_];
    if (topic.ends_with("/telemetry")) take_telemetry(json::parse(payload));
    if (topic.ends_with("/attributes")) attributes_ = json::parse(payload);
  }
}

void GatewayRig::take_telemetry(const json& message) {
  for (const auto& entry : message) {
    for (const auto& [key, value] : entry.at("values").items()) {
      arrivals_.push_back({entry.at("ts").get<std::int64_t>(), key, value});
    }
  }
}

std::optional<json> GatewayRig::last(const std::string& key) const {
  const auto found = std::find_if(arrivals_.rbegin(), arrivals_.rend(),
                                  [&key](const Arrival& arrival) { return arrival.key == key; });
  return found == arrivals_.rend() ? std::nullopt : std::optional(found->value);
}

std::map<std::string, json> GatewayRig::table(const std::string& prefix) const {
  std::map<std::string, json> all;
  for (const auto& arrival : arrivals_) {
    if (arrival.key.starts_with(prefix)) all[arrival.key.substr(prefix.size())] = arrival.value;
  }
  return all;
}

std::size_t GatewayRig::count(const std::string& key) const {
  return static_cast<std::size_t>(std::ranges::count(arrivals_, key, &Arrival::key));
}

}  // namespace bmsgw::test
