#pragma once

#include <cstdint>

#include "bmsgw/core/backoff.hpp"
#include "bmsgw/core/modbus.hpp"
#include "bmsgw/core/time.hpp"

#include "blocking_line.hpp"
#include "request_slot.hpp"
#include "waiter.hpp"

namespace bmsgw::transport {

/// What the keeper of a line tells. Thread: worker.
class LineKeeperEvents {
 public:
  virtual ~LineKeeperEvents() = default;
  virtual void on_line_opened() = 0;
  virtual void on_line_down(const LineFault& fault) = 0;
  /// The slot has a request, which is to be asked, or, when `ask` is false, to be told that the line is down.
  [[nodiscard]] virtual core::ModbusOutcome on_request(bool ask) = 0;
};

struct KeeperTimes {
  core::milliseconds first_retry{500};
  core::milliseconds longest_retry{30'000};
  core::milliseconds idle_close{0};  ///< 0: never
};

/// Keeps a line open, with growing pauses while it can't be, and serves one request after another.
/// Thread: worker.
class LineKeeper {
 public:
  LineKeeper(BlockingLine& line, RequestSlot& slot, Waiter& waiter, LineKeeperEvents& events,
             KeeperTimes times, std::uint64_t seed);

  /// Until the waiter is stopped; the line is closed then.
  void run();

 private:
  void open();
  void wait_to_retry();
  void serve();
  void rest();
  void down();

  BlockingLine& line_;
  RequestSlot& slot_;
  Waiter& waiter_;
  LineKeeperEvents& events_;
  KeeperTimes times_;
  core::Backoff backoff_;
  core::MonoTime used_{};  ///< when it was opened, or last asked something
  LineFault told_;         ///< since it was open last
  bool open_ = false;      ///< or let go
};

}  // namespace bmsgw::transport
