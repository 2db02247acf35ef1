#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "thingsboard/device_state.hpp"

namespace bmsgw::test {

/// A server that behaves like ThingsBoard towards one device: MQTT 3.1.1 over TCP on a free port of
/// 127.0.0.1, its topics, its limits and its moods. What the device does wrong is in violations(), also where
/// ThingsBoard would silently put up with it. It has a thread of its own and stops with the object.
/// Thread: any.
class ThingsboardStandIn {
 public:
  explicit ThingsboardStandIn(StandInOptions options = {});
  ~ThingsboardStandIn();
  ThingsboardStandIn(const ThingsboardStandIn&) = delete;
  ThingsboardStandIn& operator=(const ThingsboardStandIn&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// Waits until the condition holds, looking whenever something has happened.
  bool until(const std::function<bool()>& condition,
             std::chrono::milliseconds bound = std::chrono::seconds(20)) const;

  /// Telemetry.
  [[nodiscard]] std::optional<nlohmann::json> latest(const std::string& key) const;
  [[nodiscard]] TelemetryFamily::Series series(const std::string& key) const;
  /// The last value of each key.
  [[nodiscard]] std::map<std::string, nlohmann::json> table() const;
  bool wait_for(const std::string& key, const std::function<bool(const nlohmann::json&)>& predicate,
                std::chrono::milliseconds bound = std::chrono::seconds(20)) const;
  bool wait_for(const std::string& key, std::chrono::milliseconds bound = std::chrono::seconds(20)) const;
  /// Keys of which a value was lost, as another one came with the same time.
  [[nodiscard]] std::vector<std::string> overwritten() const;

  /// Attributes.
  [[nodiscard]] nlohmann::json client_attributes() const;
  void set_shared_attribute(const std::string& key, const nlohmann::json& value);
  void delete_shared_attribute(const std::string& key);

  /// Server-side RPC. Without a session it waits for one until its time is out.
  RpcCall rpc(const std::string& method, const nlohmann::json& params = nlohmann::json::object(),
              const RpcOptions& options = {});
  /// The same with a payload that may be anything.
  RpcCall rpc_text(const std::string& payload, const RpcOptions& options = {});
  /// Calls and waits; null: it timed out.
  nlohmann::json ask(const std::string& method, const nlohmann::json& params = nlohmann::json::object(),
                     const RpcOptions& options = {});
  /// The request of this call again, with DUP.
  void send_again(const RpcCall& call);
  [[nodiscard]] std::vector<nlohmann::json> answers(const RpcCall& call) const;
  [[nodiscard]] std::vector<std::uint32_t> unanswered() const;
  /// The methods that the device asked of the server.
  [[nodiscard]] std::vector<std::string> client_calls() const;

  /// Sessions.
  [[nodiscard]] bool is_connected() const;
  /// There is a session that hears what is published so.
  [[nodiscard]] bool is_subscribed(const std::string& topic) const;
  [[nodiscard]] std::size_t sessions() const;  ///< that were let in, so far
  void drop_connection();                      ///< as if the network did it
  void refuse_connections();                   ///< until accept_connections(); those that are there end
  void accept_connections();                   ///< on the same port

  /// What the device has done that it must not do.
  [[nodiscard]] std::vector<std::string> violations() const;
  /// Why its sessions ended.
  [[nodiscard]] std::vector<std::string> closings() const;

 private:
  class Server;
  template <typename Look>
  auto look(Look&& at) const;
  void act(const std::function<void(DevicePort*)>& action);

  mutable std::mutex mutex_;
  mutable std::condition_variable happened_;
  std::uint64_t happenings_ = 0;
  DeviceState device_;
  std::unique_ptr<Server> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace bmsgw::test
