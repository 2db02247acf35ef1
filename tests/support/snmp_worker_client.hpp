#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "bmsgw/codec/snmp/worker_message.hpp"

#include "temp_dir.hpp"

namespace bmsgw::test {

/// bms-snmp-worker, started and talked to as bms-gateway does. What it says stays readable as long as the
/// client lives. It dies with the thread that started it.
class SnmpWorkerClient {
 public:
  using milliseconds = std::chrono::milliseconds;

  SnmpWorkerClient();
  ~SnmpWorkerClient();
  SnmpWorkerClient(const SnmpWorkerClient&) = delete;
  SnmpWorkerClient& operator=(const SnmpWorkerClient&) = delete;

  void send(const codec::snmp::ToWorker& message);
  /// Sends bytes that needn't be a message.
  void send_bytes(const std::string& bytes) const;

  /// The first message of this kind that `is_wanted` and hasn't been given out; nothing: none within the
  /// time.
  template <typename Message>
  std::optional<Message> next(const std::function<bool(const Message&)>& is_wanted, milliseconds within) {
    const auto deadline = std::chrono::steady_clock::now() + within;
    std::size_t seen = 0;
    while (true) {
      for (; seen < unread_.size(); ++seen) {
        auto* const message = std::get_if<Message>(&unread_[seen]);
        if (message == nullptr || !is_wanted(*message)) continue;
        auto found = std::move(*message);
        unread_.erase(unread_.begin() + static_cast<std::ptrdiff_t>(seen));
        return found;
      }
      if (!receive(deadline)) return std::nullopt;
    }
  }
  template <typename Message>
  std::optional<Message> next(milliseconds within = std::chrono::seconds(10)) {
    return next<Message>([](const Message&) { return true; }, within);
  }

  /// Asks without waiting; gives the number of the request.
  std::uint64_t ask(std::uint32_t agent, core::SnmpRequest request);
  /// The answer to it; throws when none comes.
  codec::snmp::AgentAnswer answer_to(std::uint64_t id, milliseconds within = std::chrono::seconds(20));
  codec::snmp::AgentAnswer ask_and_wait(std::uint32_t agent, core::SnmpRequest request);

  /// Closes the gateway's end.
  void hang_up();
  /// Its exit status (128 + signal when one ended it); nothing: it still runs.
  std::optional<int> wait(milliseconds within = std::chrono::seconds(10));
  [[nodiscard]] std::string err() const;
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const TempDir& state_dir() const { return dir_; }

 private:
  bool receive(std::chrono::steady_clock::time_point deadline);

  TempDir dir_;
  TempDir logs_;
  int fd_ = -1;
  pid_t pid_ = 0;
  std::optional<int> status_;
  std::uint64_t last_id_ = 0;
  std::deque<std::string> packets_;  ///< what the messages show
  std::deque<codec::snmp::FromWorker> unread_;
};

/// Requests, shortly.
[[nodiscard]] core::SnmpRequest snmp_get(const std::vector<std::string>& oids);
[[nodiscard]] core::SnmpRequest snmp_next(const std::vector<std::string>& oids);
[[nodiscard]] core::SnmpRequest snmp_bulk(const std::vector<std::string>& oids, std::uint32_t repetitions);
[[nodiscard]] core::SnmpRequest snmp_set(std::vector<core::SnmpSet> sets);

}  // namespace bmsgw::test
