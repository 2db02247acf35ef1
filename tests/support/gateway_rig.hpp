#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <poll.h>

#include "child_process.hpp"
#include "mosquitto.hpp"
#include "session_harness.hpp"
#include "temp_dir.hpp"
#include "thingsboard_stand_in.hpp"

namespace bmsgw::test {

/// The programs as a user runs them: a real broker with a subscriber that sees what arrives, or a server with
/// ThingsBoard's rules; a real pty, where the kernel has it a real CAN interface. One serial bus with a G1
/// unit, until others are asked for.
class GatewayRig {
 public:
  GatewayRig();

  /// The buses of settings.json, `{"serial": ..., "can": ...}`; before the broker is started.
  void use_buses(nlohmann::json buses) { buses_ = std::move(buses); }
  /// In place of the shipped params_config.json.
  void use_params(const nlohmann::json& params);
  [[nodiscard]] nlohmann::json serial_bus() const { return {{"protocol", "g1"}, {"device", dir_ / "tty"}}; }

  /// Starts the control unit on the pty that the configuration names.
  ChildProcess& start_simulator(std::vector<std::string> options = {});
  /// Starts a control unit on a CAN interface; one that runs there already is stopped.
  ChildProcess& start_can_unit(const std::string& interface, std::vector<std::string> options = {});
  /// Starts simulated Modbus devices; over TCP on a free port: see modbus_port().
  ChildProcess& start_modbus_device(std::vector<std::string> options);
  /// The TCP port that the simulator has taken.
  [[nodiscard]] std::uint16_t modbus_port();
  [[nodiscard]] ChildProcess& modbus_device() { return *modbus_device_; }
  /// Starts a simulated battery manager, on a free port of 127.0.0.1 unless the options say one.
  ChildProcess& start_snmp_agent(std::vector<std::string> options = {});
  /// The UDP port that it has taken.
  [[nodiscard]] std::uint16_t snmp_port();
  [[nodiscard]] ChildProcess& snmp_agent() { return *snmp_agent_; }
  /// A line of control (`bms-simulator snmp --help`); carried out when this returns.
  void control_snmp_agent(const std::string& line);
  /// Ends it and waits for that.
  void stop_can_unit(const std::string& interface);
  ChildProcess& start_gateway(const std::map<std::string, std::string>& environment = {});
  void start_broker(MosquittoOptions options = {});
  /// A server with ThingsBoard's rules in place of the broker; once.
  void start_server(const StandInOptions& options = {});
  /// Connects the subscriber to the broker.
  void listen(const std::string& username = {}, const std::string& password = {});

  /// Turns the subscriber's loop until the condition holds.
  template <typename Condition>
  bool until(Condition condition, std::chrono::milliseconds bound = std::chrono::seconds(20)) {
    return subscriber_->until(
        [this, &condition] {
          take_messages();
          return condition();
        },
        bound);
  }
  /// Waits for what only the other program knows (its log, its answers), looking every few milliseconds.
  template <typename Condition>
  static bool await(Condition condition, std::chrono::milliseconds bound = std::chrono::seconds(20)) {
    const auto deadline = std::chrono::steady_clock::now() + bound;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      poll(nullptr, 0, 20);
    }
    return true;
  }
  /// The answer of the control socket; nothing: it doesn't answer.
  std::optional<nlohmann::json> call(const std::string& method,
                                     const nlohmann::json& params = nlohmann::json());

  /// One value as it arrived.
  struct Arrival {
    std::int64_t ts = 0;
    std::string key;
    nlohmann::json value;
  };
  [[nodiscard]] const std::vector<Arrival>& arrivals() const { return arrivals_; }
  [[nodiscard]] std::optional<nlohmann::json> last(const std::string& key) const;
  [[nodiscard]] std::size_t count(const std::string& key) const;
  [[nodiscard]] const nlohmann::json& attributes() const { return attributes_; }

  /// What the server knows: the last value of each key that begins so, the beginning taken off.
  [[nodiscard]] std::map<std::string, nlohmann::json> table(const std::string& prefix = {}) const;
  /// An attribute as it was last sent; nothing: never.
  [[nodiscard]] nlohmann::json attribute(const std::string& key) const {
    return attributes_.is_object() ? attributes_.value(key, nlohmann::json()) : nlohmann::json();
  }

  [[nodiscard]] std::string file(const std::string& name) const { return dir_ / name; }
  [[nodiscard]] std::string config_dir() const { return dir_ / "config"; }
  [[nodiscard]] std::string control_socket() const { return dir_ / "control.sock"; }
  [[nodiscard]] ChildProcess& gateway() { return *gateway_; }
  [[nodiscard]] ChildProcess& simulator() { return *simulator_; }
  [[nodiscard]] Mosquitto& broker() { return *broker_; }
  [[nodiscard]] ThingsboardStandIn& server() { return *server_; }
  void write_settings(const nlohmann::json& mqtt_more = nlohmann::json::object());

  [[nodiscard]] static std::string gateway_program() { return BMSGW_BINARY_DIR "/bms-gateway"; }
  [[nodiscard]] static std::string simulator_program() { return BMSGW_BINARY_DIR "/bms-simulator"; }

 private:
  void take_messages();
  void take_telemetry(const nlohmann::json& message);

  TempDir dir_;
  nlohmann::json buses_;
  std::unique_ptr<Mosquitto> broker_;
  std::unique_ptr<ThingsboardStandIn> server_;
  std::unique_ptr<ChildProcess> simulator_;
  std::map<std::string, std::unique_ptr<ChildProcess>> can_units_;  ///< by interface
  std::unique_ptr<ChildProcess> modbus_device_;
  std::unique_ptr<ChildProcess> snmp_agent_;
  std::unique_ptr<ChildProcess> gateway_;
  std::unique_ptr<SessionHarness> subscriber_;
  std::size_t taken_ = 0;
  std::vector<Arrival> arrivals_;
  nlohmann::json attributes_;
};

}  // namespace bmsgw::test
