#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <linux/can.h>

#include "bmsgw/transport/socket_can_link.hpp"

namespace bmsgw::test {

/// Runs a command of the shell and expects it to succeed.
void shell(const std::string& command);

/// A network interface of the test's own: `vcan`, or with `peer` one end of a `vxcan` pair. Up; gone at the
/// end.
class CanInterface {
 public:
  explicit CanInterface(std::string name, const std::string& peer = {});
  ~CanInterface();
  CanInterface(const CanInterface&) = delete;
  CanInterface& operator=(const CanInterface&) = delete;

  void add() const;
  void remove() const;
  void set(const std::string& what) const { shell("ip link set " + name_ + " " + what); }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::string peer_;
};

/// Another program on the bus: a raw socket that knows nothing of the code under test.
class RawCan {
 public:
  explicit RawCan(const std::string& interface);
  ~RawCan();
  RawCan(const RawCan&) = delete;
  RawCan& operator=(const RawCan&) = delete;

  /// `id` with the kernel's flags. False: the kernel refused it.
  bool send(std::uint32_t id, const std::vector<std::uint8_t>& data = {}, bool fd = false) const;
  /// `count` frames from `first` on, round and round, in as few calls as can be. False: one was refused.
  bool send_all(std::span<const can_frame> frames, std::size_t first, std::size_t count) const;
  /// The next frame, waited for up to 5 s; an id of 0 and length 255: none came.
  [[nodiscard]] canfd_frame receive() const;
  /// The next frame, waited for so long, and whether a program of this host sent it on this interface.
  struct Heard {
    canfd_frame frame{};
    bool is_local = false;
  };
  [[nodiscard]] std::optional<Heard> receive_for(std::chrono::milliseconds time) const;

 private:
  int fd_ = -1;
};

/// All that a link told.
struct CanEvents final : transport::CanLinkEvents {
  void on_opened(core::Stamp /*now*/) override { ++opened; }
  void on_frames(std::span<const transport::ReceivedFrame> frames, core::Stamp /*now*/) override {
    heard.insert(heard.end(), frames.begin(), frames.end());
  }
  void on_health(core::Stamp /*now*/) override { ++healths; }
  void on_down(std::error_code error, core::Stamp /*now*/) override { downs.push_back(error); }

  int opened = 0;
  int healths = 0;
  std::vector<transport::ReceivedFrame> heard;
  std::vector<std::error_code> downs;
};

/// A loop with a link on it.
class LinkRig {
 public:
  transport::SocketCanLink& start(transport::SocketCanOptions options);
  /// Lets the loop run until it is so; false: not within 10 s.
  bool until(const std::function<bool()>& condition);
  bool hears(std::size_t frames) {
    return until([this, frames] { return events.heard.size() >= frames; });
  }
  [[nodiscard]] core::MonoTime soon() const { return clock.now().mono + std::chrono::seconds(5); }

  boost::asio::io_context loop;
  core::SystemClock clock;
  CanEvents events;
  std::unique_ptr<transport::SocketCanLink> link;
};

/// The log lines of warnings and errors since it was made.
class LogLines {
 public:
  LogLines();
  ~LogLines();
  LogLines(const LogLines&) = delete;
  LogLines& operator=(const LogLines&) = delete;
  /// How many of them contain it.
  [[nodiscard]] static std::size_t with(const std::string& part);
};

}  // namespace bmsgw::test
