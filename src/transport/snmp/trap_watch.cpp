#include "trap_watch.hpp"

#include <utility>

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"

namespace bmsgw::transport {

TrapWatch::TrapWatch(std::string place) : place_(std::move(place)) {
  if (!place_.empty()) error_ = "bms-snmp-worker isn't running";
}

void TrapWatch::on_listener(const codec::snmp::TrapListener& listener) {
  error_ = listener.error;
  const auto line = error_.empty() ? fmt::format("SNMP traps are received on {}", place_) : "SNMP: " + error_;
  if (std::exchange(logged_, line) == line) return;
  core::log(error_.empty() ? core::LogLevel::info : core::LogLevel::error, "{}", line);
}

void TrapWatch::on_counters(const codec::snmp::TrapCounters& counters, core::MonoTime now) {
  const bool grew = counters.strangers > strangers_;
  const bool lost = counters.dropped > dropped_;
  strangers_ = counters.strangers;
  dropped_ = counters.dropped;
  if (grew && strangers_limit_.allow(now)) {
    core::log_warning("SNMP traps refused since the start: {}, the last one from {}",
                      strangers_before_ + strangers_, counters.last_stranger);
  }
  if (lost && dropped_limit_.allow(now)) {
    core::log_warning("SNMP traps dropped since the start, as an agent sent too many at once: {}",
                      dropped_before_ + dropped_);
  }
}

void TrapWatch::on_worker_down(const std::string& detail) {
  strangers_before_ += std::exchange(strangers_, 0);
  dropped_before_ += std::exchange(dropped_, 0);
  if (!place_.empty()) error_ = detail;
}

SnmpTrapStatus TrapWatch::status() const {
  return {!place_.empty(), error_, strangers_before_ + strangers_, dropped_before_ + dropped_, 0};
}

}  // namespace bmsgw::transport
