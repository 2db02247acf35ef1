#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "bmsgw/northbound/mqtt_session.hpp"

namespace bmsgw::test {

/// Keeps what a session tells.
struct RecordedEvents final : northbound::MqttEvents {
  struct Failure {
    northbound::ConnectFailure kind;
    std::string reason;
  };

  void on_connected() override { ++connected; }
  void on_connect_failed(northbound::ConnectFailure kind, const std::string& reason) override {
    failures.push_back({kind, reason});
  }
  void on_connection_lost(const std::string& reason) override { losses.push_back(reason); }
  void on_delivered(std::uint64_t delivery) override { deliveries.push_back(delivery); }
  void on_message(const std::string& topic, const std::string& payload) override {
    messages.emplace_back(topic, payload);
  }
  [[nodiscard]] std::size_t count() const {
    return static_cast<std::size_t>(connected) + failures.size() + losses.size() + deliveries.size() +
           messages.size();
  }

  int connected = 0;
  std::vector<Failure> failures;
  std::vector<std::string> losses;
  std::vector<std::uint64_t> deliveries;
  std::vector<std::pair<std::string, std::string>> messages;
};

/// A session on a loop that the test turns.
struct SessionHarness {
  SessionHarness() { session->set_events(events); }

  /// Turns the loop until the condition holds. False: not within the time.
  template <typename Condition>
  bool until(Condition condition, std::chrono::milliseconds bound = std::chrono::seconds(10)) {
    const auto deadline = std::chrono::steady_clock::now() + bound;
    while (!condition()) {
      if (loop.run_one_until(deadline) == 0) return condition();
    }
    return true;
  }
  bool connect(const northbound::MqttOptions& options) {
    const int before = events.connected;
    const auto failures = events.failures.size();
    session->connect(options);
    return until([&] { return events.connected > before || events.failures.size() > failures; }) &&
           events.connected > before;
  }
  /// The one failure of a connect that must fail.
  std::optional<RecordedEvents::Failure> failure_of(const northbound::MqttOptions& options) {
    events.failures.clear();
    if (connect(options) || events.failures.size() != 1) return std::nullopt;
    return events.failures.front();
  }
  /// Everything that is under way arrives.
  void settle(std::chrono::milliseconds time) {
    until([] { return false; }, time);
  }

  boost::asio::io_context loop{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work = make_work_guard(loop);
  RecordedEvents events;
  std::unique_ptr<northbound::MqttSession> session = std::make_unique<northbound::MqttSession>(loop);
};

}  // namespace bmsgw::test
