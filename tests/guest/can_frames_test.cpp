// What SocketCanLink hears and sends, on the kernel's vcan.
#include <chrono>
#include <thread>

#include <gtest/gtest.h>
#include <linux/can.h>
#include <linux/can/error.h>

#include "guest/can_rig.hpp"

namespace bmsgw::test {
namespace {

using core::CanId;
using std::chrono::milliseconds;

constexpr std::uint32_t kStandard = 0x301;
constexpr std::uint32_t kExtended = 0x19B50001;

class CanFrames : public testing::Test {
 protected:
  static transport::SocketCanOptions options() {
    transport::SocketCanOptions options;
    options.interface = "gwtest0";
    options.wanted = {{CanId::standard(kStandard), 2}, {CanId::extended(kExtended), 4}};
    return options;
  }

  CanInterface interface_{"gwtest0"};
  RawCan other_{"gwtest0"};
  LinkRig rig_;
};

TEST_F(CanFrames, StandardExtendedAndFdAreHeardAsTheyAre) {
  rig_.start(options());
  ASSERT_EQ(rig_.events.opened, 1);
  EXPECT_TRUE(other_.send(kStandard, {1, 2, 3}));
  EXPECT_TRUE(other_.send(kExtended | CAN_EFF_FLAG, {0x4A, 0x94, 0x80}));
  EXPECT_TRUE(other_.send(kExtended | CAN_EFF_FLAG, std::vector<std::uint8_t>(64, 0x5A), true));
  EXPECT_TRUE(other_.send(kExtended | CAN_EFF_FLAG));
  ASSERT_TRUE(rig_.hears(4));
  const auto& heard = rig_.events.heard;
  EXPECT_EQ(heard[0].frame.id, CanId::standard(kStandard));
  EXPECT_EQ(heard[0].frame.length, 3);
  EXPECT_EQ(heard[0].frame.data[2], 3);
  EXPECT_EQ(heard[1].frame.id, CanId::extended(kExtended));
  EXPECT_EQ(heard[1].frame.length, 3);
  EXPECT_EQ(heard[1].frame.data[0], 0x4A);
  EXPECT_TRUE(heard[2].frame.fd);
  EXPECT_EQ(heard[2].frame.length, 64);
  EXPECT_EQ(heard[2].frame.data[63], 0x5A);
  EXPECT_EQ(heard[3].frame.length, 0);
  EXPECT_FALSE(heard[3].frame.fd);
}

TEST_F(CanFrames, OnlyWantedIdsOfTheirKindPassAndNoRemoteFrames) {
  rig_.start(options());
  EXPECT_TRUE(other_.send(kStandard - 1));
  EXPECT_TRUE(other_.send(kStandard + 2));
  EXPECT_TRUE(other_.send(kStandard | CAN_EFF_FLAG));
  EXPECT_TRUE(other_.send((kExtended + 4) | CAN_EFF_FLAG));
  EXPECT_TRUE(other_.send(kStandard | CAN_RTR_FLAG));
  EXPECT_TRUE(other_.send(kExtended | CAN_EFF_FLAG | CAN_RTR_FLAG));
  EXPECT_TRUE(other_.send(kStandard + 1, {7}));
  EXPECT_TRUE(other_.send((kExtended + 3) | CAN_EFF_FLAG, {8}));
  ASSERT_TRUE(rig_.hears(2));
  ASSERT_EQ(rig_.events.heard.size(), 2U);
  EXPECT_EQ(rig_.events.heard[0].frame.id, CanId::standard(kStandard + 1));
  EXPECT_EQ(rig_.events.heard[1].frame.id, CanId::extended(kExtended + 3));
}

TEST_F(CanFrames, WithoutWantedIdsNothingIsHeard) {
  auto none = options();
  none.wanted.clear();
  auto& link = rig_.start(none);
  ASSERT_EQ(rig_.events.opened, 1);
  EXPECT_TRUE(other_.send(kStandard, {1}));
  EXPECT_TRUE(other_.send(CAN_ERR_FLAG | CAN_ERR_BUSERROR, std::vector<std::uint8_t>(8)));
  EXPECT_TRUE(rig_.until([&link] { return link.health().error_frames == 1; }));
  EXPECT_TRUE(rig_.events.heard.empty());
}

TEST_F(CanFrames, RemoteFramesPassWhenAskedFor) {
  auto with_remote = options();
  with_remote.remote = true;
  rig_.start(with_remote);
  EXPECT_TRUE(other_.send(kStandard | CAN_RTR_FLAG, {0, 0}));
  ASSERT_TRUE(rig_.hears(1));
  EXPECT_TRUE(rig_.events.heard[0].frame.remote);
  EXPECT_EQ(rig_.events.heard[0].frame.length, 2);
}

TEST_F(CanFrames, MoreIdsThanFiltersAreHeardAllTheSame) {
  auto many = options();
  many.wanted.clear();
  for (std::uint32_t i = 0; i < 2000; ++i) many.wanted.push_back({CanId::extended(0x10000 + 3 * i)});
  rig_.start(many);
  ASSERT_EQ(rig_.events.opened, 1);
  for (std::uint32_t i = 0; i < 2000; i += 37) EXPECT_TRUE(other_.send((0x10000 + 3 * i) | CAN_EFF_FLAG));
  EXPECT_TRUE(rig_.hears(2000 / 37 + 1));
}

TEST_F(CanFrames, WhatWeSendIsHeardByOthersAndNotByUs) {
  auto& link = rig_.start(options());
  LinkRig neighbour;
  neighbour.start(options());
  EXPECT_TRUE(link.write({CanId::standard(kStandard), false, false, 2, {1, 2}}, rig_.soon()));
  EXPECT_TRUE(link.write({CanId::extended(kExtended), false, false, 0, {}}, rig_.soon()));
  EXPECT_TRUE(link.write({CanId::standard(kStandard), true, false, 4, {}}, rig_.soon()));
  EXPECT_TRUE(link.write({CanId::extended(kExtended), false, true, 12, {9}}, rig_.soon()));

  const canfd_frame first = other_.receive();
  EXPECT_EQ(first.can_id, kStandard);
  EXPECT_EQ(first.len, 2);
  EXPECT_EQ(first.data[1], 2);
  EXPECT_EQ(other_.receive().can_id, kExtended | CAN_EFF_FLAG);
  const canfd_frame remote = other_.receive();
  EXPECT_EQ(remote.can_id, kStandard | CAN_RTR_FLAG);
  EXPECT_EQ(remote.len, 4);
  EXPECT_EQ(other_.receive().len, 12);
  EXPECT_TRUE(neighbour.hears(3)) << "another link of this process is another program to the kernel";

  EXPECT_TRUE(other_.send(kStandard, {0xEE}));
  ASSERT_TRUE(rig_.hears(1));
  EXPECT_EQ(rig_.events.heard[0].frame.data[0], 0xEE);
}

TEST_F(CanFrames, AnFdFrameOnAClassicInterfaceIsDroppedAndSaid) {
  interface_.set("down");
  interface_.set("mtu 16 up");
  const RawCan peer("gwtest0");
  const LogLines lines;
  auto& link = rig_.start(options());
  EXPECT_TRUE(link.write({CanId::extended(kExtended), false, true, 12, {9}}, rig_.soon()));
  EXPECT_TRUE(rig_.until([this] { return rig_.events.healths > 0; }));
  EXPECT_EQ(link.health().dropped_writes, 1U);
  EXPECT_EQ(LogLines::with("FD frame"), 1U);
  EXPECT_TRUE(link.write({CanId::standard(kStandard), false, false, 1, {5}}, rig_.soon()));
  EXPECT_EQ(peer.receive().data[0], 5);
}

TEST_F(CanFrames, TheTimeIsThatOfTheKernelNotOfTheReading) {
  rig_.start(options());
  const core::Stamp before = rig_.clock.now();
  EXPECT_TRUE(other_.send(kStandard, {1}));
  const core::Stamp after = rig_.clock.now();
  std::this_thread::sleep_for(milliseconds(60));  // not to wait for anything: it makes the frame old
  ASSERT_TRUE(rig_.hears(1));
  const core::Stamp at = rig_.events.heard[0].at;
  EXPECT_GE(at.mono, before.mono - milliseconds(10));
  EXPECT_LE(at.mono, after.mono + milliseconds(10));
  EXPECT_GE(at.unix_ms, before.unix_ms - 10);
  EXPECT_LE(at.unix_ms, after.unix_ms + 10);
}

}  // namespace
}  // namespace bmsgw::test
