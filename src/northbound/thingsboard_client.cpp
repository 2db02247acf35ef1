// ThingsBoard's MQTT device API: telemetry, client attributes, server-side RPC. MQTT 3.1.1, clean session.
#include "bmsgw/northbound/thingsboard_client.hpp"

#include <algorithm>
#include <utility>

#include "bmsgw/core/log.hpp"
#include "bmsgw/payload/thingsboard_topics.hpp"

namespace bmsgw::northbound {
namespace {

constexpr core::milliseconds kFirstWait{500};
constexpr core::milliseconds kLongestWait{std::chrono::seconds(30)};
/// Records that are taken for one message, by their size in memory; as text they are about as long.
constexpr std::size_t kGroupBytes = 16'384;

}  // namespace

std::string_view to_string(SessionState state) {
  switch (state) {
    case SessionState::waiting:
      return "waiting";
    case SessionState::connecting:
      return "connecting";
    case SessionState::connected:
      return "connected";
  }
  return "waiting";
}

ThingsboardClient::ThingsboardClient(ThingsboardOptions options, MqttTransport& transport,
                                     outbox::Outbox& outbox,
                                     const std::vector<core::OutputDescription>& outputs,
                                     ThingsboardHost& host, const core::Clock& clock, std::uint64_t seed)
    : options_(std::move(options)),
      transport_(transport),
      outbox_(outbox),
      host_(host),
      clock_(clock),
      formatter_(outputs),
      backoff_(kFirstWait, kLongestWait, seed) {
  transport_.set_events(*this);
}

void ThingsboardClient::start(core::Stamp now) {
  stopped_ = false;
  connect(now.mono);
}

void ThingsboardClient::stop() {
  stopped_ = true;
  next_connect_ = core::kNever;
  next_attributes_ = core::kNever;
}

void ThingsboardClient::connect(core::MonoTime now) {
  next_connect_ = core::kNever;
  state_ = SessionState::connecting;
  detail_ = "connecting to " + options_.mqtt.host;
  connected_since_ = now;
  transport_.connect(options_.mqtt);
}

void ThingsboardClient::on_connected() {
  const auto now = clock_.now();
  core::log_info("mqtt: connected to {}:{}", options_.mqtt.host, options_.mqtt.port);
  state_ = SessionState::connected;
  detail_.clear();
  connected_since_ = now.mono;
  ++sessions_;
  subscribe();
  send_attributes(now);
  host_.on_session(now);
  pump(now);
}

void ThingsboardClient::on_connect_failed(ConnectFailure failure, const std::string& reason) {
  const auto now = clock_.now();
  detail_ = reason;
  auto delay = backoff_.next();
  if (failure == ConnectFailure::refused_credentials) delay = std::max(delay, kRefusedWait);
  const auto names_server = reason.find(options_.mqtt.host) != std::string::npos;
  core::log_warning("mqtt: {}{}; trying again in {:.1f} s", names_server ? "" : options_.mqtt.host + ": ",
                    reason, static_cast<double>(delay.count()) / 1000.0);
  wait_for(delay, now.mono);
}

void ThingsboardClient::on_connection_lost(const std::string& reason) {
  lose_session(reason, clock_.now());
}

void ThingsboardClient::lose_session(const std::string& reason, core::Stamp now) {
  if (now.mono - connected_since_ >= kSteadySession) backoff_.reset();
  groups_.clear();
  in_flight_ = 0;
  in_flight_bytes_ = 0;
  outbox_.rewind();
  next_attributes_ = core::kNever;
  detail_ = reason;
  core::log_warning("mqtt: connection to {}:{} lost: {}", options_.mqtt.host, options_.mqtt.port, reason);
  wait_for(backoff_.next(), now.mono);
}

void ThingsboardClient::wait_for(core::milliseconds delay, core::MonoTime now) {
  state_ = SessionState::waiting;
  next_connect_ = stopped_ ? core::kNever : now + delay;
}

void ThingsboardClient::send_attributes(core::Stamp now) {
  next_attributes_ = now.mono + options_.attribute_period;
  transport_.publish(0, payload::kAttributesTopic, host_.attributes(now), options_.qos);
}

void ThingsboardClient::pump(core::Stamp now) {
  while (state_ == SessionState::connected && in_flight_ < kWindow && in_flight_bytes_ < kWindowBytes &&
         collect_group(now.mono)) {
  }
}

/// Takes batches for one message's worth and publishes them. False: nothing waits, or the session is gone.
bool ThingsboardClient::collect_group(core::MonoTime now) {
  Group group{next_delivery_++, 0, 0, now, {}};
  combined_.clear();
  while (combined_.bytes() < kGroupBytes) {
    const auto batch = outbox_.next();
    if (batch.records == nullptr) break;
    combined_.append(*batch.records);
    group.sequences.push_back(batch.sequence);
  }
  if (group.sequences.empty()) return false;
  return publish_group(group);
}

bool ThingsboardClient::publish_group(Group& group) {
  messages_.clear();
  formatter_.format(combined_, messages_);
  if (messages_.empty()) {
    for (const auto sequence : group.sequences) outbox_.acknowledge(sequence);
    return true;
  }
  group.pending = messages_.size();
  for (const auto& message : messages_) group.bytes += message.size();
  in_flight_ += messages_.size();
  in_flight_bytes_ += group.bytes;
  groups_.push_back(std::move(group));
  for (const auto& message : messages_) {
    if (transport_.publish(groups_.back().delivery, payload::kTelemetryTopic, message, options_.qos))
      continue;
    transport_.disconnect();
    lose_session("a message could not be handed over", clock_.now());
    return false;
  }
  return true;
}

void ThingsboardClient::on_delivered(std::uint64_t delivery) {
  const auto now = clock_.now();
  last_acknowledged_ = now.mono;  // of attributes and answers too: the link moves
  const auto place = std::ranges::lower_bound(groups_, delivery, {}, &Group::delivery);
  if (delivery == 0 || place == groups_.end() || place->delivery != delivery) return;
  --in_flight_;
  ++messages_acknowledged_;
  if (--place->pending > 0) return;
  for (const auto sequence : place->sequences) outbox_.acknowledge(sequence);
  in_flight_bytes_ -= place->bytes;
  groups_.erase(place);
  pump(now);
}

/// Only what somebody wants; the answer to the request follows the subscriptions.
void ThingsboardClient::subscribe() {
  if (options_.shared_request.empty()) return transport_.subscribe({payload::kRpcRequestFilter});
  transport_.subscribe(
      {payload::kRpcRequestFilter, payload::kAttributesTopic, payload::kAttributesResponseFilter});
  transport_.publish(0, payload::format_attributes_request_topic(sessions_), options_.shared_request,
                     options_.qos);
}

void ThingsboardClient::on_message(const std::string& topic, const std::string& payload) {
  const auto now = clock_.now();
  if (const auto id = payload::parse_rpc_request_topic(topic))
    return host_.on_rpc(*id, sessions_, payload, now);
  const bool is_answer = payload::is_attributes_response_topic(topic);
  if (is_answer || topic == payload::kAttributesTopic) host_.on_shared_attributes(payload, is_answer, now);
}

void ThingsboardClient::answer(std::uint64_t id, std::uint64_t session, const std::string& answer) {
  if (state_ != SessionState::connected || session != sessions_) return;
  const bool fits = answer.size() <= payload::TelemetryFormatter::kMaxMessageBytes;
  transport_.publish(
      0, payload::format_rpc_response_topic(id),
      fits ? answer
           : R"({"ok":false,"code":"too_large","reason":"the answer is larger than a message may be"})",
      options_.qos);
}

core::MonoTime ThingsboardClient::next_wake() const {
  auto wake = std::min(next_connect_, next_attributes_);
  return std::min(wake, ack_deadline());
}

/// The server has stopped acknowledging; a slow link that still moves has not.
core::MonoTime ThingsboardClient::ack_deadline() const {
  return groups_.empty() ? core::kNever : std::max(groups_.front().sent, last_acknowledged_) + kAckLimit;
}

void ThingsboardClient::on_time(core::Stamp now) {
  if (now.mono >= next_connect_) connect(now.mono);
  if (state_ != SessionState::connected) return;
  if (now.mono >= next_attributes_) send_attributes(now);
  if (now.mono >= ack_deadline()) {
    transport_.disconnect();
    lose_session("no acknowledgement for 20 s", now);
  }
}

bool ThingsboardClient::drained() const {
  return state_ != SessionState::connected || (groups_.empty() && outbox_.counters().waiting == 0);
}

ThingsboardStatus ThingsboardClient::status() const {
  return {state_, detail_, messages_acknowledged_, sessions_, formatter_.oversized(), in_flight_};
}

}  // namespace bmsgw::northbound
