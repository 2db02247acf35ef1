// Commands and polls on one line, and the unit's event log.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "bmsgw/driver/g1_session.hpp"

#include "support/fake_link.hpp"

namespace bmsgw::driver {
namespace {

using codec::g1::encode_sentence;
using core::Outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Answer = core::SentenceCommand::Answer;
using Kind = core::Command::Kind;

constexpr auto kEvents = core::PointId{7};
constexpr auto kProgress = core::PointId{8};

core::Stamp at(milliseconds time) {
  constexpr std::int64_t kStartMs = 1'700'000'000'000;
  return {kStartMs + time.count(), core::MonoTime{} + std::chrono::hours(1) + time};
}

class CommandSink final : public BusSink, public ReplySink {
 public:
  void on_samples(std::span<const core::Sample> samples, core::Stamp /*now*/, milliseconds /*age*/) override {
    heard += samples.size();
  }
  void on_online(core::DeviceId /*device*/, bool online, core::Stamp /*now*/) override { is_online = online; }
  void on_log_entry(core::PointId point, const core::LogEntry& entry, core::Stamp /*now*/) override {
    EXPECT_EQ(point, kEvents);
    events.push_back(entry.code);
  }
  void on_firmware(core::PointId point, const core::FirmwareProgress& progress,
                   core::Stamp /*now*/) override {
    EXPECT_EQ(point, kProgress);
    states.push_back(std::string(to_string(progress.state)));
  }
  void on_reply(core::Reply reply) override { replies.push_back(std::move(reply)); }

  std::size_t heard = 0;
  bool is_online = false;
  std::vector<std::uint32_t> events;
  std::vector<std::string> states;
  std::vector<core::Reply> replies;
};

/// A session and a unit that answers what the test says.
class G1SessionCommandsTest : public testing::Test {
 protected:
  G1SessionCommandsTest() {
    plan_.name = "serial0";
    plan_.packets = {{"BV1", seconds(1), false}};
    plan_.points = {{core::PointId{0}, "BV1", 1, {}, false, {}}};
    plan_.events = kEvents;
    plan_.firmware = kProgress;
    route::BusPolicy policy;
    policy.read_write = true;
    policy.sentences = {"CF2", "SC1", "RS1"};
    policy.master_clear = true;
    policy.firmware = true;
    gate_ = route::WriteGate({policy});
    make();
  }
  void make() {
    session_ = std::make_unique<G1Session>(plan_, link_, gate_, sink_);
    session_->set_reply_sink(sink_);
    session_->keep_event_log([this](const std::string& state) { kept_.push_back(state); });
    session_->start(at(milliseconds(0)));
  }
  /// Open, heard, and its parameters read.
  void make_known() {
    link_.open(at(milliseconds(0)));
    hear("BV1,0050", milliseconds(0));
    answers_ = {{"BV1", "BV1,0050"},
                {"CF2,0010", "CF2,0010,0A"},
                {"CF2,0111", "CF2,0111,0A"},
                {"CF2,1600", "CF2,1600,00001000"}};
    pass(milliseconds(0), seconds(10));
    link_.take();
    sent_.clear();
  }
  void submit(core::Command command, milliseconds time) {
    const auto verdict = gate_.judge(std::move(command));
    ASSERT_TRUE(std::holds_alternative<route::PermittedCommand>(verdict))
        << std::get<route::Refusal>(verdict).reason;
    session_->submit(std::get<route::PermittedCommand>(verdict), at(time));
  }
  void read(std::uint64_t id, const std::string& sentence, const std::string& fields, milliseconds time,
            Answer answer = Answer::one) {
    submit({id, core::BusId{0}, Kind::read, core::SentenceCommand{sentence, fields, answer}}, time);
  }
  void write(std::uint64_t id, const std::string& sentence, const std::string& fields, Answer answer,
             milliseconds time) {
    submit({id, core::BusId{0}, Kind::write, core::SentenceCommand{sentence, fields, answer}}, time);
  }
  static std::string line_of(const std::string& line) {
    const auto comma = line.find(',');
    return encode_sentence(line.substr(0, comma), line.substr(comma + 1)) + "\r\n";
  }
  void hear(const std::string& line, milliseconds time) { link_.bytes(line_of(line), at(time)); }
  /// What was written, without CRC: `BV1,?`.
  std::vector<std::string> written() {
    std::vector<std::string> lines;
    for (const auto& bytes : link_.take()) lines.push_back(bytes.substr(0, bytes.rfind(',')));
    return lines;
  }
  /// Lets time pass as the loop would; the unit answers 5 ms after it was asked.
  void pass(milliseconds from, milliseconds until) {
    for (auto time = from; time < until; time += milliseconds(5)) {
      for (const auto& asked : std::exchange(asked_, {})) {
        for (const auto& [question, answer] : answers_) {
          if (asked.starts_with(question)) hear(answer, time);
        }
      }
      if (session_->next_wake() <= at(time).mono) session_->on_time(at(time));
      EXPECT_GE(session_->next_wake(), at(time).mono - milliseconds(5)) << time.count();
      for (const auto& line : written()) {
        asked_.push_back(line);
        sent_.push_back(line);
      }
    }
  }
  [[nodiscard]] auto count_sent(const std::string& start) const {
    return std::ranges::count_if(sent_,
                                 [&start](const std::string& line) { return line.starts_with(start); });
  }
  [[nodiscard]] Outcome outcome() const {
    EXPECT_EQ(sink_.replies.size(), 1U);
    return sink_.replies.empty() ? Outcome::failed : sink_.replies.front().outcome;
  }
  using Lines = std::vector<std::string>;

  G1BusPlan plan_;
  test::FakeLink link_;
  route::WriteGate gate_{{}};
  CommandSink sink_;
  std::map<std::string, std::string> answers_;
  std::vector<std::string> asked_;
  std::vector<std::string> sent_;
  std::vector<std::string> kept_;
  std::unique_ptr<G1Session> session_;
};

TEST_F(G1SessionCommandsTest, ACommandGoesOutAtOnce) {
  make_known();
  read(1, "CF2", "0102", milliseconds(10'100));
  EXPECT_EQ(written(), Lines{"CF2,0102,?"});
  hear("CF2,0102,0960", milliseconds(10'110));
  EXPECT_EQ(outcome(), Outcome::ok);
  EXPECT_EQ(sink_.replies[0].lines, Lines{"CF2,0102,0960"});
}

TEST_F(G1SessionCommandsTest, ACommandWaitsForThePollUnderWayAndGoesBeforeTheNext) {
  make_known();
  answers_.clear();
  asked_.clear();
  pass(seconds(10), milliseconds(10'100));
  ASSERT_EQ(sent_, Lines{"BV1,?"});
  read(1, "CF2", "0102", milliseconds(10'100));
  EXPECT_EQ(written(), Lines{});
  hear("BV1,0050", milliseconds(10'150));
  EXPECT_EQ(written(), Lines{"CF2,0102,?"});
  pass(milliseconds(10'150), milliseconds(11'100));  // the poll at 11 s waits
  EXPECT_EQ(count_sent("BV1"), 1);
  hear("CF2,0102,0960", milliseconds(11'100));
  EXPECT_EQ(written(), Lines{"BV1,?"});
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, ManyCommandsLeaveThePollsTheirRate) {
  make_known();
  answers_["CF2,0102"] = "CF2,0102,0960";
  std::uint64_t id = 0;
  for (auto time = milliseconds(10'000); time < seconds(20); time += milliseconds(50)) {
    while (id < sink_.replies.size() + 10) {
      read(++id, "CF2", "0102", time);
    }
    pass(time, time + milliseconds(50));
  }
  EXPECT_GE(count_sent("BV1"), 9);
  EXPECT_GE(sink_.replies.size(), 500U);
  std::uint64_t expected = 0;
  for (const auto& reply : sink_.replies) {
    EXPECT_EQ(reply.id, ++expected);
    EXPECT_EQ(reply.outcome, Outcome::ok);
  }
}

TEST_F(G1SessionCommandsTest, WithoutAnyPollCommandsGoOutAllTheSame) {
  plan_.packets.clear();
  make();
  link_.open(at(milliseconds(0)));
  pass(milliseconds(0), seconds(6));
  for (int id = 1; id <= 3; ++id) {
    read(static_cast<std::uint64_t>(id), "CF2", "0102", seconds(6 * id));
    EXPECT_EQ(written(), Lines{"CF2,0102,?"}) << id;
    pass(seconds(6 * id), seconds(6 * id + 6));  // the unit doesn't answer
  }
  EXPECT_EQ(sink_.replies.size(), 3U);
}

TEST_F(G1SessionCommandsTest, TooManyCommandsAreBusy) {
  make_known();
  for (std::uint64_t id = 1; id <= 20; ++id) read(id, "CF2", "0102", milliseconds(10'100));
  ASSERT_EQ(sink_.replies.size(), 3U);  // one is under way, sixteen wait
  for (const auto& reply : sink_.replies) EXPECT_EQ(reply.outcome, Outcome::busy);
  EXPECT_EQ(sink_.replies[0].id, 18U);
}

TEST_F(G1SessionCommandsTest, WhatARouteWritesGoesTheSameWay) {
  make_known();
  for (int i = 0; i < 20; ++i) write(0, "SC1", fmt::format("{:02X}", i), Answer::none, milliseconds(9990));
  EXPECT_EQ(written().size(), 20U);
  EXPECT_TRUE(sink_.replies.empty());
  EXPECT_EQ(session_->status().unanswered, 0U);
  pass(milliseconds(9990), milliseconds(10'200));
  read(1, "CF2", "0102", milliseconds(10'200));
  for (int i = 0; i < 20; ++i) write(0, "SC1", "64", Answer::none, milliseconds(10'200));
  EXPECT_EQ(session_->status().unanswered, 4U);
}

TEST_F(G1SessionCommandsTest, PollsGoOnWhileALogInMightBeAskedFor) {
  make_known();
  write(1, "SC1", "64", Answer::none, milliseconds(10'000));
  pass(milliseconds(10'000), milliseconds(10'290));
  EXPECT_EQ(count_sent("BV1"), 1);
  EXPECT_TRUE(sink_.replies.empty());
  pass(milliseconds(10'290), milliseconds(10'310));
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, AUnitThatWantsALogInSaysSo) {
  make_known();
  write(1, "CF2", "0102,0960", Answer::one, milliseconds(10'100));
  hear("PW1,?", milliseconds(10'120));
  EXPECT_EQ(outcome(), Outcome::login_needed);
}

TEST_F(G1SessionCommandsTest, ARestartIsHeard) {
  make_known();
  write(1, "RS1", "", Answer::restart, milliseconds(10'100));
  pass(milliseconds(10'100), milliseconds(12'000));
  EXPECT_EQ(count_sent("BV1"), 0);  // nothing is asked of a unit that restarts
  link_.bytes("#\r\n", at(milliseconds(12'000)));
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, AnAnswerToACommandIsDecodedAndShowsThatTheUnitIsThere) {
  plan_.points.push_back({core::PointId{1}, "ST1", 1, {}, false, {}});
  plan_.packets.push_back({"ST1", std::nullopt, false});
  make();
  link_.open(at(milliseconds(0)));
  read(1, "ST1", "", milliseconds(100));
  hear("ST1,01", milliseconds(110));
  EXPECT_EQ(sink_.heard, 1U);
  EXPECT_TRUE(sink_.is_online);
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, AnAnswerToACommandIsNotVolunteered) {
  link_.open(at(milliseconds(0)));
  answers_ = {{"BV1", "BV1,0050"}};
  pass(milliseconds(0), seconds(6));
  ASSERT_NE(session_->status().detail.find("each sentence is asked for"), std::string::npos);
  read(1, "ST1", "", milliseconds(6100));
  hear("ST1,01", milliseconds(6110));
  EXPECT_NE(session_->status().detail.find("each sentence is asked for"), std::string::npos);
}

TEST_F(G1SessionCommandsTest, OnALineThatIsDownNothingWaits) {
  link_.down(std::errc::no_such_device, at(milliseconds(0)));
  read(1, "CF2", "0102", milliseconds(100));
  EXPECT_EQ(outcome(), Outcome::bus_down);
  EXPECT_EQ(sink_.replies[0].reason, session_->status().detail);
}

TEST_F(G1SessionCommandsTest, BeforeTheFirstOpeningNothingWaits) {
  read(1, "CF2", "0102", milliseconds(100));
  EXPECT_EQ(outcome(), Outcome::bus_down);
  EXPECT_NE(sink_.replies[0].reason, "");
}

TEST_F(G1SessionCommandsTest, ALineThatIsLostEndsWhatWaits) {
  make_known();
  write(1, "CF2", "0102,0960", Answer::one, milliseconds(10'100));
  read(2, "CF2", "0102", milliseconds(10'100));
  link_.down(std::errc::no_such_device, at(milliseconds(10'200)));
  ASSERT_EQ(sink_.replies.size(), 2U);
  EXPECT_EQ(sink_.replies[0].outcome, Outcome::bus_down);
  EXPECT_EQ(sink_.replies[1].outcome, Outcome::bus_down);
  link_.take();
  link_.open(at(milliseconds(10'300)));
  EXPECT_EQ(written(), Lines{});
}

TEST_F(G1SessionCommandsTest, ASilentUnitIsTriedAllTheSame) {
  link_.open(at(milliseconds(0)));
  read(1, "CF2", "0102", milliseconds(100));
  pass(milliseconds(100), milliseconds(2200));
  EXPECT_EQ(count_sent("CF2,0102"), 2);
  EXPECT_EQ(outcome(), Outcome::timed_out);
}

TEST_F(G1SessionCommandsTest, StoppingAnswersAll) {
  make_known();
  read(1, "CF2", "0102", milliseconds(10'100));
  read(2, "CF2", "0102", milliseconds(10'100));
  session_->stop(at(milliseconds(10'200)));
  ASSERT_EQ(sink_.replies.size(), 2U);
  for (const auto& reply : sink_.replies) EXPECT_EQ(reply.outcome, Outcome::refused);
  read(3, "CF2", "0102", milliseconds(10'300));
  ASSERT_EQ(sink_.replies.size(), 3U);
  EXPECT_EQ(sink_.replies[2].outcome, Outcome::refused);
}

TEST_F(G1SessionCommandsTest, OnALineThatEchoesAnEchoConfirmsNothing) {
  make_known();
  answers_.clear();
  pass(milliseconds(10'000), milliseconds(10'020));
  ASSERT_EQ(count_sent("BV1,?"), 1);
  hear("BV1,?", milliseconds(10'021));
  hear("BV1,0050", milliseconds(10'022));
  write(1, "CF2", "0102,0960", Answer::one, milliseconds(10'100));
  hear("CF2,0102,0960", milliseconds(10'101));
  EXPECT_TRUE(sink_.replies.empty());
  hear("CF2,0102,0960", milliseconds(10'120));
  EXPECT_EQ(outcome(), Outcome::ok);
}

TEST_F(G1SessionCommandsTest, AMasterClearHasTheLineForItself) {
  make_known();
  answers_.clear();
  submit({1, core::BusId{0}, Kind::write, core::MasterClear{}}, milliseconds(10'001));
  read(2, "CF2", "0102", milliseconds(10'002));
  ASSERT_EQ(sink_.replies.size(), 1U);
  EXPECT_EQ(sink_.replies[0].outcome, Outcome::busy);
  EXPECT_EQ(written(), Lines{"RS1,"});
  EXPECT_NE(session_->status().detail, "");
  link_.bytes("#", at(milliseconds(10'500)));
  pass(milliseconds(10'500), seconds(60));
  ASSERT_EQ(sink_.replies.size(), 2U);  // it has ended, whatever became of it
  EXPECT_EQ(sink_.replies[1].id, 1U);
  sent_.clear();
  hear("BV1,0050", seconds(60));
  pass(seconds(60), seconds(66));
  EXPECT_GE(count_sent("BV1"), 1);
}

TEST_F(G1SessionCommandsTest, ADialogueStartsAfterThePollUnderWay) {
  make_known();
  answers_.clear();
  pass(milliseconds(10'000), milliseconds(10'020));
  ASSERT_EQ(sent_, Lines{"BV1,?"});
  submit({1, core::BusId{0}, Kind::write, core::MasterClear{}}, milliseconds(10'030));
  EXPECT_EQ(written(), Lines{});
  hear("BV1,0050", milliseconds(10'040));
  EXPECT_EQ(written(), Lines{"RS1,"});
}

TEST_F(G1SessionCommandsTest, ThereIsNothingToAbort) {
  make_known();
  submit({1, core::BusId{0}, Kind::write, core::FirmwareAbort{}}, milliseconds(10'100));
  EXPECT_EQ(outcome(), Outcome::refused);
}

class G1EventLogTest : public G1SessionCommandsTest {
 protected:
  G1EventLogTest() {
    plan_.event_log_period = seconds(60);
    make();
    answers_ = {{"BV1", "BV1,0050"},
                {"CF2,0010", "CF2,0010,0A"},
                {"CF2,0111", "CF2,0111,0A"},
                {"CF2,1600", "CF2,1600,00001000"},
                {"TD1", "TD1,2023,11,14,22,13,20,00,00000000"},
                {"LG1", "LG1,00,16,FFFFFF,2CE6A900"}};
    link_.open(at(milliseconds(0)));
  }
};

TEST_F(G1EventLogTest, IsReadAfterTheClockAndToldOnce) {
  hear("BV1,0050", milliseconds(0));
  pass(milliseconds(0), seconds(200));
  EXPECT_EQ(count_sent("TD1,?"), 4);
  EXPECT_EQ(count_sent("LG1,?"), 4);
  EXPECT_LT(std::ranges::find(sent_, "TD1,?"), std::ranges::find(sent_, "LG1,?"));
  EXPECT_EQ(sink_.events, std::vector<std::uint32_t>{0x16});
  ASSERT_EQ(kept_.size(), 1U);
  EXPECT_EQ(kept_[0], "{\"told\":\"2CE6A900.16.1\"}\n");
}

TEST_F(G1EventLogTest, AClockThatIsVolunteeredIsNotAskedFor) {
  for (auto time = milliseconds(0); time < seconds(200); time += milliseconds(1000)) {
    hear("TD1,2023,11,14,22,13,20,00,00000000", time);
    pass(time, time + milliseconds(1000));
  }
  EXPECT_EQ(count_sent("TD1"), 0);
  EXPECT_EQ(count_sent("LG1"), 4);
}

TEST_F(G1EventLogTest, WhatEarlierRunsHaveToldIsNotToldAgain) {
  plan_.event_log_state = "{\"told\":\"2CE6A900.16.1\"}\n";
  make();
  link_.open(at(milliseconds(0)));
  hear("BV1,0050", milliseconds(0));
  pass(milliseconds(0), seconds(100));
  EXPECT_GE(count_sent("LG1"), 1);
  EXPECT_TRUE(sink_.events.empty());
  EXPECT_TRUE(kept_.empty());
}

TEST_F(G1EventLogTest, AUnitWithoutAClockIsReadAllTheSame) {
  answers_.erase("TD1");
  hear("BV1,0050", milliseconds(0));
  pass(milliseconds(0), seconds(200));
  EXPECT_EQ(sink_.events.size(), 1U);
}

TEST_F(G1EventLogTest, AUnitWithoutALogIsRarelyAskedForIt) {
  answers_.erase("LG1");
  hear("BV1,0050", milliseconds(0));
  pass(milliseconds(0), seconds(600));
  EXPECT_LE(count_sent("LG1"), 11);
  EXPECT_TRUE(sink_.is_online);
}

TEST_F(G1EventLogTest, NothingIsAskedOfAUnitThatIsNotHeard) {
  answers_.clear();
  pass(milliseconds(0), seconds(60));
  EXPECT_EQ(count_sent("LG1"), 0);
  EXPECT_EQ(count_sent("TD1"), 0);
}

}  // namespace
}  // namespace bmsgw::driver
