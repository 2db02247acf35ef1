#pragma once

#include <system_error>
#include <utility>
#include <vector>

#include "bmsgw/transport/can_link.hpp"

namespace bmsgw::test {

/// A CAN bus whose other devices are the test.
class FakeCanLink final : public transport::CanLink {
 public:
  void start(transport::CanLinkEvents& events) override { events_ = &events; }
  void stop() override { events_ = nullptr; }
  bool write(const core::CanFrame& frame, core::MonoTime /*stale_after*/) override {
    if (refusing || gone) return false;
    written.push_back(frame);
    return true;
  }
  [[nodiscard]] bool is_open() const override { return !gone; }
  [[nodiscard]] transport::CanHealth health() const override { return health_; }

  void open(core::Stamp now) { events_->on_opened(now); }
  void frame(const core::CanFrame& frame, core::Stamp now) {
    const transport::ReceivedFrame received{frame, now};
    events_->on_frames({&received, 1}, now);
  }
  void controller(transport::ControllerState state, core::Stamp now) {
    health_.controller = state;
    if (state == transport::ControllerState::bus_off) ++health_.bus_offs;
    ++health_.error_frames;
    events_->on_health(now);
  }
  void down(std::errc error, core::Stamp now) { events_->on_down(std::make_error_code(error), now); }

  /// What was written since the last call.
  std::vector<core::CanFrame> take() { return std::exchange(written, {}); }

  std::vector<core::CanFrame> written;
  bool refusing = false;  ///< its queue is full
  bool gone = false;      ///< the interface, and nobody has been told yet

 private:
  transport::CanLinkEvents* events_ = nullptr;
  transport::CanHealth health_;
};

}  // namespace bmsgw::test
