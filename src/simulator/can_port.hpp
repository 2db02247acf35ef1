#pragma once

#include <string>
#include <system_error>

#include "bmsgw/transport/can_frame_words.hpp"

namespace bmsgw::simulator {

/// A raw CAN socket on one interface, without blocking. Thread: loop.
class CanPort {
 public:
  CanPort() = default;
  ~CanPort() { close(); }
  CanPort(const CanPort&) = delete;
  CanPort& operator=(const CanPort&) = delete;

  /// no_such_device: the interface is not there; network_down: it is not up; another error: the kernel has no
  /// CAN, or forbids it.
  void open(const std::string& interface, std::error_code& error);
  void close();
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// A classic frame. would_block: nothing is there; another error: the interface is down or gone.
  void read(core::CanFrame& frame, std::error_code& error) const;
  /// no_buffer_space, would_block: later; another error: the interface is down or gone.
  void write(const transport::KernelFrame& frame, std::error_code& error) const;

 private:
  int descriptor_ = -1;
};

}  // namespace bmsgw::simulator
