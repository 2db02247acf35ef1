#include "bmsgw/driver/g1_session.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/fake_link.hpp"

namespace bmsgw::driver {
namespace {

using codec::g1::encode_sentence;
using std::chrono::milliseconds;
using std::chrono::seconds;

core::Stamp at(milliseconds time) {
  return {time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
}

struct HeardSample {
  core::PointId point{};
  core::Quality quality{};
  double number = 0;
  milliseconds max_age{};
};

class SinkSpy final : public BusSink {
 public:
  void on_samples(std::span<const core::Sample> samples, core::Stamp /*now*/, milliseconds max_age) override {
    for (const auto& sample : samples) {
      heard.push_back({sample.point, sample.quality, core::number_of(sample.value).value_or(-1), max_age});
      if (const auto* list = std::get_if<core::List>(&sample.value))
        lists.emplace_back(list->begin(), list->end());
    }
  }
  void on_online(core::DeviceId /*device*/, bool online, core::Stamp /*now*/) override {
    onlines.push_back(online);
  }

  std::vector<HeardSample> heard;
  std::vector<std::vector<core::ListElement>> lists;
  std::vector<bool> onlines;
};

class G1SessionTest : public testing::Test {
 protected:
  G1SessionTest() {
    core::FieldFormat volts;
    volts.offset = 200;
    volts.factor = 0.01;
    volts.decimals = 2;
    auto cells = volts;
    cells.encoding = core::Encoding::hex_dec_byte_array;
    plan_.name = "serial0";
    plan_.packets = {{"BV1", std::nullopt, false}, {"BV2", seconds(10), true}};
    plan_.points = {{core::PointId{0}, "BV1", 2, volts, false, {}},
                    {core::PointId{1}, "BV2", 4, cells, true, 2}};
    session_ = std::make_unique<G1Session>(plan_, link_, gate_, sink_);
    link_.start(*session_);
  }

  void hear(std::string_view name, std::string_view fields, milliseconds time) {
    link_.bytes("\r\n" + encode_sentence(name, fields) + "\r\n", at(time));
  }
  /// Lets time pass as the loop would.
  void pass(milliseconds from, milliseconds until) {
    for (auto time = from; time <= until; time += milliseconds(10)) {
      if (session_->next_wake() <= at(time).mono) session_->on_time(at(time));
    }
  }
  [[nodiscard]] std::string state() const { return std::string(to_string(session_->status().state)); }

  G1BusPlan plan_;
  test::FakeLink link_;
  route::WriteGate gate_;
  SinkSpy sink_;
  std::unique_ptr<G1Session> session_;
};

TEST_F(G1SessionTest, DeliversSamplesAndGoesOnline) {
  link_.open(at(seconds(0)));
  EXPECT_EQ(state(), "silent");
  hear("BV1", "0050,4A,94,80,335B,", seconds(1));
  EXPECT_EQ(state(), "ok");
  ASSERT_EQ(sink_.heard.size(), 1U);
  EXPECT_EQ(sink_.heard[0].number, 2.74);
  EXPECT_EQ(sink_.heard[0].max_age, seconds(10));
  EXPECT_EQ(sink_.onlines.back(), true);
}

TEST_F(G1SessionTest, ABadFrameRenewsNothing) {
  link_.open(at(seconds(0)));
  hear("BV1", "0050,4A,94,80,335B,", seconds(1));
  for (int second = 2; second < 12; ++second) {
    link_.bytes("\r\nBV1,0050,4A,94,80,335B,,D4\r\n", at(seconds(second)));
    pass(seconds(second), seconds(second + 1));
  }
  EXPECT_EQ(sink_.heard.size(), 1U);
  EXPECT_EQ(sink_.onlines.back(), false);
  EXPECT_EQ(state(), "faulty");
  EXPECT_EQ(session_->status().errors, 10U);
}

TEST_F(G1SessionTest, SilenceIsSaidAfterItsLimit) {
  link_.open(at(seconds(0)));
  hear("BV1", "0050,4A,94,80,335B,", seconds(1));
  pass(seconds(1), milliseconds(10'990));
  EXPECT_EQ(state(), "ok");
  pass(milliseconds(10'990), milliseconds(11'010));
  EXPECT_EQ(state(), "silent");
  EXPECT_EQ(sink_.onlines.back(), false);
  hear("BV1", "0050,4A,94,80,335B,", seconds(20));
  EXPECT_EQ(sink_.onlines.back(), true);
}

TEST_F(G1SessionTest, TheUnitsOwnPeriodsLengthenTheLimit) {
  link_.open(at(seconds(0)));
  hear("CF2", "0111,012C", seconds(1));  // sleeping: every 30 s
  hear("BV1", "0050,4A,94,80,335B,", seconds(2));
  EXPECT_EQ(sink_.heard.back().max_age, seconds(90));
  pass(seconds(2), seconds(91));
  EXPECT_EQ(state(), "ok");
  pass(seconds(91), seconds(93));
  EXPECT_EQ(state(), "silent");
}

TEST_F(G1SessionTest, APortThatGoesAndComesBack) {
  link_.open(at(seconds(0)));
  hear("BV1", "0050,4A,94,80,335B,", seconds(1));
  link_.bytes("BV1,0050,4A,9", at(seconds(2)));
  link_.down(std::errc::no_such_device, at(seconds(2)));
  EXPECT_EQ(state(), "absent");
  EXPECT_EQ(sink_.onlines.back(), false);
  link_.open(at(seconds(5)));
  hear("BV1", "0050,4B,94,80,335B,", seconds(6));
  EXPECT_EQ(state(), "ok");
  EXPECT_EQ(sink_.heard.back().number, 2.75);
  EXPECT_EQ(session_->status().errors, 0U);
}

TEST_F(G1SessionTest, APortThatMayNotBeOpenedIsFaulty) {
  link_.down(std::errc::permission_denied, at(seconds(0)));
  EXPECT_EQ(state(), "faulty");
  EXPECT_EQ(session_->status().detail, "Permission denied");
}

TEST_F(G1SessionTest, AsksOnlyWithReadRequests) {
  link_.open(at(seconds(0)));
  hear("BV1", "0050,4A,94,80,335B,", milliseconds(100));
  pass(milliseconds(100), seconds(30));
  const auto written = link_.take();
  ASSERT_FALSE(written.empty());
  for (const auto& bytes : written) {
    EXPECT_NE(bytes.find(",?,"), std::string::npos) << bytes;
    EXPECT_TRUE(bytes.ends_with("\r\n")) << bytes;
  }
  EXPECT_EQ(std::ranges::count(written, "BV2,?," + encode_sentence("BV2", "?").substr(6) + "\r\n"), 3);
}

TEST_F(G1SessionTest, SaysThatBroadcastIsOff) {
  link_.open(at(seconds(0)));
  pass(seconds(0), milliseconds(5010));
  hear("CF2", "1600,00000000", milliseconds(5020));
  EXPECT_NE(session_->status().detail.find("parameter 1600, bit 12"), std::string::npos)
      << session_->status().detail;
}

TEST_F(G1SessionTest, AListIsDelivered200MillisecondsAfterItsLastPart) {
  link_.open(at(seconds(0)));
  hear("BV1", "0010,4A,94,80,335B,", milliseconds(0));
  hear("BV2", "00,0008,08,878782807D7F7F7D", milliseconds(100));
  pass(milliseconds(100), milliseconds(290));
  EXPECT_TRUE(sink_.lists.empty());
  pass(milliseconds(290), milliseconds(310));
  ASSERT_EQ(sink_.lists.size(), 1U);
  ASSERT_EQ(sink_.lists[0].size(), 16U);
  EXPECT_FALSE(sink_.lists[0][0].has_value());
  EXPECT_EQ(sink_.lists[0][8], 3.35);
}

TEST_F(G1SessionTest, AnEchoOfAQuestionIsNoAnswer) {
  link_.open(at(seconds(0)));
  hear("BV1", "?", seconds(1));
  EXPECT_TRUE(sink_.heard.empty());
  EXPECT_EQ(state(), "silent");
}

TEST_F(G1SessionTest, AUnitThatNoLongerAnswersIsNotAliveForItsSleepPeriod) {
  link_.open(at(seconds(0)));
  hear("BV1", "0050,4A,94,80,335B,", milliseconds(0));
  ASSERT_FALSE(link_.take().empty());  // BV2 is asked for
  hear("BV2", "00,0000,08,878782807D7F7F7D", milliseconds(10));
  hear("CF2", "0111,4650", milliseconds(20));  // sleeping: every half an hour
  pass(milliseconds(20), seconds(20));
  EXPECT_EQ(state(), "silent");
  EXPECT_EQ(sink_.onlines.back(), false);
  EXPECT_EQ(session_->status().detail.find("it no longer answers"), 0U) << session_->status().detail;
}

TEST_F(G1SessionTest, ASlowlyPolledUnitStaysOnline) {
  plan_.packets = {{"BV1", seconds(30), false}};
  plan_.points.resize(1);
  session_ = std::make_unique<G1Session>(plan_, link_, gate_, sink_);
  link_.start(*session_);
  link_.open(at(seconds(0)));
  for (auto time = milliseconds(0); time < seconds(200); time += milliseconds(10)) {
    if (session_->next_wake() <= at(time).mono) session_->on_time(at(time));
    for (const auto& bytes : link_.take()) {
      if (bytes.starts_with("BV1")) hear("BV1", "0050,4A,94,80,335B,", time);
    }
  }
  EXPECT_GE(sink_.heard.size(), 5U);
  EXPECT_EQ(state(), "ok");
  EXPECT_EQ(std::ranges::count(sink_.onlines, true), 1);
}

TEST_F(G1SessionTest, ARightCrcOfAnUnknownSentenceIsNoSignOfLife) {
  link_.open(at(seconds(0)));
  hear("QX7", "1,2,3", seconds(1));
  EXPECT_EQ(state(), "silent");
  EXPECT_EQ(session_->status().unknown, 1U);
}

TEST_F(G1SessionTest, AListUnderWayIsDeliveredWhenStopping) {
  link_.open(at(seconds(0)));
  hear("BV2", "00,0000,08,878782807D7F7F7D", milliseconds(100));
  session_->stop(at(milliseconds(150)));
  EXPECT_EQ(sink_.lists.size(), 1U);
}

TEST_F(G1SessionTest, StoppingSaysThatNobodyListens) {
  link_.open(at(seconds(0)));
  hear("BV1", "0050,4A,94,80,335B,", seconds(1));
  session_->stop(at(seconds(2)));
  EXPECT_EQ(sink_.onlines.back(), false);
  EXPECT_EQ(session_->next_wake(), core::kNever);
}

}  // namespace
}  // namespace bmsgw::driver
