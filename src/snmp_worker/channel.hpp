#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "bmsgw/codec/snmp/worker_message.hpp"

namespace bmsgw::snmp_worker {

/// The socketpair towards the gateway (SOCK_SEQPACKET), not blocking. What can't go at once is queued; the
/// queue is bounded. Thread: worker.
class Channel {
 public:
  explicit Channel(int fd);  ///< stays the caller's

  enum class Sent : std::uint8_t {
    yes,       ///< or queued
    dropped,   ///< the queue is full for what may be dropped
    too_long,  ///< longer than kMostMessage
  };
  /// `may_drop`: rather than to let the queue grow (traps). Of anything else that finds it full the channel
  /// is broken.
  Sent send(const codec::snmp::FromWorker& message, bool may_drop = false);
  /// Sends what is queued, as far as it goes.
  void flush();
  [[nodiscard]] bool has_queued() const { return !queue_.empty(); }

  enum class Got : std::uint8_t { message, nothing, broken };
  /// The next packet, which `message` shows until the next call.
  Got receive(std::string_view& message);

  /// Not empty: nothing more can be done, and why. "" while all is well; an end of file isn't a fault.
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  bool try_send(const std::string& packet);

  int fd_;
  std::string scratch_;
  std::deque<std::string> queue_;
  std::size_t queued_ = 0;  ///< bytes
  std::vector<char> buffer_;
  std::string fault_;
};

}  // namespace bmsgw::snmp_worker
