#pragma once

#include <string>

#include "bmsgw/codec/snmp/worker_message.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/snmp_worker_host.hpp"

namespace bmsgw::transport {

/// How receiving traps goes, over the lives of the workers, and the lines of the log about it. Thread: loop.
class TrapWatch {
 public:
  /// `place`: where traps are wanted, for the log; empty: nowhere.
  explicit TrapWatch(std::string place);

  void on_listener(const codec::snmp::TrapListener& listener);
  void on_counters(const codec::snmp::TrapCounters& counters, core::MonoTime now);
  /// The next worker counts from 0 on.
  void on_worker_down(const std::string& detail);
  /// `restarts` is left to others.
  [[nodiscard]] SnmpTrapStatus status() const;

 private:
  std::string place_;
  std::string error_;
  std::string logged_;  ///< the last line about the listener
  std::uint64_t strangers_before_ = 0;
  std::uint64_t dropped_before_ = 0;
  std::uint64_t strangers_ = 0;
  std::uint64_t dropped_ = 0;
  core::LogLimiter strangers_limit_;
  core::LogLimiter dropped_limit_;
};

}  // namespace bmsgw::transport
