#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <poll.h>

#include "support/child_process.hpp"
#include "support/mosquitto.hpp"
#include "support/session_harness.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::test {

/// The programs as a user runs them: a real broker, a real pty, a subscriber that sees what arrives.
class GatewayRig {
 public:
  GatewayRig();

  /// Starts the control unit on the pty that the configuration names.
  ChildProcess& start_simulator(std::vector<std::string> options = {});
  ChildProcess& start_gateway(const std::map<std::string, std::string>& environment = {});
  void start_broker(MosquittoOptions options = {});
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
  std::optional<nlohmann::json> call(const std::string& method);

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

  [[nodiscard]] std::string config_dir() const { return dir_ / "config"; }
  [[nodiscard]] std::string control_socket() const { return dir_ / "control.sock"; }
  [[nodiscard]] ChildProcess& gateway() { return *gateway_; }
  [[nodiscard]] ChildProcess& simulator() { return *simulator_; }
  [[nodiscard]] Mosquitto& broker() { return *broker_; }
  void write_settings(const nlohmann::json& mqtt_more = nlohmann::json::object());

  [[nodiscard]] static std::string gateway_program() { return BMSGW_BINARY_DIR "/bms-gateway"; }
  [[nodiscard]] static std::string simulator_program() { return BMSGW_BINARY_DIR "/bms-simulator"; }

 private:
  void take_messages();
  void take_telemetry(const nlohmann::json& message);

  TempDir dir_;
  std::unique_ptr<Mosquitto> broker_;
  std::unique_ptr<ChildProcess> simulator_;
  std::unique_ptr<ChildProcess> gateway_;
  std::unique_ptr<SessionHarness> subscriber_;
  std::size_t taken_ = 0;
  std::vector<Arrival> arrivals_;
  nlohmann::json attributes_;
};

}  // namespace bmsgw::test
