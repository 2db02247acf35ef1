// Interfaces that are not there, go and come back while SocketCanLink runs.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guest/can_rig.hpp"

namespace bmsgw::test {
namespace {

using core::CanId;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::uint32_t kId = 0x19B50001;

transport::SocketCanOptions options_for(const std::string& interface) {
  transport::SocketCanOptions options;
  options.interface = interface;
  options.wanted = {{CanId::extended(kId)}};
  return options;
}

/// How long until a frame is heard, from now on.
milliseconds time_to_hear(LinkRig& rig, const std::string& interface) {
  const auto begin = steady_clock::now();
  const int opened_before = rig.events.opened;
  EXPECT_TRUE(rig.until([&rig, opened_before] { return rig.events.opened > opened_before; }));
  const std::size_t heard_before = rig.events.heard.size();
  EXPECT_TRUE(RawCan(interface).send(kId | CAN_EFF_FLAG, {1}));
  EXPECT_TRUE(rig.hears(heard_before + 1));
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
}

TEST(CanInterfaces, AnAbsentOneIsOpenedOnceItIsMade) {
  LinkRig rig;
  auto& link = rig.start(options_for("gwtest0"));
  ASSERT_EQ(rig.events.downs.size(), 1U);
  EXPECT_EQ(rig.events.downs[0], std::errc::no_such_device);
  EXPECT_FALSE(link.write({CanId::extended(kId), false, false, 0, {}}, rig.soon()));
  const CanInterface interface("gwtest0");
  const auto took = time_to_hear(rig, "gwtest0");
  EXPECT_LT(took, milliseconds(1000));
  std::printf("heard %d ms after it was made\n", static_cast<int>(took.count()));
}

TEST(CanInterfaces, OneThatIsDownIsOpenedOnceItIsUp) {
  const CanInterface interface("gwtest0");
  interface.set("down");
  const LogLines lines;
  LinkRig rig;
  rig.start(options_for("gwtest0"));
  ASSERT_EQ(rig.events.downs.size(), 1U);
  EXPECT_EQ(rig.events.downs[0], std::errc::network_down);
  EXPECT_EQ(LogLines::with("ip link set gwtest0 up type can bitrate 250000"), 1U);
  interface.set("up");
  EXPECT_LT(time_to_hear(rig, "gwtest0"), milliseconds(1000));
}

TEST(CanInterfaces, TakenDownAndUpAgainItIsHeardWithinASecond) {
  const CanInterface interface("gwtest0");
  LinkRig rig;
  auto& link = rig.start(options_for("gwtest0"));
  milliseconds longest(0);
  for (std::size_t round = 1; round <= 5; ++round) {
    interface.set("down");
    ASSERT_TRUE(rig.until([&rig, round] { return rig.events.downs.size() == round; }));
    EXPECT_EQ(rig.events.downs.back(), std::errc::network_down);
    EXPECT_FALSE(link.write({CanId::extended(kId), false, false, 0, {}}, rig.soon()));
    interface.set("up");
    longest = std::max(longest, time_to_hear(rig, "gwtest0"));
  }
  EXPECT_LT(longest, milliseconds(1000));
  std::printf("heard at most %d ms after up\n", static_cast<int>(longest.count()));
}

TEST(CanInterfaces, DeletedAndMadeAgainItIsHeardWithinASecond) {
  const CanInterface interface("gwtest0");
  LinkRig rig;
  rig.start(options_for("gwtest0"));
  milliseconds longest(0);
  for (std::size_t round = 1; round <= 5; ++round) {
    interface.remove();
    ASSERT_TRUE(rig.until([&rig] { return !rig.events.downs.empty(); }));
    ASSERT_TRUE(rig.until([&rig] { return rig.events.downs.back() == std::errc::no_such_device; }));
    rig.events.downs.clear();
    interface.add();
    longest = std::max(longest, time_to_hear(rig, "gwtest0"));
  }
  EXPECT_LT(longest, milliseconds(1000));
  std::printf("heard at most %d ms after it was made again\n", static_cast<int>(longest.count()));
}

TEST(CanInterfaces, ADownAndUpThatNobodySawBetweenIsNoticedAllTheSame) {
  const CanInterface interface("gwtest0");
  LinkRig rig;
  rig.start(options_for("gwtest0"));
  interface.remove();
  interface.add();
  EXPECT_LT(time_to_hear(rig, "gwtest0"), milliseconds(1000));
}

TEST(CanInterfaces, WritingToOneThatHasJustGoneDownNeitherBlocksNorCallsBack) {
  const CanInterface interface("gwtest0");
  LinkRig rig;
  auto& link = rig.start(options_for("gwtest0"));
  interface.set("down");
  link.write({CanId::extended(kId), false, false, 0, {}}, rig.soon());
  link.write({CanId::extended(kId), false, false, 0, {}}, rig.soon());
  EXPECT_TRUE(rig.events.downs.empty());
  EXPECT_TRUE(rig.until([&rig] { return !rig.events.downs.empty(); }));
  EXPECT_EQ(rig.events.downs.size(), 1U);
  EXPECT_EQ(link.health().dropped_writes, 2U);
}

TEST(CanInterfaces, StoppedNothingIsHeardAnyMore) {
  const CanInterface interface("gwtest0");
  LinkRig rig;
  auto& link = rig.start(options_for("gwtest0"));
  link.stop();
  EXPECT_TRUE(RawCan("gwtest0").send(kId | CAN_EFF_FLAG));
  interface.set("down");
  EXPECT_EQ(rig.loop.run_for(milliseconds(5000)) < 10, true);
  EXPECT_TRUE(rig.loop.stopped()) << "nothing is waited for any more";
  EXPECT_TRUE(rig.events.heard.empty());
  EXPECT_TRUE(rig.events.downs.empty());
}

TEST(CanInterfaces, ManagedAVirtualOneIsBroughtUp) {
  const CanInterface interface("gwtest0");
  interface.set("down");
  auto options = options_for("gwtest0");
  options.manage = true;
  LinkRig rig;
  rig.start(options);
  EXPECT_EQ(rig.events.opened, 1);
  EXPECT_TRUE(RawCan("gwtest0").send(kId | CAN_EFF_FLAG));
  EXPECT_TRUE(rig.hears(1));
}

/// Takes CAP_NET_ADMIN from this thread for as long as it lives.
class WithoutNetAdmin {
 public:
  WithoutNetAdmin() {
    syscall(SYS_capget, &header_, before_);
    __user_cap_data_struct less[2] = {before_[0], before_[1]};
    less[0].effective &= ~(1U << CAP_NET_ADMIN);
    EXPECT_EQ(syscall(SYS_capset, &header_, less), 0);
  }
  ~WithoutNetAdmin() { syscall(SYS_capset, &header_, before_); }
  WithoutNetAdmin(const WithoutNetAdmin&) = delete;
  WithoutNetAdmin& operator=(const WithoutNetAdmin&) = delete;

 private:
  __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct before_[2] = {};
};

TEST(CanInterfaces, WithoutTheCapabilityToManageItSaysWhatIsMissing) {
  const CanInterface interface("gwtest0");
  interface.set("down");
  auto options = options_for("gwtest0");
  options.manage = true;
  const LogLines lines;
  LinkRig rig;
  {
    const WithoutNetAdmin less;
    rig.start(options);
  }
  ASSERT_EQ(rig.events.downs.size(), 1U);
  EXPECT_EQ(rig.events.downs[0], std::errc::network_down);
  EXPECT_EQ(LogLines::with("AmbientCapabilities=CAP_NET_ADMIN"), 1U);
  EXPECT_EQ(LogLines::with("\"manage\": false"), 1U);
  interface.set("up");
  EXPECT_LT(time_to_hear(rig, "gwtest0"), milliseconds(1000)) << "set up by somebody else";
}

TEST(CanInterfaces, WithoutTheCapabilityASmallReceiveBufferIsTakenWithoutComplaint) {
  const CanInterface interface("gwtest0");
  const LogLines lines;
  LinkRig rig;
  const WithoutNetAdmin less;
  rig.start(options_for("gwtest0"));
  EXPECT_EQ(rig.events.opened, 1);
  EXPECT_EQ(LogLines::with("rmem_max"), 0U) << "Debian's default is enough for a quarter of a second";
}

}  // namespace
}  // namespace bmsgw::test
