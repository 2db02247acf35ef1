#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "bmsgw/core/backoff.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/northbound/mqtt_transport.hpp"
#include "bmsgw/outbox/outbox.hpp"
#include "bmsgw/payload/telemetry_formatter.hpp"

namespace bmsgw::northbound {

/// What the client asks of the gateway. Thread: loop.
class ThingsboardHost {
 public:
  virtual ~ThingsboardHost() = default;
  /// The client attributes, as a JSON object.
  [[nodiscard]] virtual std::string attributes(core::Stamp now) = 0;
  /// A server-side RPC, JSON. It is answered by ThingsboardClient::answer(), now or later. `session`: from 1
  /// on.
  virtual void on_rpc(std::uint64_t id, std::uint64_t session, const std::string& request,
                      core::Stamp now) = 0;
  /// Shared attributes have changed, or (`is_answer`) are told because they were asked for; JSON.
  virtual void on_shared_attributes(const std::string& /*message*/, bool /*is_answer*/, core::Stamp /*now*/) {
  }
  /// A session has begun: the server may have missed what was said before.
  virtual void on_session(core::Stamp now) = 0;
};

struct ThingsboardOptions {
  MqttOptions mqtt;
  core::milliseconds attribute_period{10'000};
  std::uint8_t qos = 1;
  std::string shared_request{};  ///< what is asked for the shared attributes in each session; empty: nothing
};

enum class SessionState : std::uint8_t { waiting, connecting, connected };

[[nodiscard]] std::string_view to_string(SessionState state);

/// The session as status shows it.
struct ThingsboardStatus {
  SessionState state = SessionState::waiting;
  std::string detail;           ///< why it isn't connected
  std::uint64_t messages = 0;   ///< telemetry messages acknowledged
  std::uint64_t sessions = 0;   ///< that were established
  std::uint64_t oversized = 0;  ///< records too large for any message
  std::size_t in_flight = 0;
};

/// Keeps a session with the server: connects with back-off, publishes what the outbox holds within a window
/// of its own, sends attributes, answers RPC. Clean session: subscriptions and what was not acknowledged
/// begin anew each time. Thread: loop.
class ThingsboardClient final : public MqttEvents, public core::Timed {
 public:
  static constexpr std::size_t kWindow = 16;  ///< messages not yet acknowledged
  static constexpr std::size_t kWindowBytes =
      65'536;  ///< of these messages, so that a slow link is not choked
  static constexpr core::milliseconds kAckLimit{std::chrono::seconds(20)};  ///< no PUBACK for so long: broken
  static constexpr core::milliseconds kSteadySession{
      std::chrono::seconds(10)};  ///< then the back-off starts anew
  static constexpr core::milliseconds kRefusedWait{std::chrono::seconds(30)};

  /// All of these must outlive the client; `outputs` is indexed by OutputId.
  ThingsboardClient(ThingsboardOptions options, MqttTransport& transport, outbox::Outbox& outbox,
                    const std::vector<core::OutputDescription>& outputs, ThingsboardHost& host,
                    const core::Clock& clock, std::uint64_t seed);

  void start(core::Stamp now);
  /// No new connection; what is under way ends.
  void stop();
  /// Publishes what waits, as far as the window allows. Call after something was appended to the outbox.
  void pump(core::Stamp now);
  /// The answer to an RPC of this session; of an earlier one it is dropped: the server no longer waits.
  void answer(std::uint64_t id, std::uint64_t session, const std::string& answer);
  [[nodiscard]] bool drained() const;
  [[nodiscard]] ThingsboardStatus status() const;

  void on_connected() override;
  void on_connect_failed(ConnectFailure failure, const std::string& reason) override;
  void on_connection_lost(const std::string& reason) override;
  void on_delivered(std::uint64_t delivery) override;
  void on_message(const std::string& topic, const std::string& payload) override;

  [[nodiscard]] core::MonoTime next_wake() const override;
  void on_time(core::Stamp now) override;

 private:
  /// Batches that left together; acknowledged in the outbox when each of their messages is.
  struct Group {
    std::uint64_t delivery = 0;
    std::size_t pending = 0;
    std::size_t bytes = 0;
    core::MonoTime sent{};
    std::vector<std::uint64_t> sequences;
  };

  void connect(core::MonoTime now);
  void wait_for(core::milliseconds delay, core::MonoTime now);
  void send_attributes(core::Stamp now);
  bool collect_group(core::MonoTime now);
  bool publish_group(Group& group);
  [[nodiscard]] core::MonoTime ack_deadline() const;
  void lose_session(const std::string& reason, core::Stamp now);
  void subscribe();

  ThingsboardOptions options_;
  MqttTransport& transport_;
  outbox::Outbox& outbox_;
  ThingsboardHost& host_;
  const core::Clock& clock_;
  payload::TelemetryFormatter formatter_;
  core::Backoff backoff_;

  SessionState state_ = SessionState::waiting;
  std::string detail_ = "not connected yet";
  bool stopped_ = true;
  core::MonoTime next_connect_ = core::kNever;
  core::MonoTime next_attributes_ = core::kNever;
  core::MonoTime connected_since_{};
  std::deque<Group> groups_;
  std::size_t in_flight_ = 0;
  std::size_t in_flight_bytes_ = 0;
  core::MonoTime last_acknowledged_ = core::kLongAgo;
  std::uint64_t next_delivery_ = 1;    ///< 0: nobody waits for the acknowledgement
  core::RecordBatch combined_;         ///< scratch
  std::vector<std::string> messages_;  ///< scratch
  std::uint64_t messages_acknowledged_ = 0;
  std::uint64_t sessions_ = 0;
};

}  // namespace bmsgw::northbound
