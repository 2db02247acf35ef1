#pragma once

#include <cstdint>

#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/can_link.hpp"

#include "error_frame.hpp"

namespace bmsgw::transport {

/// Counts what a bus has suffered and says when that is worth telling: a new state at once, anything else at
/// most once a second. Thread: loop.
class HealthKeeper {
 public:
  static constexpr core::milliseconds kSpacing{1000};

  [[nodiscard]] const CanHealth& health() const { return health_; }

  /// The interface was opened: what it was before is over.
  void on_opened(ControllerState state, std::uint32_t bit_rate);
  void on_error_frame(const ErrorReport& report);
  /// A frame of others came: the controller is on the bus, even if its return was never reported.
  void on_heard();
  void on_overflow(std::uint64_t frames);
  void on_dropped_writes(std::uint64_t frames);

  /// When to tell; kLongAgo: at once; kNever: there is nothing new.
  [[nodiscard]] core::MonoTime due() const;
  void told(core::MonoTime now);

 private:
  CanHealth health_;
  ControllerState told_state_ = ControllerState::unknown;
  bool news_ = false;
  core::MonoTime next_ = core::kLongAgo;
};

}  // namespace bmsgw::transport
