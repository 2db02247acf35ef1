#include "can_rig.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include <gtest/gtest.h>
#include <linux/can/raw.h>
#include <net/if.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bmsgw/core/log.hpp"

namespace bmsgw::test {

void shell(const std::string& command) {
  EXPECT_EQ(std::system(command.c_str()), 0) << command;  // NOLINT(concurrency-mt-unsafe)
}

CanInterface::CanInterface(std::string name, const std::string& peer) : name_(std::move(name)), peer_(peer) {
  add();
}

CanInterface::~CanInterface() {
  if (if_nametoindex(name_.c_str()) != 0) remove();
}

void CanInterface::add() const {
  if (peer_.empty()) {
    shell("ip link add " + name_ + " type vcan && ip link set " + name_ + " mtu 72 up");
  } else {
    shell("ip link add " + name_ + " type vxcan peer name " + peer_ + " && ip link set " + name_ +
          " up && ip link set " + peer_ + " up");
  }
}

void CanInterface::remove() const {
  shell("ip link del " + name_);
}

RawCan::RawCan(const std::string& interface) : fd_(socket(PF_CAN, SOCK_RAW | SOCK_CLOEXEC, CAN_RAW)) {
  const int on = 1;
  setsockopt(fd_, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, &on, sizeof(on));
  sockaddr_can address{};
  address.can_family = AF_CAN;
  address.can_ifindex = static_cast<int>(if_nametoindex(interface.c_str()));
  EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0) << interface;
}

RawCan::~RawCan() {
  close(fd_);
}

bool RawCan::send(std::uint32_t id, const std::vector<std::uint8_t>& data, bool fd) const {
  canfd_frame frame{};
  frame.can_id = id;
  frame.len = static_cast<std::uint8_t>(data.size());
  std::copy(data.begin(), data.end(), frame.data);
  const std::size_t size = fd ? CANFD_MTU : CAN_MTU;
  return write(fd_, &frame, size) == static_cast<ssize_t>(size);
}

bool RawCan::send_all(std::span<const can_frame> frames, std::size_t first, std::size_t count) const {
  constexpr std::size_t kMost = 64;
  while (count > 0) {
    iovec parts[kMost] = {};
    mmsghdr messages[kMost] = {};
    const auto size = std::min(count, kMost);
    for (std::size_t i = 0; i < size; ++i) {
      parts[i] = {const_cast<can_frame*>(&frames[(first + i) % frames.size()]), sizeof(can_frame)};
      messages[i].msg_hdr.msg_iov = &parts[i];
      messages[i].msg_hdr.msg_iovlen = 1;
    }
    const auto sent = sendmmsg(fd_, messages, static_cast<unsigned>(size), 0);
    if (sent <= 0) return false;
    first += static_cast<std::size_t>(sent);
    count -= static_cast<std::size_t>(sent);
  }
  return true;
}

canfd_frame RawCan::receive() const {
  const auto heard = receive_for(std::chrono::seconds(5));
  return heard ? heard->frame : canfd_frame{0, 255, 0, 0, 0, {}};
}

std::optional<RawCan::Heard> RawCan::receive_for(std::chrono::milliseconds time) const {
  pollfd ready{fd_, POLLIN, 0};
  poll(&ready, 1, static_cast<int>(time.count()));
  Heard heard;
  iovec part{&heard.frame, sizeof(heard.frame)};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (recvmsg(fd_, &message, MSG_DONTWAIT) <= 0) return std::nullopt;
  heard.is_local = (message.msg_flags & MSG_DONTROUTE) != 0;
  return heard;
}

transport::SocketCanLink& LinkRig::start(transport::SocketCanOptions options) {
  link = std::make_unique<transport::SocketCanLink>(loop, std::move(options), clock);
  link->start(events);
  return *link;
}

bool LinkRig::until(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  // In short turns: what is waited for may also come from outside of the loop.
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline || loop.stopped()) return false;
    loop.run_one_for(std::chrono::milliseconds(20));
  }
  return true;
}

namespace {
std::vector<std::string> log_lines;
}

LogLines::LogLines() {
  log_lines.clear();
  core::set_log_sink([](core::LogLevel, std::string_view line) { log_lines.emplace_back(line); },
                     core::LogLevel::warning);
}

LogLines::~LogLines() {
  core::set_log_sink([](core::LogLevel, std::string_view) {}, core::LogLevel::error);
}

std::size_t LogLines::with(const std::string& part) {
  return static_cast<std::size_t>(
      std::count_if(log_lines.begin(), log_lines.end(),
                    [&part](const std::string& line) { return line.find(part) != std::string::npos; }));
}

}  // namespace bmsgw::test
