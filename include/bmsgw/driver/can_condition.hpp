#pragma once

#include <string>
#include <system_error>

#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/bus_condition.hpp"
#include "bmsgw/transport/can_link.hpp"

namespace bmsgw::driver {

/// The state of a CAN bus, from what befalls its interface, its controller and its device. Thread: loop.
class CanCondition {
 public:
  /// `interface`: empty: there is none, frames come from serial lines.
  CanCondition(const std::string& name, std::string interface, core::DeviceId device, BusSink& sink);

  /// There is no interface to wait for.
  void on_start_without_interface(core::Stamp now);
  void on_opened(core::Stamp now);
  void on_down(std::error_code error, core::Stamp now);
  void on_health(const transport::CanHealth& health, core::Stamp now);
  /// A frame with values.
  void on_heard(core::Stamp now);
  /// Nothing for too long. `gone`: it left requests unanswered.
  void on_silence(bool gone, core::Stamp now);
  void on_stop(core::Stamp now);
  void log_due(core::MonoTime now) { condition_.log_due(now); }

  [[nodiscard]] bool is_open() const { return open_; }
  [[nodiscard]] BusState state() const { return condition_.state(); }
  [[nodiscard]] const std::string& detail() const { return condition_.detail(); }

 private:
  struct Trouble {
    BusState state = BusState::absent;
    std::string detail;
  };
  [[nodiscard]] Trouble trouble_of(std::error_code error) const;

  std::string interface_;
  BusCondition condition_;
  bool open_ = false;
  Trouble trouble_;     ///< of the interface, while it isn't open
  std::string health_;  ///< of the controller, in words; empty: it is well
};

}  // namespace bmsgw::driver
