#include "server_rpc_family.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;

/// Of persistent calls (maxRpcRetries of thingsboard.yml).
constexpr std::size_t kMostSends = 6;

std::string request_topic(std::uint32_t id) {
  return "v1/devices/me/rpc/request/" + std::to_string(id);
}

}  // namespace

RpcCall ServerRpcFamily::begin(const std::string& payload, const RpcOptions& options, DevicePort* port,
                               SteadyTime now) {
  const auto id = ++last_id_;
  auto& call = calls_[id];
  call.payload = payload;
  call.options = options;
  call.began = now;
  RpcCall handle{id, call.promise.get_future().share()};
  if (port != nullptr) send(id, call, *port, now);
  return handle;
}

void ServerRpcFamily::send(std::uint32_t id, Call& call, DevicePort& port, SteadyTime now) {
  if (!port.publish(request_topic(id), call.payload, id)) return;
  ++call.sends;
  call.last_sent = now;
  call.acknowledged = port.granted_qos(request_topic(id)) == 0;
  if (!call.options.two_way && (!call.options.persistent || call.acknowledged))
    end(call, RpcResult::End::delivered, {}, now);
}

void ServerRpcFamily::send_again(std::uint32_t id, DevicePort* port, SteadyTime now) {
  auto& call = calls_.at(id);
  if (port == nullptr || !port->publish_again(request_topic(id), call.payload, id)) return;
  ++call.sends;
  call.last_sent = now;
}

void ServerRpcFamily::end(Call& call, RpcResult::End how, const json& answer, SteadyTime now) {
  if (call.ended) return;
  call.ended = true;
  call.timed_out = how == RpcResult::End::timed_out;
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - call.began);
  call.promise.set_value({how, answer, took});
}

Taken ServerRpcFamily::take(const std::string& topic, const std::string& payload, DevicePort& port,
                            SteadyTime now) {
  const std::string answers = "v1/devices/me/rpc/response/";
  if (!topic.starts_with(answers)) return {};
  const auto id = id_after(topic, answers);
  if (id < 0) return {Taken::How::invalid, 0, "not a request id: " + topic};
  const auto found = calls_.find(static_cast<std::uint32_t>(id));
  if (found == calls_.end() || found->second.sends == 0) {
    port.blame("rpc: an answer to " + std::to_string(id) + ", which was never asked");
  } else {
    take_answer(found->first, found->second, payload, port, now);
  }
  return {Taken::How::good};
}

void ServerRpcFamily::take_answer(std::uint32_t id, Call& call, const std::string& payload, DevicePort& port,
                                  SteadyTime now) {
  auto answer = json::parse(payload, nullptr, false);
  const auto name = "rpc: the answer to " + std::to_string(id);
  if (answer.is_discarded()) {
    port.blame(name + " is no JSON: " + payload.substr(0, 100));
    answer = payload;
  }
  call.answers.push_back(answer);
  if (call.answers.size() > call.sends) port.blame(name + " came more often than it was asked for");
  if (call.timed_out && call.answers.size() == 1) port.blame(name + " came too late");
  end(call, RpcResult::End::answered, answer, now);
}

void ServerRpcFamily::on_subscribed(const std::string& filter, DevicePort& port, SteadyTime now) {
  if (filter != "v1/devices/me/rpc/request/+") return;
  for (auto& [id, call] : calls_) {
    if (!call.ended) send(id, call, port, now);
  }
}

void ServerRpcFamily::on_acknowledged(std::uint32_t tag, SteadyTime now) {
  const auto found = calls_.find(tag);
  if (found == calls_.end()) return;
  found->second.acknowledged = true;
  if (!found->second.options.two_way) end(found->second, RpcResult::End::delivered, {}, now);
}

void ServerRpcFamily::on_time(DevicePort* port, SteadyTime now) {
  for (auto& [id, call] : calls_) {
    if (call.ended) continue;
    if (now - call.began >= call.options.timeout) {
      end(call, RpcResult::End::timed_out, {}, now);
      continue;
    }
    const bool is_due = call.options.persistent && call.sends > 0 && call.sends < kMostSends &&
                        !call.acknowledged && now - call.last_sent >= ack_timeout_;
    if (is_due && port != nullptr) send(id, call, *port, now);
  }
}

std::vector<json> ServerRpcFamily::answers(std::uint32_t id) const {
  const auto found = calls_.find(id);
  return found == calls_.end() ? std::vector<json>{} : found->second.answers;
}

std::vector<std::uint32_t> ServerRpcFamily::unanswered() const {
  std::vector<std::uint32_t> ids;
  for (const auto& [id, call] : calls_) {
    if (call.sends > 0 && call.answers.empty()) ids.push_back(id);
  }
  return ids;
}

}  // namespace bmsgw::test
