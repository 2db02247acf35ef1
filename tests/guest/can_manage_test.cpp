// Bit rate: slcan on a pty shows what the driver is told. Lawicel's protocol: C closes, S0-S8 set the bit
// rate (S6: 500 kbit/s), O opens, t/T carry frames, each line ends with \r.
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "guest/can_rig.hpp"

namespace bmsgw::test {
namespace {

using core::CanId;

/// A CAN adapter on a serial line, of which we see the line.
class SlcanAdapter {
 public:
  SlcanAdapter() : master_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    grantpt(master_);
    unlockpt(master_);
    line_ = open(ptsname(master_), O_RDWR | O_NOCTTY | O_CLOEXEC);  // NOLINT(concurrency-mt-unsafe)
    make_raw(line_);
    attach();
    reading_ = std::thread([this] { read_all(); });
  }
  ~SlcanAdapter() {
    close(line_);  // while somebody reads: the driver takes its leave
    stopping_ = true;
    reading_.join();
    close(master_);
  }
  SlcanAdapter(const SlcanAdapter&) = delete;
  SlcanAdapter& operator=(const SlcanAdapter&) = delete;

  [[nodiscard]] const std::string& interface() const { return interface_; }
  void say(const std::string& text) const {
    EXPECT_EQ(::write(master_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] std::string seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  static void make_raw(int fd) {
    termios line{};
    tcgetattr(fd, &line);
    cfmakeraw(&line);
    tcsetattr(fd, TCSANOW, &line);
  }
  void attach() {
    const int discipline = 17;  // N_SLCAN
    ASSERT_EQ(ioctl(line_, TIOCSETD, &discipline), 0) << "slcan is not there";
    char name[IFNAMSIZ] = {};
    ASSERT_GE(ioctl(line_, SIOCGIFNAME, name), 0);
    interface_ = name;
    // The driver makes its interface in the first network namespace; where we run in one of our own, fetch
    // it.
    if (if_nametoindex(name) == 0) {
      shell("nsenter --net=/proc/1/ns/net ip link set " + interface_ + " netns " + std::to_string(getpid()));
    }
  }
  /// All the time: the driver waits until its commands have been read.
  void read_all() {
    while (!stopping_) {
      pollfd ready{master_, POLLIN, 0};
      if (poll(&ready, 1, 20) <= 0) continue;
      char text[256];
      const auto size = ::read(master_, text, sizeof(text));
      const std::lock_guard lock(mutex_);
      if (size > 0) seen_.append(text, static_cast<std::size_t>(size));
    }
  }

  int master_;
  int line_ = -1;
  std::string interface_;
  std::thread reading_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::string seen_;
};

transport::SocketCanOptions options_for(const std::string& interface, std::uint32_t speed, bool manage) {
  transport::SocketCanOptions options;
  options.interface = interface;
  options.speed = speed;
  options.manage = manage;
  options.wanted = {{CanId::standard(0x123)}};
  return options;
}

TEST(CanManage, TheBitRateIsSetAndTheInterfaceBroughtUp) {
  SlcanAdapter adapter;
  const LogLines lines;
  LinkRig rig;
  auto& link = rig.start(options_for(adapter.interface(), 500000, true));
  ASSERT_EQ(rig.events.opened, 1);
  EXPECT_EQ(link.health().bit_rate, 500000U);
  EXPECT_TRUE(rig.until([&adapter] { return adapter.seen().find("O\r") != std::string::npos; }));
  EXPECT_EQ(adapter.seen(), "C\rS6\rO\r");
  adapter.say("t1232AABB\r");
  EXPECT_TRUE(rig.hears(1));
  EXPECT_EQ(rig.events.heard.at(0).frame.data[1], 0xBB);
  EXPECT_EQ(LogLines::with("bit/s"), 0U);
}

TEST(CanManage, AnotherBitRateThanTheFileSaysIsWarnedOfOnce) {
  SlcanAdapter adapter;
  LinkRig manager;
  manager.start(options_for(adapter.interface(), 500000, true));
  ASSERT_EQ(manager.events.opened, 1);
  const LogLines lines;
  LinkRig rig;
  auto& link = rig.start(options_for(adapter.interface(), 250000, false));
  ASSERT_EQ(rig.events.opened, 1);
  EXPECT_EQ(link.health().bit_rate, 500000U);
  EXPECT_EQ(LogLines::with("runs at 500000 bit/s, settings.json says 250000"), 1U);
}

TEST(CanManage, ARunningInterfaceWithAnotherBitRateIsSetAnew) {
  SlcanAdapter adapter;
  {
    LinkRig before;
    before.start(options_for(adapter.interface(), 500000, true));
    ASSERT_EQ(before.events.opened, 1);
  }
  LinkRig rig;
  auto& link = rig.start(options_for(adapter.interface(), 250000, true));
  ASSERT_EQ(rig.events.opened, 1);
  EXPECT_EQ(link.health().bit_rate, 250000U);
  EXPECT_TRUE(rig.until([&adapter] { return adapter.seen().ends_with("S5\rO\r"); })) << adapter.seen();
}

TEST(CanManage, ABitRateThatTheDriverHasNotIsSaid) {
  SlcanAdapter adapter;
  const LogLines lines;
  LinkRig rig;
  rig.start(options_for(adapter.interface(), 333333, true));
  EXPECT_EQ(rig.events.opened, 0);
  EXPECT_EQ(LogLines::with("can't set it up"), 1U);
}

}  // namespace
}  // namespace bmsgw::test
