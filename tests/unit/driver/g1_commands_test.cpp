#include "bmsgw/driver/g1_commands.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bmsgw::driver {
namespace {

using codec::g1::encode_sentence;
using core::Outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Answer = core::SentenceCommand::Answer;
using Kind = core::Command::Kind;
using Lines = std::vector<std::string>;

core::MonoTime at(milliseconds time) {
  return core::MonoTime{} + std::chrono::hours(1) + time;
}

/// A unit's side of the line.
class G1CommandsTest : public testing::Test {
 protected:
  bool read(std::string sentence, std::string fields, Answer answer = Answer::one) {
    return commands_.add(++last_id_, Kind::read, {std::move(sentence), std::move(fields), answer});
  }
  bool write(std::string sentence, std::string fields, Answer answer) {
    return commands_.add(++last_id_, Kind::write, {std::move(sentence), std::move(fields), answer});
  }
  std::string send(milliseconds time) { return commands_.due(at(time)).value_or(""); }
  /// `CF2,0102,0960`
  bool hear(const std::string& line, milliseconds time) {
    const auto comma = line.find(',');
    const auto text = encode_sentence(line.substr(0, comma), line.substr(comma + 1));
    codec::g1::Sentence sentence;
    split_sentence(text, sentence);
    if (sentence.is_request()) return commands_.on_request(sentence, text);
    return commands_.on_sentence(sentence, text, at(time));
  }
  /// The one reply there is.
  core::Reply reply() {
    const auto replies = commands_.take_replies();
    EXPECT_EQ(replies.size(), 1U);
    return replies.empty() ? core::Reply{} : replies.front();
  }
  [[nodiscard]] bool has_reply() const { return commands_.has_replies(); }

  G1Commands commands_;
  std::uint64_t last_id_ = 0;
};

struct WireCase {
  const char* name;
  Kind kind;
  core::SentenceCommand command;
  std::string expected;
};

TEST_F(G1CommandsTest, WhatGoesOut) {
  const std::vector<WireCase> cases{
      {"a sentence", Kind::read, {"BV1", ""}, "BV1,?,"},
      {"a parameter", Kind::read, {"CF2", "0102"}, "CF2,0102,?,"},
      {"one statistic", Kind::read, {"SS1", "01"}, "SS1,01,90\r\n"},
      {"all statistics", Kind::read, {"SS1", ""}, "SS1,?,F1\r\n"},
      {"a read never clears the statistics", Kind::read, {"SS1", "c"}, "SS1,c,?,"},
      {"a read never writes", Kind::read, {"CF2", "0102,0960"}, "CF2,01020960,?,"},
      {"a write", Kind::write, {"SC1", "64"}, "SC1,64,E5\r\n"},
      {"a write without fields", Kind::write, {"RS1", ""}, "RS1,,3F\r\n"},
  };
  for (const auto& c : cases) {
    G1Commands commands;
    ASSERT_TRUE(commands.add(1, c.kind, c.command));
    const auto sent = commands.due(at(seconds(0))).value_or("");
    EXPECT_EQ(sent.substr(0, c.expected.size()), c.expected) << c.name;
    EXPECT_TRUE(sent.ends_with("\r\n")) << c.name;
  }
}

TEST_F(G1CommandsTest, AReadIsAnsweredByItsSentence) {
  read("CF2", "0102");
  send(seconds(0));
  EXPECT_FALSE(hear("CF2,0103,0960", milliseconds(5)));
  EXPECT_FALSE(hear("BV1,1,2", milliseconds(5)));
  EXPECT_FALSE(has_reply());
  EXPECT_TRUE(hear("CF2,0102,0960", milliseconds(10)));
  const auto answer = reply();
  EXPECT_EQ(answer.id, 1U);
  EXPECT_EQ(answer.outcome, Outcome::ok);
  EXPECT_EQ(answer.lines, Lines{"CF2,0102,0960"});
  EXPECT_TRUE(commands_.idle());
}

TEST_F(G1CommandsTest, AReadIsAskedTwiceAtMost) {
  read("BV1", "");
  EXPECT_NE(send(seconds(0)), "");
  commands_.on_time(at(milliseconds(999)));
  EXPECT_EQ(send(milliseconds(999)), "");
  commands_.on_time(at(seconds(1)));
  EXPECT_NE(send(seconds(1)), "");
  EXPECT_TRUE(commands_.holds_line());
  EXPECT_EQ(commands_.next_wake(), at(seconds(2)));
  commands_.on_time(at(seconds(2)));
  EXPECT_EQ(send(seconds(2)), "");
  EXPECT_EQ(reply().outcome, Outcome::timed_out);
  EXPECT_EQ(commands_.unanswered(), 1U);
}

TEST_F(G1CommandsTest, AnswersThatComeTooLateBelongToTheCommand) {
  read("ST1", "");
  send(seconds(0));
  commands_.on_time(at(seconds(1)));
  send(seconds(1));
  EXPECT_TRUE(hear("ST1,1", milliseconds(1100)));
  EXPECT_TRUE(hear("ST1,1", milliseconds(1200)));
  EXPECT_FALSE(hear("BV1,1", milliseconds(1200)));
  EXPECT_FALSE(hear("ST1,1", seconds(7)));
  EXPECT_EQ(reply().outcome, Outcome::ok);
}

TEST_F(G1CommandsTest, AWriteGoesOutOnce) {
  write("CF2", "0102,0960", Answer::one);
  EXPECT_NE(send(seconds(0)), "");
  commands_.on_time(at(seconds(1)));
  EXPECT_EQ(send(seconds(1)), "");
  const auto answer = reply();
  EXPECT_EQ(answer.outcome, Outcome::timed_out);
  EXPECT_NE(answer.reason.find("may have been taken"), std::string::npos) << answer.reason;
}

TEST_F(G1CommandsTest, AParameterIsWrittenWhenItsValueComesBack) {
  write("CF2", "0102,0960", Answer::one);
  send(seconds(0));
  EXPECT_TRUE(hear("CF2,0102,0955", milliseconds(10)));  // perhaps an answer to an earlier question
  EXPECT_FALSE(has_reply());
  EXPECT_TRUE(hear("CF2,0102,0960", milliseconds(20)));
  const auto answer = reply();
  EXPECT_EQ(answer.outcome, Outcome::ok);
  EXPECT_EQ(answer.lines, Lines{"CF2,0102,0960"});
}

TEST_F(G1CommandsTest, AnotherValueThatComesBackIsARefusal) {
  write("CF2", "0102,0960", Answer::one);
  send(seconds(0));
  EXPECT_TRUE(hear("CF2,0102,0955", milliseconds(10)));
  commands_.on_time(at(seconds(1)));
  const auto answer = reply();
  EXPECT_EQ(answer.outcome, Outcome::device_refused);
  EXPECT_EQ(answer.lines, Lines{"CF2,0102,0955"});
}

TEST_F(G1CommandsTest, OnALineThatEchoesTheEchoConfirmsNothing) {
  commands_.on_echo();
  write("CF2", "0102,0960", Answer::one);
  send(seconds(0));
  EXPECT_FALSE(hear("CF2,0102,0960", milliseconds(1)));
  EXPECT_FALSE(has_reply());
  EXPECT_TRUE(hear("CF2,0102,0960", milliseconds(20)));
  EXPECT_EQ(reply().outcome, Outcome::ok);
}

TEST_F(G1CommandsTest, AnEchoedPasswordIsNoAnswer) {
  for (const auto* sentence : {"PW1", "PW2"}) {
    write(sentence, "mypass12", Answer::one);
    send(seconds(0));
    EXPECT_FALSE(hear(std::string(sentence) + ",mypass12", milliseconds(1)));
    EXPECT_FALSE(hear(std::string(sentence) + ",otherpw", milliseconds(1)));
    EXPECT_TRUE(hear(std::string(sentence) + ",1", milliseconds(20)));
    EXPECT_EQ(reply().lines, Lines{std::string(sentence) + ",1"});
  }
}

TEST_F(G1CommandsTest, ALateAnswerToAReadIsNoAnswerToAWrite) {
  read("PW1", "");
  send(seconds(0));
  commands_.on_time(at(seconds(1)));
  send(seconds(1));
  commands_.on_time(at(seconds(2)));
  EXPECT_EQ(reply().outcome, Outcome::timed_out);
  write("PW1", "mypass12", Answer::one);
  send(seconds(2));
  EXPECT_TRUE(hear("PW1,0", milliseconds(2010)));
  EXPECT_TRUE(hear("PW1,0", milliseconds(2020)));  // it was asked twice
  EXPECT_FALSE(has_reply());
  EXPECT_TRUE(hear("PW1,1", milliseconds(2030)));
  EXPECT_EQ(reply().lines, Lines{"PW1,1"});
  write("PW1", "mypass12", Answer::one);  // what was late has come
  send(seconds(3));
  EXPECT_TRUE(hear("PW1,2", milliseconds(3010)));
  EXPECT_EQ(reply().lines, Lines{"PW1,2"});
}

TEST_F(G1CommandsTest, WhenNothingLateComesTheLastIsTheAnswerToAWrite) {
  read("PW1", "");
  send(seconds(0));
  commands_.on_time(at(seconds(1)));
  send(seconds(1));
  EXPECT_TRUE(hear("PW1,0", milliseconds(1010)));
  EXPECT_EQ(reply().outcome, Outcome::ok);
  write("PW1", "mypass12", Answer::one);
  send(milliseconds(1100));
  EXPECT_TRUE(hear("PW1,1", milliseconds(1110)));
  EXPECT_FALSE(has_reply());
  commands_.on_time(at(milliseconds(2100)));
  const auto answer = reply();
  EXPECT_EQ(answer.outcome, Outcome::ok);
  EXPECT_EQ(answer.lines, Lines{"PW1,1"});
}

TEST_F(G1CommandsTest, AUnitThatWantsALogIn) {
  for (const auto answer : {Answer::one, Answer::none, Answer::list, Answer::restart}) {
    write("SC1", "64", answer);
    send(seconds(0));
    EXPECT_TRUE(hear("PW1,?", milliseconds(100)));
    EXPECT_EQ(reply().outcome, Outcome::login_needed);
    EXPECT_TRUE(commands_.idle());
  }
  read("PW1", "");
  send(seconds(1));
  EXPECT_FALSE(hear("PW1,?", seconds(1)));  // an echo
  EXPECT_FALSE(has_reply());
}

TEST_F(G1CommandsTest, WhatIsNotAnsweredIsDoneWhenNoLogInWasAskedFor) {
  write("SC1", "64", Answer::none);
  send(seconds(0));
  EXPECT_FALSE(commands_.holds_line());
  commands_.on_time(at(milliseconds(299)));
  EXPECT_FALSE(has_reply());
  commands_.on_time(at(milliseconds(300)));
  EXPECT_EQ(reply().outcome, Outcome::ok);
}

TEST_F(G1CommandsTest, AListEndsWhenNothingMoreComes) {
  read("LG1", "", Answer::list);
  send(seconds(0));
  EXPECT_TRUE(hear("LG1,03,01,FFFFFF,1BCAC4D3", milliseconds(100)));
  EXPECT_TRUE(hear("LG1,04,03,FFFFFF,1BCAC4C6", milliseconds(250)));
  EXPECT_EQ(commands_.next_wake(), at(milliseconds(450)));
  commands_.on_time(at(milliseconds(449)));
  EXPECT_FALSE(has_reply());
  commands_.on_time(at(milliseconds(450)));
  const auto answer = reply();
  EXPECT_EQ(answer.lines, (Lines{"LG1,03,01,FFFFFF,1BCAC4D3", "LG1,04,03,FFFFFF,1BCAC4C6"}));
  EXPECT_EQ(answer.reason, "");
}

TEST_F(G1CommandsTest, AnEmptyListEndsAtOnce) {
  read("LG1", "", Answer::list);
  send(seconds(0));
  EXPECT_TRUE(hear("LG1,", milliseconds(10)));
  const auto answer = reply();
  EXPECT_EQ(answer.outcome, Outcome::ok);
  EXPECT_EQ(answer.lines, Lines{"LG1,"});
}

TEST_F(G1CommandsTest, AListIsBounded) {
  read("BV2", "", Answer::list);
  send(seconds(0));
  for (std::size_t i = 0; i < G1Commands::kMostLines; ++i) hear("BV2,00,1,2", milliseconds(10));
  auto answer = reply();
  EXPECT_EQ(answer.outcome, Outcome::ok);
  EXPECT_NE(answer.reason, "");
  EXPECT_EQ(answer.lines.size(), G1Commands::kMostLines);
  read("BV2", "", Answer::list);  // a list that never ends
  send(seconds(20));
  for (auto time = milliseconds(20'000); time <= seconds(31) && !has_reply(); time += milliseconds(100)) {
    hear("BV2,00,1,2", time);
    commands_.on_time(at(time));
  }
  answer = reply();
  EXPECT_EQ(answer.outcome, Outcome::ok);
  EXPECT_NE(answer.reason, "");
}

TEST_F(G1CommandsTest, ARestartIsSaidByTheMarkOrTheVersion) {
  write("RS1", "", Answer::restart);
  send(seconds(0));
  EXPECT_FALSE(hear("BV1,1,2", milliseconds(10)));
  commands_.on_restart();
  EXPECT_EQ(reply().outcome, Outcome::ok);
  write("RS1", "", Answer::restart);
  send(seconds(1));
  EXPECT_TRUE(hear("VR1,1,2", milliseconds(1500)));
  EXPECT_EQ(reply().lines, Lines{"VR1,1,2"});
  write("RS1", "", Answer::restart);
  send(seconds(2));
  commands_.on_time(at(milliseconds(11'999)));
  EXPECT_FALSE(has_reply());
  commands_.on_time(at(seconds(12)));
  EXPECT_EQ(reply().outcome, Outcome::timed_out);
}

TEST_F(G1CommandsTest, OneAfterTheOtherAndNotTooMany) {
  for (std::size_t i = 0; i < G1Commands::kMostWaiting; ++i) EXPECT_TRUE(read("BV1", ""));
  EXPECT_FALSE(read("BV1", ""));
  EXPECT_NE(send(seconds(0)), "");
  EXPECT_EQ(send(seconds(0)), "");
  EXPECT_TRUE(read("BV1", ""));
  for (std::uint64_t id = 1; id <= G1Commands::kMostWaiting; ++id) {
    EXPECT_TRUE(hear("BV1,1", milliseconds(10)));
    EXPECT_EQ(reply().id, id);
    EXPECT_NE(send(milliseconds(10)), "");
  }
  EXPECT_EQ(commands_.unanswered(), 1U);
}

TEST_F(G1CommandsTest, WhatNobodyWaitsForIsOverWhenItIsSent) {
  ASSERT_TRUE(commands_.add(0, Kind::write, {"CF2", "0102,0960", Answer::one}));
  EXPECT_NE(send(seconds(0)), "");
  EXPECT_TRUE(commands_.idle());
  EXPECT_FALSE(has_reply());
}

TEST_F(G1CommandsTest, ALogInThatARoutesWriteNeedsEndsNoOther) {
  ASSERT_TRUE(commands_.add(0, Kind::write, {"SC1", "64"}));
  EXPECT_NE(send(seconds(0)), "");
  write("RC1", "", Answer::none);
  EXPECT_EQ(send(milliseconds(10)), "");
  EXPECT_EQ(commands_.next_wake(), at(milliseconds(300)));
  EXPECT_FALSE(commands_.holds_line());
  hear("PW1,?", milliseconds(50));
  EXPECT_FALSE(has_reply());
  EXPECT_EQ(send(milliseconds(299)), "");
  EXPECT_NE(send(milliseconds(300)), "");
  commands_.on_time(at(milliseconds(600)));
  EXPECT_EQ(reply().outcome, Outcome::ok);
  EXPECT_EQ(commands_.next_wake(), core::kNever);
}

TEST_F(G1CommandsTest, AfterARoutesWriteAnotherOneOrAReadGoesOutAtOnce) {
  ASSERT_TRUE(commands_.add(0, Kind::write, {"SC1", "64"}));
  ASSERT_TRUE(commands_.add(0, Kind::write, {"SC1", "63"}));
  read("BV1", "");
  for (int i = 0; i < 3; ++i) EXPECT_NE(send(seconds(0)), "") << i;
  EXPECT_FALSE(hear("PW1,?", milliseconds(50)));  // not the read's
  EXPECT_TRUE(hear("BV1,1", milliseconds(60)));
  EXPECT_EQ(reply().outcome, Outcome::ok);
}

TEST_F(G1CommandsTest, ALostLineEndsThemAll) {
  write("CF2", "0102,0960", Answer::one);
  write("CF2", "0103,0960", Answer::one);
  read("BV1", "");
  send(seconds(0));
  commands_.on_down("No such device");
  const auto replies = commands_.take_replies();
  ASSERT_EQ(replies.size(), 3U);
  for (const auto& one : replies) EXPECT_EQ(one.outcome, Outcome::bus_down);
  EXPECT_EQ(replies[0].reason, "No such device; it may have been taken all the same");
  EXPECT_EQ(replies[1].reason, "No such device");
  EXPECT_EQ(replies[2].reason, "No such device");
  EXPECT_TRUE(commands_.idle());
}

TEST_F(G1CommandsTest, StoppingEndsThemAll) {
  read("BV1", "");
  read("BV1", "");
  send(seconds(0));
  commands_.stop();
  const auto replies = commands_.take_replies();
  ASSERT_EQ(replies.size(), 2U);
  for (const auto& one : replies) EXPECT_EQ(one.outcome, Outcome::refused);
}

TEST_F(G1CommandsTest, ALineThatTakesNoMoreBytes) {
  read("BV1", "");
  send(seconds(0));
  commands_.on_not_written();
  EXPECT_EQ(reply().outcome, Outcome::busy);
  EXPECT_TRUE(commands_.idle());
}

TEST_F(G1CommandsTest, WhatHasWaitedForTooLongIsNeverSent) {
  const core::SentenceCommand reset{"RS1", "", Answer::restart};
  ASSERT_TRUE(commands_.add(1, Kind::write, reset, at(seconds(10))));
  EXPECT_EQ(send(seconds(10)), "");
  const auto answer = reply();
  EXPECT_EQ(answer.id, 1U);
  EXPECT_EQ(answer.outcome, Outcome::busy);
  EXPECT_TRUE(commands_.idle());
}

}  // namespace
}  // namespace bmsgw::driver
