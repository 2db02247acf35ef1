#pragma once

#include <array>
#include <optional>
#include <string>

#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/bus_sink.hpp"

namespace bmsgw::driver {

/// The state of one bus, told to the sink and logged: each state at most once in kQuiet, and what was held
/// back is said later if it is still so. Thread: loop.
class BusCondition {
 public:
  static constexpr core::milliseconds kQuiet{10'000};

  /// `where`: the port or interface, for the log; "": none is given. `device`: it is online as long as the
  /// bus is ok; nothing: the devices on the bus are told of by themselves.
  BusCondition(std::string name, std::string where, std::optional<core::DeviceId> device, BusSink& sink);

  /// `detail`: one line, why it is so.
  void set(BusState state, std::string detail, core::Stamp now);
  /// The line has just been opened and is silent by nature: always logged.
  void set_opened(std::string detail, core::Stamp now);
  /// The gateway leaves: nothing is logged.
  void set_stopped(core::Stamp now);
  /// Logs what was held back.
  void log_due(core::MonoTime now);

  [[nodiscard]] BusState state() const { return state_; }
  [[nodiscard]] const std::string& detail() const { return detail_; }

 private:
  void tell(BusState state, std::string detail, core::Stamp now);
  void log(core::MonoTime now, bool always);

  std::string name_;
  std::string where_;
  std::optional<core::DeviceId> device_;
  BusSink& sink_;
  BusState state_ = BusState::absent;
  std::string detail_ = "not opened yet";
  std::optional<BusState> logged_state_;
  std::string logged_detail_;
  std::array<core::LogLimiter, 4> limiters_{core::LogLimiter(kQuiet), core::LogLimiter(kQuiet),
                                            core::LogLimiter(kQuiet),
                                            core::LogLimiter(kQuiet)};  ///< by BusState
};

}  // namespace bmsgw::driver
