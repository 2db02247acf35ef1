#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bmsgw/northbound/mqtt_transport.hpp"

namespace bmsgw::test {

/// A server that does what the test says.
class FakeMqtt final : public northbound::MqttTransport {
 public:
  struct Publication {
    std::uint64_t delivery = 0;
    std::string topic;
    std::string payload;
    bool acknowledged = false;
  };

  void set_events(northbound::MqttEvents& events) override { events_ = &events; }
  void connect(const northbound::MqttOptions& options) override {
    ++connects;
    last_options = options;
    connecting_ = true;
    note("CONNECT " + options.host + ":" + std::to_string(options.port));
  }
  void subscribe(const std::vector<std::string>& topic_filters) override {
    for (const auto& filter : topic_filters) note("SUB " + filter);
  }
  bool publish(std::uint64_t delivery, const std::string& topic, const std::string& payload,
               std::uint8_t /*qos*/) override {
    if (!connected_) return false;
    published.push_back({delivery, topic, payload, false});
    note("PUB " + topic + " " + payload);
    return true;
  }
  void disconnect() override {
    connected_ = connecting_ = false;
    note("DISCONNECT");
  }

  void accept() {
    connecting_ = false;
    connected_ = true;
    events_->on_connected();
  }
  void refuse(northbound::ConnectFailure failure, const std::string& reason) {
    connecting_ = false;
    events_->on_connect_failed(failure, reason);
  }
  void lose(const std::string& reason) {
    connected_ = false;
    events_->on_connection_lost(reason);
  }
  void message(const std::string& topic, const std::string& payload) { events_->on_message(topic, payload); }
  /// Acknowledges everything published so far.
  void acknowledge_all() {
    // By index: what an acknowledgement sets off is published at once. NOLINTNEXTLINE(modernize-loop-convert)
    for (std::size_t i = 0; i < published.size(); ++i) {
      if (!std::exchange(published[i].acknowledged, true)) events_->on_delivered(published[i].delivery);
    }
  }
  [[nodiscard]] bool connecting() const { return connecting_; }
  [[nodiscard]] bool connected() const { return connected_; }

  std::vector<Publication> published;
  int connects = 0;
  northbound::MqttOptions last_options;
  std::function<void(const std::string&)> on_note;

 private:
  void note(const std::string& line) const {
    if (on_note) on_note(line);
  }
  northbound::MqttEvents* events_ = nullptr;
  bool connecting_ = false;
  bool connected_ = false;
};

}  // namespace bmsgw::test
