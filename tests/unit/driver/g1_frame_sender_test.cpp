#include <algorithm>

#include <gtest/gtest.h>

#include "driver/g1/frame_sender.hpp"
#include "support/fake_boot_loader.hpp"

namespace bmsgw::driver {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

core::MonoTime at(milliseconds time) {
  return core::MonoTime{} + std::chrono::hours(1) + time;
}

/// Of `size` bytes of data, as its number decides.
std::string frame(std::size_t size, unsigned number) {
  std::string text{static_cast<char>(size >> 8U), static_cast<char>(size)};
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(1 + (number * 37 + i * 11) % 200);
  return text;
}

std::vector<std::string> some_frames(std::size_t count, std::size_t size = 18) {
  std::vector<std::string> frames;
  for (unsigned i = 0; i < count; ++i) frames.push_back(frame(size, i));
  return frames;
}

/// A sender against a loader, without waiting.
struct Line {
  explicit Line(std::vector<std::string> the_frames)
      : frames(std::move(the_frames)), loader(frames), sender(frames) {}

  void run() {
    carry(sender.start(now));
    run_on();
  }
  void run_on() {
    while (!sender.done() && sender.failure().empty() && now < at(minutes(10))) {
      now = std::max(now, sender.next_wake());
      carry(sender.on_time(now));
    }
  }
  void carry(std::string bytes) {
    while (!bytes.empty()) {
      const auto answer = loader.feed(bytes);
      bytes = sender.on_bytes({answer.data(), answer.size()}, now);
    }
  }

  std::vector<std::string> frames;
  test::FakeBootLoader loader;
  FrameSender sender;
  core::MonoTime now = at(milliseconds(0));
};

TEST(FrameSender, SendsEachFrameAtOnceWhenTheLastIsAccepted) {
  Line line(some_frames(5));
  line.run();
  EXPECT_TRUE(line.sender.done());
  EXPECT_EQ(line.loader.accepted(), line.frames);
  EXPECT_EQ(line.sender.repeated(), 0U);
  EXPECT_EQ(line.now, at(milliseconds(0)));  // nothing waits for a time
}

TEST(FrameSender, SendsARefusedFrameAgain) {
  Line line(some_frames(3));
  line.loader.refuse_frames = {1, 2, 4};
  line.run();
  EXPECT_TRUE(line.sender.done());
  EXPECT_EQ(line.loader.accepted(), line.frames);
  EXPECT_EQ(line.sender.repeated(), 3U);
}

TEST(FrameSender, GivesUpAFrameThatIsRefusedEachTime) {
  Line line(some_frames(3));
  for (std::size_t i = 1; i < 40; ++i) line.loader.refuse_frames.insert(i);
  line.run();
  EXPECT_NE(line.sender.failure().find("CRC error"), std::string::npos);
  EXPECT_EQ(line.sender.accepted(), 1U);
  EXPECT_EQ(line.sender.repeated(), 10U);
}

/// Each byte of a frame in turn gets lost, its length bytes too.
TEST(FrameSender, AnyLostByteIsMadeUpFor) {
  for (const std::size_t size : {1U, 3U, 18U, 300U}) {
    const auto frames = some_frames(3, size);
    for (std::size_t lost = 0; lost < size + 2; ++lost) {
      Line line(frames);
      line.loader.lose_bytes = {size + 2 + lost};
      line.run();
      ASSERT_TRUE(line.sender.done()) << size << "/" << lost << ": " << line.sender.failure();
      ASSERT_EQ(line.loader.accepted(), line.frames) << size << "/" << lost;
      ASSERT_LT(line.now, at(minutes(5)));
    }
  }
}

TEST(FrameSender, SeveralBytesLostInARowAreMadeUpFor) {
  Line line(some_frames(3));
  line.loader.lose_bytes = {22, 23, 24, 25, 26, 27, 28, 29};
  line.run();
  EXPECT_TRUE(line.sender.done()) << line.sender.failure();
  EXPECT_EQ(line.loader.accepted(), line.frames);
}

TEST(FrameSender, AByteLostInEachFrameIsMadeUpFor) {
  Line line(some_frames(20));
  for (std::size_t i = 7; i < 20 * 42; i += 43) line.loader.lose_bytes.insert(i);
  line.run();
  EXPECT_TRUE(line.sender.done()) << line.sender.failure();
  EXPECT_EQ(line.loader.accepted(), line.frames);
  EXPECT_GE(line.sender.repeated(), 5U);
}

TEST(FrameSender, AnAnswerThatGotLostSendsTheFrameTwice) {
  for (const bool answers_empty : {true, false}) {
    Line line(some_frames(3));
    line.loader.answers_empty_frames = answers_empty;
    line.loader.lose_answers = {1};
    line.run();
    EXPECT_TRUE(line.sender.done()) << line.sender.failure();
    EXPECT_EQ(line.loader.accepted(),
              (std::vector{line.frames[0], line.frames[1], line.frames[1], line.frames[2]}));
  }
}

TEST(FrameSender, ALostRefusalIsMadeUpFor) {
  Line line(some_frames(3));
  line.loader.refuse_frames = {1};
  line.loader.lose_answers = {1};
  line.run();
  EXPECT_TRUE(line.sender.done()) << line.sender.failure();
  EXPECT_EQ(line.loader.accepted(), line.frames);
}

TEST(FrameSender, NothingIsSentToALoaderThatTakesItsTime) {
  const auto frames = some_frames(2);
  FrameSender sender(frames);
  ASSERT_EQ(sender.start(at(seconds(0))), frames[0]);
  EXPECT_EQ(sender.on_time(at(milliseconds(9'900))), "");
  EXPECT_EQ(sender.on_bytes(std::string_view("\x11"), at(milliseconds(9'900))), frames[1]);
  EXPECT_EQ(sender.repeated(), 0U);
}

/// A frame's answer comes after so many deadlines; the next frame arrives whole, and none twice.
TEST(FrameSender, ALateAcceptanceIsOne) {
  for (int late = 1; late <= 40; ++late) {
    Line line(some_frames(3));
    std::string out = line.sender.start(line.now);
    for (int i = 0; i < late; ++i) {
      line.now = line.sender.next_wake();
      out += line.sender.on_time(line.now);
    }
    const auto answers = line.loader.feed(out);
    ASSERT_EQ(answers.substr(0, 1), "\x11");
    line.carry(line.sender.on_bytes({answers.data(), answers.size()}, line.now));
    EXPECT_EQ(line.sender.accepted(), 1U);
    line.run_on();
    EXPECT_TRUE(line.sender.done()) << late << ": " << line.sender.failure();
    EXPECT_EQ(line.loader.accepted(), line.frames) << late;
    EXPECT_LE(line.sender.repeated(), late <= 16 ? 0U : 1U) << late;  // a probe may end within another
  }
}

TEST(FrameSender, ALateAcceptanceOfTheLastFrameEndsIt) {
  const auto frames = some_frames(1);
  FrameSender sender(frames);
  ASSERT_EQ(sender.start(at(seconds(0))), frames[0]);
  EXPECT_EQ(sender.on_time(sender.next_wake()), "\0"s);
  EXPECT_EQ(sender.on_bytes(std::string_view("\x11"), at(seconds(11))), "");
  EXPECT_TRUE(sender.done());
  EXPECT_EQ(sender.next_wake(), core::kNever);
}

TEST(FrameSender, AMangledLengthIsMadeUpFor) {
  for (const int wrong : {0x00, 0x01, 0x10, 0x13, 0x40, 0x92, 0xFF}) {
    for (const std::size_t place : {0U, 1U}) {
      Line line(some_frames(3));
      auto out = line.sender.start(line.now);
      out[place] = static_cast<char>(wrong);
      line.carry(out);
      line.run_on();
      EXPECT_TRUE(line.sender.done()) << wrong << "/" << place << ": " << line.sender.failure();
      EXPECT_EQ(line.loader.accepted(), line.frames);
    }
  }
}

TEST(FrameSender, ASilentLoaderIsGivenUp) {
  Line line(some_frames(3));
  for (std::size_t i = 20; i < 100'000; ++i) line.loader.lose_bytes.insert(i);
  line.run();
  EXPECT_NE(line.sender.failure().find("no longer answers"), std::string::npos);
  EXPECT_EQ(line.sender.accepted(), 1U);
  EXPECT_LT(line.now, at(minutes(2)));
  EXPECT_EQ(line.sender.next_wake(), core::kNever);
}

TEST(FrameSender, OtherBytesAreIgnoredAndCounted) {
  const auto frames = some_frames(2);
  FrameSender sender(frames);
  ASSERT_EQ(sender.start(at(seconds(0))), frames[0]);
  EXPECT_EQ(sender.on_bytes(std::string_view("VR\r\n"), at(seconds(0))), "");
  EXPECT_EQ(sender.on_bytes(std::string_view("x\x11\x11"), at(seconds(0))), frames[1]);
  EXPECT_EQ(sender.ignored(), 6U);
  EXPECT_EQ(sender.accepted(), 1U);  // the second one can't be the answer to what wasn't out yet
}

TEST(FrameSender, AUnitThatStartsAnewInTheMiddleEndsIt) {
  const auto frames = some_frames(3);
  FrameSender sender(frames);
  ASSERT_EQ(sender.start(at(seconds(0))), frames[0]);
  EXPECT_EQ(sender.on_bytes(std::string_view("#"), at(seconds(1))), "");
  EXPECT_EQ(sender.on_time(sender.next_wake()), "");
  EXPECT_NE(sender.failure().find("started anew"), std::string::npos);
  EXPECT_FALSE(sender.restarted_at_last());
}

TEST(FrameSender, ARestartAfterTheLastFrameWasItsAnswer) {
  const auto frames = some_frames(1);
  FrameSender sender(frames);
  ASSERT_EQ(sender.start(at(seconds(0))), frames[0]);
  EXPECT_EQ(sender.on_bytes(std::string_view("#"), at(seconds(1))), "");
  EXPECT_EQ(sender.on_time(sender.next_wake()), "");
  EXPECT_TRUE(sender.restarted_at_last());
}

}  // namespace
}  // namespace bmsgw::driver
