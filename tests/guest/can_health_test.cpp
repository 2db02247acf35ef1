// Error frames, lost frames, a full interface, and the load of eight buses.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include <gtest/gtest.h>
#include <linux/can/error.h>

#include "guest/can_rig.hpp"

namespace bmsgw::test {
namespace {

using core::CanId;
using std::chrono::milliseconds;
using transport::ControllerState;

constexpr std::uint32_t kId = 0x19B50001;

transport::SocketCanOptions options_for(const std::string& interface) {
  transport::SocketCanOptions options;
  options.interface = interface;
  options.wanted = {{CanId::extended(kId)}};
  return options;
}

class CanHealthOnVcan : public testing::Test {
 protected:
  CanHealthOnVcan() { link_ = &rig_.start(options_for("gwtest0")); }
  [[nodiscard]] bool becomes(ControllerState state) {
    return rig_.until([this, state] { return link_->health().controller == state; });
  }

  CanInterface interface_{"gwtest0"};
  RawCan other_{"gwtest0"};
  LinkRig rig_;
  transport::SocketCanLink* link_ = nullptr;
};

TEST_F(CanHealthOnVcan, ABusOffByCansendIsToldAndSoIsTheRestart) {
  EXPECT_EQ(link_->health().controller, ControllerState::unknown) << "a virtual bus has no controller";
  EXPECT_EQ(link_->health().bit_rate, 0U);
  shell("cansend gwtest0 20000040#");
  ASSERT_TRUE(becomes(ControllerState::bus_off));
  EXPECT_EQ(rig_.events.healths, 1);
  EXPECT_EQ(link_->health().bus_offs, 1U);
  EXPECT_EQ(link_->health().error_frames, 1U);
  EXPECT_TRUE(other_.send(CAN_ERR_FLAG | CAN_ERR_CRTL | CAN_ERR_CNT,
                          {0, CAN_ERR_CRTL_TX_PASSIVE, 0, 0, 0, 0, 136, 12}));
  ASSERT_TRUE(becomes(ControllerState::error_passive));
  EXPECT_EQ(link_->health().tx_errors, 136);
  EXPECT_EQ(link_->health().rx_errors, 12);
  EXPECT_TRUE(other_.send(CAN_ERR_FLAG | CAN_ERR_RESTARTED, std::vector<std::uint8_t>(8)));
  ASSERT_TRUE(becomes(ControllerState::error_active));
  EXPECT_EQ(rig_.events.healths, 3) << "each state at once";
  EXPECT_TRUE(rig_.events.heard.empty()) << "an error frame is no data";
}

/// What a link told, in its order: the states, and how many frames came at a time.
struct Story final : transport::CanLinkEvents {
  void on_opened(core::Stamp /*now*/) override {}
  void on_frames(std::span<const transport::ReceivedFrame> frames, core::Stamp /*now*/) override {
    parts.push_back(std::to_string(frames.size()));
  }
  void on_health(core::Stamp /*now*/) override { parts.emplace_back(to_string(link->health().controller)); }
  void on_down(std::error_code /*error*/, core::Stamp /*now*/) override {}

  const transport::CanLink* link = nullptr;
  std::vector<std::string> parts;
};

TEST_F(CanHealthOnVcan, AFrameEndsABusOffAndAllIsToldInTheOrderOfTheFrames) {
  Story story;
  transport::SocketCanLink link(rig_.loop, options_for("gwtest0"), rig_.clock);
  story.link = &link;
  link.start(story);
  const auto data = [this] { EXPECT_TRUE(other_.send(kId | CAN_EFF_FLAG, {1})); };
  const auto error = [this](std::uint32_t what, const std::vector<std::uint8_t>& details) {
    EXPECT_TRUE(other_.send(CAN_ERR_FLAG | what, details));
  };
  data();  // all of it is read at one go
  data();
  error(CAN_ERR_BUSOFF, {});
  data();
  error(CAN_ERR_BUSERROR, {});  // says nothing of a state
  data();
  error(CAN_ERR_CRTL, {0, CAN_ERR_CRTL_TX_PASSIVE, 0, 0, 0, 0, 0, 0});
  error(CAN_ERR_RESTARTED, {});
  data();
  EXPECT_TRUE(rig_.until([&story] { return story.parts.size() >= 8; }));
  const std::vector<std::string> expected{"2", "bus-off",       "unknown",      "1",
                                          "1", "error-passive", "error-active", "1"};
  EXPECT_EQ(story.parts, expected);
  EXPECT_EQ(link.health().bus_offs, 1U);
}

TEST_F(CanHealthOnVcan, AFloodOfErrorFramesIsCountedAndToldOnceASecond) {
  constexpr int kFlood = 3000;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kFlood; ++i) {
    ASSERT_TRUE(other_.send(CAN_ERR_FLAG | CAN_ERR_BUSERROR | CAN_ERR_PROT, std::vector<std::uint8_t>(8)));
  }
  EXPECT_TRUE(rig_.until([this] { return link_->health().error_frames == kFlood; }));
  const auto took = std::chrono::steady_clock::now() - begin;
  const int told = rig_.events.healths;
  EXPECT_GE(told, 1);
  EXPECT_LE(told, std::chrono::ceil<std::chrono::seconds>(took).count());
  EXPECT_TRUE(rig_.until([this, told] { return rig_.events.healths > told; })) << "the rest is told later";
  EXPECT_TRUE(other_.send(kId | CAN_EFF_FLAG, {1}));
  EXPECT_TRUE(rig_.hears(1));
}

TEST_F(CanHealthOnVcan, FramesThatWereNotReadInTimeAreCounted) {
  constexpr std::size_t kSent = 12000;
  for (std::size_t i = 0; i < kSent; ++i) ASSERT_TRUE(other_.send(kId | CAN_EFF_FLAG, {1}));
  std::size_t heard = 0;
  do {
    heard = rig_.events.heard.size();
    rig_.loop.run_for(milliseconds(100));
  } while (rig_.events.heard.size() > heard);
  // The kernel tells how many were lost with the first frame after them.
  EXPECT_TRUE(other_.send(kId | CAN_EFF_FLAG, {2}));
  ASSERT_TRUE(rig_.hears(heard + 1));
  EXPECT_GT(link_->health().overflows, 0U);
  EXPECT_EQ(heard + link_->health().overflows, kSent);
  std::printf("a buffer of %zu frames\n", heard);
}

TEST(CanHealthOnVxcan, AFullInterfaceIsTriedAgainAndWhatGetsStaleIsDropped) {
  const CanInterface pair("gwtest0", "gwtest1");
  shell("tc qdisc add dev gwtest0 root tbf rate 8kbit burst 72 limit 144");  // some 60 frames a second
  const RawCan peer("gwtest1");
  LinkRig rig;
  auto& link = rig.start(options_for("gwtest0"));
  for (std::uint8_t i = 0; i < 30; ++i) {
    ASSERT_TRUE(link.write({CanId::extended(kId), false, false, 1, {i}}, rig.soon()));
  }
  std::thread loop([&rig] { rig.loop.run_for(std::chrono::seconds(1)); });
  for (std::uint8_t i = 0; i < 30; ++i) EXPECT_EQ(peer.receive().data[0], i) << "all of them, in their order";
  loop.join();
  EXPECT_EQ(link.health().dropped_writes, 0U);

  const auto stale_after = rig.clock.now().mono + milliseconds(200);
  int queued = 0;
  for (std::uint8_t i = 0; i < 70; ++i) {
    queued += link.write({CanId::extended(kId), false, false, 1, {i}}, stale_after) ? 1 : 0;
  }
  EXPECT_GE(queued, 64);
  EXPECT_TRUE(rig.until([&link] { return link.health().dropped_writes > 0; }));
  EXPECT_LT(link.health().dropped_writes, static_cast<std::uint64_t>(queued)) << "the first ones went out";
  EXPECT_TRUE(rig.until([&rig] { return rig.events.healths > 0; }));
  EXPECT_TRUE(link.write({CanId::extended(kId), false, false, 1, {99}}, rig.soon())) << "and it goes on";
}

TEST(CanHealthOnVxcan, WhatGotStaleIsCountedEvenIfTheInterfaceHasGoneDown) {
  constexpr int kStale = 40;
  const CanInterface pair("gwtest0", "gwtest1");
  shell("tc qdisc add dev gwtest0 root tbf rate 8kbit burst 72 limit 144");
  LinkRig rig;
  auto& link = rig.start(options_for("gwtest0"));
  const auto stale_after = rig.clock.now().mono + milliseconds(300);
  for (int i = 0; i < kStale; ++i) link.write({CanId::extended(kId), false, false, 0, {}}, stale_after);
  std::size_t fresh = 0;
  while (fresh < 100 && link.write({CanId::extended(kId), false, false, 0, {}}, rig.soon())) ++fresh;
  ASSERT_LT(fresh, 100U) << "the queue is full: the next one to be written looks for stale ones";
  pair.set("down");
  while (rig.clock.now().mono <= stale_after) std::this_thread::yield();  // nothing tells that time passes
  link.write({CanId::extended(kId), false, false, 0, {}}, rig.soon());
  EXPECT_GE(link.health().dropped_writes, kStale / 2U) << "the first ones had gone out";
  EXPECT_LE(link.health().dropped_writes, std::uint64_t{kStale});
}

/// 250 kbit/s carry some 1,750 extended frames of 8 bytes a second.
TEST(CanLoad, EightFullBusesLoseNothing) {
  constexpr int kBuses = 8;
  constexpr int kSteps = 100;
  constexpr int kFramesPerStep = 18;
  constexpr std::size_t kPerBus = std::size_t{kSteps} * kFramesPerStep;
  LinkRig rig;
  std::vector<std::unique_ptr<CanInterface>> interfaces;
  std::vector<std::unique_ptr<RawCan>> senders;
  std::vector<std::unique_ptr<transport::SocketCanLink>> links;
  std::vector<CanEvents> events(kBuses);
  for (int i = 0; i < kBuses; ++i) {
    const std::string name = "gwload" + std::to_string(i);
    interfaces.push_back(std::make_unique<CanInterface>(name));
    senders.push_back(std::make_unique<RawCan>(name));
    links.push_back(std::make_unique<transport::SocketCanLink>(rig.loop, options_for(name), rig.clock));
    links.back()->start(events[static_cast<std::size_t>(i)]);
    events[static_cast<std::size_t>(i)].heard.reserve(kPerBus);
  }
  const auto begin = std::chrono::steady_clock::now();
  std::atomic<bool> all_sent = false;
  std::atomic<std::size_t> refused = 0;
  std::thread sending([&, begin] {
    const std::vector<std::uint8_t> data(8, 0x55);
    for (int step = 0; step < kSteps; ++step) {
      std::this_thread::sleep_until(begin + step * milliseconds(10));  // the pace of the bus
      for (const auto& sender : senders) {
        for (int i = 0; i < kFramesPerStep; ++i) refused += sender->send(kId | CAN_EFF_FLAG, data) ? 0U : 1U;
      }
    }
    all_sent = true;
  });
  while (!all_sent) rig.loop.run_one_for(milliseconds(20));  // however long this machine takes
  const bool all = rig.until([&events] {
    return std::all_of(events.begin(), events.end(),
                       [](const CanEvents& e) { return e.heard.size() >= kPerBus; });
  });
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  sending.join();
  EXPECT_EQ(refused, 0U);
  EXPECT_TRUE(all);
  for (const auto& link : links) EXPECT_EQ(link->health().overflows, 0U);
  for (const CanEvents& e : events) EXPECT_EQ(e.heard.size(), kPerBus);
  const double rate = static_cast<double>(kPerBus * kBuses) / took.count();
  RecordProperty("frames_per_second", static_cast<int>(rate));  // the pace asks for 14400
  std::printf("%zu frames in %.2f s: %.0f/s\n", kPerBus * kBuses, took.count(), rate);
}

}  // namespace
}  // namespace bmsgw::test
