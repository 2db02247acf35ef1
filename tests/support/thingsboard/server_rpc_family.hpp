#pragma once

#include <chrono>
#include <cstdint>
#include <future>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "topic_family.hpp"

namespace bmsgw::test {

struct RpcOptions {
  bool two_way = true;
  bool persistent = false;
  std::chrono::milliseconds timeout{10'000};
};

/// How a call ended.
struct RpcResult {
  enum class End : std::uint8_t {
    answered,
    delivered,  ///< of one-way calls
    timed_out,
  };
  End end = End::timed_out;
  nlohmann::json answer;  ///< null unless answered; of what is no JSON a text
  std::chrono::microseconds took{};
};

struct RpcCall {
  std::uint32_t id = 0;
  std::shared_future<RpcResult> result;
};

/// v1/devices/me/rpc/request and response: the server asks. What is open goes out, and goes out again, when a
/// device subscribes; persistent calls also when they are not acknowledged.
class ServerRpcFamily final : public TopicFamily {
 public:
  explicit ServerRpcFamily(std::chrono::milliseconds ack_timeout) : ack_timeout_(ack_timeout) {}

  RpcCall begin(const std::string& payload, const RpcOptions& options, DevicePort* port, SteadyTime now);
  /// The same request once more, as a packet that may be there already.
  void send_again(std::uint32_t id, DevicePort* port, SteadyTime now);
  /// All that came for a call, in order.
  [[nodiscard]] std::vector<nlohmann::json> answers(std::uint32_t id) const;
  /// Calls that were sent and have no answer.
  [[nodiscard]] std::vector<std::uint32_t> unanswered() const;

  [[nodiscard]] Taken take(const std::string& topic, const std::string& payload, DevicePort& port,
                           SteadyTime now) override;
  void on_subscribed(const std::string& filter, DevicePort& port, SteadyTime now) override;
  void on_acknowledged(std::uint32_t tag, SteadyTime now) override;
  void on_time(DevicePort* port, SteadyTime now) override;

 private:
  struct Call {
    std::string payload;
    RpcOptions options;
    SteadyTime began{};
    SteadyTime last_sent{};
    std::size_t sends = 0;
    bool acknowledged = false;
    bool ended = false;
    bool timed_out = false;
    std::vector<nlohmann::json> answers{};
    std::promise<RpcResult> promise{};
  };
  void send(std::uint32_t id, Call& call, DevicePort& port, SteadyTime now);
  static void end(Call& call, RpcResult::End how, const nlohmann::json& answer, SteadyTime now);
  static void take_answer(std::uint32_t id, Call& call, const std::string& payload, DevicePort& port,
                          SteadyTime now);

  std::chrono::milliseconds ack_timeout_;
  std::uint32_t last_id_ = 0;
  std::map<std::uint32_t, Call> calls_;
};

}  // namespace bmsgw::test
