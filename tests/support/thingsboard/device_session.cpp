#include "device_session.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace bmsgw::test {
namespace {

constexpr std::size_t kMostEarly = 100;
constexpr std::uint8_t kRefusedVersion = 1;
constexpr std::uint8_t kRefusedClientId = 2;
constexpr std::uint8_t kRefusedPassword = 4;
constexpr std::uint8_t kNotAuthorised = 5;
constexpr char kFailure = '\x80';

/// All that ThingsBoard lets a device subscribe to (MqttTopics.java), also where nothing is served yet.
constexpr std::array kFilters{
    "v1/devices/me/attributes",
    "v1/devices/me/attributes/response/+",
    "v1/devices/me/rpc/request/+",
    "v1/devices/me/rpc/response/+",
    "v1/gateway/attributes",
    "v1/gateway/attributes/response",
    "v1/gateway/rpc",
    "/provision/response",
    "v2/fw/response/+/chunk/+",
    "v2/fw/error",
    "v2/sw/response/+/chunk/+",
    "v2/sw/error",
    "v2/a",
    "v2/a/res/+",
    "v2/r/req/+",
    "v2/r/res/+",
};

/// As MqttTransportHandler chooses it from what was given.
std::uint8_t refusal_code(const MqttConnect& connect) {
  const bool has_name = connect.username.has_value();
  const bool has_password = connect.password.has_value();
  if ((has_name && has_password) || has_name != has_password) return kRefusedPassword;
  return connect.client_id.empty() ? kNotAuthorised : kRefusedClientId;
}

}  // namespace

bool matches_filter(const std::string& topic, const std::string& filter) {
  std::istringstream topics(topic + '/');
  std::istringstream filters(filter + '/');
  std::string level;
  std::string wanted;
  while (std::getline(filters, wanted, '/')) {
    if (!std::getline(topics, level, '/')) return false;
    if (wanted != "+" && wanted != level) return false;
  }
  return !std::getline(topics, level, '/');
}

void DeviceSession::close(const std::string& reason) {
  if (state_ == State::closed) return;
  state_ = State::closed;
  device_.closings.push_back(reason);
}

void DeviceSession::sin(const std::string& what) {
  blame(what);
  close(what);
}

std::string DeviceSession::take_output() {
  return std::exchange(output_, {});
}

void DeviceSession::on_packet(const MqttPacket& packet, SteadyTime now) {
  if (state_ == State::fresh) {
    on_connect(packet, now);
  } else if (state_ == State::looked_up) {
    wait_for_lookup(packet);
  } else if (state_ == State::open) {
    on_open_packet(packet, now);
  }
}

void DeviceSession::on_connect(const MqttPacket& packet, SteadyTime now) {
  if (packet.type != MqttType::connect) return sin("mqtt: the first packet is no CONNECT");
  const auto connect = read_connect(packet);
  if (!connect) return sin("mqtt: a malformed CONNECT");
  connect_ = *connect;
  if (connect_.protocol != "MQTT" || connect_.level != 4) {
    output_ += write_connack(false, kRefusedVersion);
    return close("mqtt: not version 3.1.1");
  }
  state_ = State::looked_up;
  looked_up_at_ = now + device_.options.lookup_time;
}

void DeviceSession::wait_for_lookup(const MqttPacket& packet) {
  blame("mqtt: a packet of type " + std::to_string(static_cast<int>(packet.type)) + " before CONNACK");
  early_.push_back(packet);
  if (early_.size() > kMostEarly) sin("mqtt: more than 100 packets before CONNACK");
}

void DeviceSession::on_time(SteadyTime now) {
  if (state_ == State::looked_up && now >= looked_up_at_) look_up(now);
}

void DeviceSession::look_up(SteadyTime now) {
  if (connect_.username != device_.options.token) {
    output_ += write_connack(false, refusal_code(connect_));
    return close("credentials refused");
  }
  if (!connect_.clean_session) blame("mqtt: a session that is not clean; none is kept");
  if (connect_.has_will) blame("mqtt: a will, which nobody carries out");
  state_ = State::open;
  ++device_.sessions;
  output_ += write_connack(!connect_.clean_session, 0);
  for (const auto& packet : std::exchange(early_, {})) on_packet(packet, now);
}

void DeviceSession::on_open_packet(const MqttPacket& packet, SteadyTime now) {
  switch (packet.type) {
    case MqttType::publish:
      return on_publish(packet, now);
    case MqttType::subscribe:
      return on_subscribe(packet, now);
    case MqttType::unsubscribe:
      return on_unsubscribe(packet);
    case MqttType::puback:
      return on_puback(packet, now);
    case MqttType::pingreq:
      output_ += write_packet({MqttType::pingresp, 0, {}});
      return;
    case MqttType::disconnect:
      return close("the device left");
    default:
      return sin("mqtt: a packet of type " + std::to_string(static_cast<int>(packet.type)));
  }
}

void DeviceSession::on_publish(const MqttPacket& packet, SteadyTime now) {
  const auto message = read_publish(packet);
  if (!message) return sin("mqtt: a malformed PUBLISH");
  if (message->qos > 1) return sin("mqtt: QoS 2, which there is not: " + message->topic);
  if (message->retain) blame("mqtt: a retained message; none is kept: " + message->topic);
  deliver(*message, now);
  if (is_open() && message->qos == 1) output_ += write_ack(MqttType::puback, message->packet_id);
}

void DeviceSession::deliver(const MqttPublish& message, SteadyTime now) {
  Taken taken;
  for (auto* family : device_.families) {
    if (taken.how == Taken::How::not_mine) taken = family->take(message.topic, message.payload, *this, now);
  }
  if (taken.how == Taken::How::invalid) return sin("bad payload: " + taken.reason);
  if (taken.how == Taken::How::not_mine) blame("a topic that nobody serves: " + message.topic);
  if (!is_within_limits(taken, now)) sin("rate limit: " + message.topic);
}

bool DeviceSession::is_within_limits(const Taken& taken, SteadyTime now) {
  if (!device_.messages.take(1, now)) return false;
  if (taken.data_points == 0) return true;
  return device_.telemetry_messages.take(1, now) && device_.data_points.take(taken.data_points, now);
}

void DeviceSession::on_subscribe(const MqttPacket& packet, SteadyTime now) {
  const auto request = read_subscribe(packet);
  if (!request) return sin("mqtt: a malformed SUBSCRIBE");
  std::string codes;
  for (const auto& [filter, qos] : request->filters) {
    if (std::ranges::find(kFilters, filter) == kFilters.end()) {
      blame("mqtt: a subscription to " + filter + ", which there is not");
      codes += kFailure;
      continue;
    }
    subscriptions_[filter] = std::min<std::uint8_t>(qos, 1);
    codes += static_cast<char>(subscriptions_[filter]);
  }
  output_ += write_suback(request->packet_id, codes);
  if (!device_.messages.take(1, now)) return sin("rate limit: SUBSCRIBE");
  for (const auto& [filter, qos] : request->filters) {
    for (auto* family : device_.families) family->on_subscribed(filter, *this, now);
  }
}

void DeviceSession::on_unsubscribe(const MqttPacket& packet) {
  const auto request = read_subscribe(packet);
  if (!request) return sin("mqtt: a malformed UNSUBSCRIBE");
  for (const auto& [filter, qos] : request->filters) subscriptions_.erase(filter);
  output_ += write_ack(MqttType::unsuback, request->packet_id);
}

void DeviceSession::on_puback(const MqttPacket& packet, SteadyTime now) {
  const auto id = read_packet_id(packet);
  const auto found = id ? unacknowledged_.find(*id) : unacknowledged_.end();
  if (found == unacknowledged_.end()) return blame("mqtt: a PUBACK for nothing that was sent");
  const auto tag = found->second;
  unacknowledged_.erase(found);
  if (tag == 0) return;
  for (auto* family : device_.families) family->on_acknowledged(tag, now);
}

const std::uint8_t* DeviceSession::subscription(const std::string& topic) const {
  const auto found = std::ranges::find_if(
      subscriptions_, [&topic](const auto& entry) { return matches_filter(topic, entry.first); });
  return found == subscriptions_.end() ? nullptr : &found->second;
}

std::uint8_t DeviceSession::granted_qos(const std::string& topic) const {
  const auto* qos = subscription(topic);
  return qos == nullptr ? std::uint8_t{0} : *qos;
}

bool DeviceSession::publish(const std::string& topic, const std::string& payload, std::uint32_t tag) {
  return send(topic, payload, tag, false);
}

bool DeviceSession::publish_again(const std::string& topic, const std::string& payload, std::uint32_t tag) {
  return send(topic, payload, tag, true);
}

bool DeviceSession::send(const std::string& topic, const std::string& payload, std::uint32_t tag, bool dup) {
  const auto* qos = subscription(topic);
  if (qos == nullptr || !is_open()) return false;
  MqttPublish message{topic, payload, *qos, dup && *qos > 0, false, 0};
  if (*qos > 0) {
    do ++last_packet_id_;
    while (last_packet_id_ == 0 || unacknowledged_.contains(last_packet_id_));
    message.packet_id = last_packet_id_;
    unacknowledged_[message.packet_id] = tag;
  }
  output_ += write_publish(message);
  return true;
}

}  // namespace bmsgw::test
