#include "bmsgw/driver/can_session.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/fake_can_link.hpp"

namespace bmsgw::driver {
namespace {

using core::CanFrame;
using core::CanId;
using core::Quality;
using std::chrono::milliseconds;
using std::chrono::seconds;
using transport::ControllerState;

constexpr auto kOverall = CanId::extended(0x19B50000);
constexpr auto kCells = CanId::extended(0x19B50100);
constexpr auto kFree = CanId::extended(0x18FF0001);

core::Stamp at(milliseconds time) {
  return {time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
}

CanFrame frame(CanId id, const std::vector<std::uint8_t>& data, bool remote = false) {
  CanFrame made{id, remote, false, static_cast<std::uint8_t>(data.size()), {}};
  std::copy(data.begin(), data.end(), made.data.begin());
  return made;
}

struct HeardSample {
  core::PointId point{};
  Quality quality{};
  double number = 0;
  milliseconds time{};
};

class SinkSpy final : public BusSink {
 public:
  void on_samples(std::span<const core::Sample> samples, core::Stamp now, milliseconds /*max_age*/) override {
    for (const auto& sample : samples) {
      heard.push_back({sample.point, sample.quality, core::number_of(sample.value).value_or(-1),
                       milliseconds(now.unix_ms)});
      if (const auto* list = std::get_if<core::List>(&sample.value)) sizes.push_back(list->size());
    }
  }
  void on_online(core::DeviceId /*device*/, bool online, core::Stamp /*now*/) override {
    onlines.push_back(online);
  }

  std::vector<HeardSample> heard;
  std::vector<std::size_t> sizes;
  std::vector<bool> onlines;
};

/// Point 0: a byte of kOverall, polled each second; 1: a list over two ids of kCells, polled each 5 s; 2: a
/// byte of kFree, of 2 bytes, listened to.
class CanSessionTest : public testing::Test {
 protected:
  CanSessionTest() {
    plan_.name = "can0";
    plan_.interface = "vcan0";
    plan_.packets.push_back({kOverall, 1, -1, {signal(0, false)}});
    plan_.packets.push_back({kCells, 2, -1, {signal(1, true)}});
    plan_.packets.push_back({kFree, 1, 2, {signal(2, false)}});
    plan_.polls = {CanBusPlan::Poll{seconds(1), {}, false}, CanBusPlan::Poll{seconds(5), {0}, false}, {}};
    gate_ = route::WriteGate({{true, {}, {kFree}, {{kOverall, 1, {}, false}, {kCells, 2, {0}, false}}}});
    session_ = std::make_unique<CanSession>(plan_, &link_, gate_, sink_);
    session_->start(at(milliseconds(0)));
  }

  static codec::can::SignalSpec signal(std::uint32_t point, bool list) {
    codec::can::SignalSpec spec;
    spec.point = core::PointId{point};
    spec.list = list;
    if (list) spec.place.pack_length = 8;
    return spec;
  }
  void hear(const CanFrame& heard, milliseconds time) { link_.frame(heard, at(time)); }
  /// Lets time pass as the loop would.
  void pass(milliseconds from, milliseconds until) {
    for (auto time = from; time <= until; time += milliseconds(10)) {
      if (session_->next_wake() <= at(time).mono) session_->on_time(at(time));
    }
  }
  void expect_no_data(CanId id, milliseconds time) {
    sink_.heard.clear();
    hear(frame(id, {}), time);
    ASSERT_EQ(sink_.heard.size(), 1U);
    EXPECT_EQ(sink_.heard[0].quality, Quality::unavailable);
  }
  [[nodiscard]] std::string state() const { return std::string(to_string(session_->status().state)); }
  [[nodiscard]] std::string detail() const { return session_->status().detail; }

  CanBusPlan plan_;
  test::FakeCanLink link_;
  route::WriteGate gate_;
  SinkSpy sink_;
  std::unique_ptr<CanSession> session_;
};

TEST_F(CanSessionTest, AsksWithTheConfiguredDataAndDecodesTheAnswer) {
  link_.open(at(milliseconds(0)));
  EXPECT_EQ(state(), "silent");
  auto asked = link_.take();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_TRUE(same_frame(asked[0], frame(kOverall, {})));
  hear(frame(kOverall, {7}), milliseconds(3));
  EXPECT_EQ(state(), "ok");
  ASSERT_EQ(sink_.heard.size(), 1U);
  EXPECT_EQ(sink_.heard[0].number, 7);
  asked = link_.take();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_TRUE(same_frame(asked[0], frame(kCells, {0})));
}

TEST_F(CanSessionTest, AListIsStampedWithItsLastPart) {
  link_.open(at(milliseconds(0)));
  hear(frame(kCells, {1, 2, 3, 4, 5, 6, 7, 8}), milliseconds(10));
  hear(frame(kCells + 1, {9, 10}), milliseconds(20));
  EXPECT_TRUE(sink_.sizes.empty());
  pass(milliseconds(30), milliseconds(400));
  EXPECT_EQ(sink_.sizes, (std::vector<std::size_t>{10}));
  EXPECT_EQ(sink_.heard.back().time, milliseconds(20));
}

TEST_F(CanSessionTest, AnEmptyAnswerMakesThePacketUnavailableAndShowsNobodyAlive) {
  link_.open(at(milliseconds(0)));
  hear(frame(kOverall, {}), milliseconds(2));
  ASSERT_EQ(sink_.heard.size(), 1U);
  EXPECT_EQ(sink_.heard[0].quality, Quality::unavailable);
  EXPECT_EQ(state(), "silent");
}

TEST_F(CanSessionTest, OneEmptyIdOfARangeLeavesTheOthersAlone) {
  link_.open(at(milliseconds(0)));
  hear(frame(kOverall, {1}), milliseconds(1));
  hear(frame(kCells, {1, 2}), milliseconds(5));
  hear(frame(kCells + 1, {}), milliseconds(8));
  pass(milliseconds(10), milliseconds(400));
  EXPECT_EQ(sink_.sizes, (std::vector<std::size_t>{2}));
  link_.take();
  // Five seconds later it answers what it is asked, but of cells it has no data.
  for (int time = 410; time < 5100; time += 10) {
    pass(milliseconds(time), milliseconds(time));
    for (const auto& asked : link_.take()) {
      if (asked.id == kOverall) hear(frame(kOverall, {1}), milliseconds(time + 1));
      if (asked.id != kOverall) return expect_no_data(asked.id, milliseconds(time + 1));
    }
  }
  FAIL() << "the cells weren't asked for again";
}

TEST_F(CanSessionTest, AnotherMastersQuestionsAreIgnored) {
  link_.open(at(milliseconds(0)));
  hear(frame(kOverall, {1}), milliseconds(2));
  sink_.heard.clear();
  hear(frame(kOverall, {}), milliseconds(3));
  hear(frame(kOverall, {}, true), milliseconds(4));
  EXPECT_TRUE(sink_.heard.empty());
}

TEST_F(CanSessionTest, WrongLengthIsAnErrorAndNoSignOfLife) {
  link_.open(at(milliseconds(0)));
  hear(frame(kFree, {1}), milliseconds(2));
  hear(frame(kFree, {1, 2, 3}), milliseconds(3));
  EXPECT_EQ(state(), "silent");
  EXPECT_EQ(session_->status().errors, 2U);
  hear(frame(CanId::standard(1), {1}), milliseconds(4));
  EXPECT_EQ(session_->status().unknown, 1U);
  EXPECT_TRUE(sink_.heard.empty());
}

TEST_F(CanSessionTest, ADeviceThatNoLongerAnswersIsOfflineWithinSeconds) {
  link_.open(at(milliseconds(0)));
  hear(frame(kOverall, {1}), milliseconds(2));
  EXPECT_TRUE(sink_.onlines.back());
  pass(milliseconds(10), milliseconds(4500));
  EXPECT_EQ(state(), "silent");
  EXPECT_EQ(detail(), "it no longer answers");
  EXPECT_FALSE(sink_.onlines.back());
}

TEST_F(CanSessionTest, BusOffIsFaultyUntilTheControllerIsBack) {
  link_.open(at(milliseconds(0)));
  hear(frame(kFree, {1, 2}), milliseconds(2));
  link_.controller(ControllerState::error_passive, at(milliseconds(5)));
  EXPECT_EQ(state() + ": " + detail(), "ok: the controller is error-passive");
  link_.controller(ControllerState::bus_off, at(milliseconds(10)));
  EXPECT_EQ(state(), "faulty");
  EXPECT_FALSE(sink_.onlines.back());
  link_.controller(ControllerState::error_active, at(milliseconds(20)));
  EXPECT_EQ(state(), "silent");
  hear(frame(kFree, {1, 2}), milliseconds(30));
  EXPECT_EQ(state(), "ok");
  ASSERT_TRUE(session_->status().can);
  EXPECT_EQ(session_->status().can->bus_offs, 1U);
}

TEST_F(CanSessionTest, SaysWhatIsTheMatterWithTheInterface) {
  link_.down(std::errc::no_such_device, at(milliseconds(0)));
  EXPECT_EQ(state() + ": " + detail(), "absent: there is no interface vcan0");
  link_.down(std::errc::network_down, at(milliseconds(10)));
  EXPECT_EQ(state() + ": " + detail(), "faulty: the interface is down (ip link set vcan0 up)");
  EXPECT_EQ(session_->next_wake(), core::kNever);
}

TEST_F(CanSessionTest, SendsOnlyWhatTheGateHasLetPass) {
  link_.open(at(milliseconds(0)));
  link_.take();
  auto verdict = gate_.judge({1, plan_.bus, core::Command::Kind::write, frame(kFree, {1, 2})});
  ASSERT_TRUE(std::holds_alternative<route::PermittedCommand>(verdict));
  session_->submit(std::get<route::PermittedCommand>(verdict), at(milliseconds(1)));
  const auto sent = link_.take();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_TRUE(same_frame(sent[0], frame(kFree, {1, 2})));
}

struct Replies final : ReplySink {
  void on_reply(core::Reply reply) override { all.push_back(std::move(reply)); }
  std::vector<core::Reply> all;
};

TEST_F(CanSessionTest, WhoeverWaitsForAFrameIsToldOnceWhatBecameOfIt) {
  Replies replies;
  session_->set_reply_sink(replies);
  std::uint64_t id = 0;
  const auto submit = [&] {
    auto verdict = gate_.judge({++id, plan_.bus, core::Command::Kind::write, frame(kFree, {1, 2})});
    session_->submit(std::get<route::PermittedCommand>(verdict), at(milliseconds(10)));
  };
  submit();
  link_.open(at(milliseconds(10)));
  submit();
  link_.refusing = true;
  submit();
  link_.refusing = false;
  link_.gone = true;
  submit();
  link_.gone = false;
  link_.controller(ControllerState::bus_off, at(milliseconds(10)));
  submit();
  link_.down(std::errc::network_down, at(milliseconds(10)));
  submit();
  using core::Outcome;
  const std::vector<Outcome> outcomes{Outcome::bus_down, Outcome::ok,       Outcome::busy,
                                      Outcome::bus_down, Outcome::bus_down, Outcome::bus_down};
  ASSERT_EQ(replies.all.size(), outcomes.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_EQ(replies.all[i].id, i + 1);
    EXPECT_EQ(replies.all[i].outcome, outcomes[i]) << replies.all[i].reason;
    EXPECT_FALSE(replies.all[i].reason.empty()) << i;
  }
  EXPECT_EQ(replies.all[1].reason, "handed to the interface");
}

TEST_F(CanSessionTest, ABusWithoutAnInterfaceSendsNothing) {
  CanSession session(plan_, nullptr, gate_, sink_);
  Replies replies;
  session.set_reply_sink(replies);
  session.start(at(milliseconds(0)));
  auto verdict = gate_.judge({5, plan_.bus, core::Command::Kind::write, frame(kFree, {1, 2})});
  session.submit(std::get<route::PermittedCommand>(verdict), at(milliseconds(1)));
  ASSERT_EQ(replies.all.size(), 1U);
  EXPECT_EQ(replies.all[0].outcome, core::Outcome::bus_down);
}

TEST_F(CanSessionTest, AMessageFromTheSerialLineDecodesTheSame) {
  CanSession session(plan_, nullptr, gate_, sink_);
  session.start(at(milliseconds(0)));
  EXPECT_EQ(to_string(session.status().state), "silent");
  session.on_reported(frame(kOverall, {7}), true, at(milliseconds(5)));
  EXPECT_EQ(to_string(session.status().state), "ok");
  ASSERT_EQ(sink_.heard.size(), 1U);
  EXPECT_EQ(sink_.heard[0].number, 7);
}

TEST_F(CanSessionTest, WhatWeSendOurselvesIsNoNewsWhenAUnitReportsIt) {
  plan_.written = {kFree};
  CanSession session(plan_, nullptr, gate_, sink_);
  session.start(at(milliseconds(0)));
  session.on_reported(frame(kFree, {1, 2}), false, at(milliseconds(5)));
  session.on_reported(frame(kCells, {0}), false, at(milliseconds(6)));  // our request, with its data
  EXPECT_EQ(to_string(session.status().state), "silent");
  EXPECT_TRUE(sink_.heard.empty());
  session.on_reported(frame(kFree, {1, 2}), true, at(milliseconds(7)));
  EXPECT_EQ(to_string(session.status().state), "ok");
}

TEST_F(CanSessionTest, AnotherMastersRequestWithDataIsNoCell) {
  link_.open(at(milliseconds(0)));
  hear(frame(kCells, {0}), milliseconds(5));
  hear(frame(kCells, {1}), milliseconds(6));
  pass(milliseconds(10), milliseconds(55));
  EXPECT_TRUE(sink_.heard.empty());
  EXPECT_EQ(state(), "silent");
}

TEST_F(CanSessionTest, ASingleCellIsTakenAsTheAnswerToOurOwnRequest) {
  link_.open(at(milliseconds(0)));
  hear(frame(kOverall, {1}), milliseconds(1));
  hear(frame(kCells, {7, 8}), milliseconds(5));
  hear(frame(kCells + 1, {0x85}), milliseconds(8));
  pass(milliseconds(10), milliseconds(400));
  EXPECT_EQ(sink_.sizes, (std::vector<std::size_t>{9}));
}

TEST_F(CanSessionTest, HeardFromTheSerialLineItStillSaysWhatTheInterfaceLacks) {
  link_.down(std::errc::no_such_device, at(milliseconds(0)));
  session_->on_reported(frame(kOverall, {7}), true, at(milliseconds(5)));
  EXPECT_EQ(state() + ": " + detail(), "ok: there is no interface vcan0");
  pass(milliseconds(10), milliseconds(20'000));
  EXPECT_EQ(state() + ": " + detail(), "absent: there is no interface vcan0");
}

}  // namespace
}  // namespace bmsgw::driver
