#include "simulator/line_output.hpp"

#include <gtest/gtest.h>

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

using namespace std::chrono_literals;

const std::string kSentence = std::string(28, 'x') + "\r\n";

TEST(TokenBucket, LetsTheLineSpeedThroughInSmallPieces) {
  TokenBucket bucket(5760);
  EXPECT_EQ(bucket.available(0_s), 0U);
  std::size_t sent = 0;
  for (Elapsed now{0}; now < 2_s; now = bucket.ready_at(1000)) {
    const auto bytes = bucket.available(now);
    EXPECT_LE(bytes, 58U);
    bucket.take(bytes);
    sent += bytes;
  }
  EXPECT_NEAR(static_cast<double>(sent), 2 * 5760, 60);
}

TEST(TokenBucket, SavesNothingUpWhileIdle) {
  TokenBucket bucket(5760);
  EXPECT_LE(bucket.available(3600_s), 58U);
  TokenBucket slow(30);
  EXPECT_EQ(slow.available(10_s), 1U);
}

TEST(OutputQueue, DropsTheOldestButNotABegunSentence) {
  OutputQueue queue(100);
  for (int i = 0; i < 3; ++i) queue.push(std::to_string(i) + kSentence);
  EXPECT_EQ(queue.size_bytes(), 93U);
  queue.on_written(5);
  queue.push("3" + kSentence);
  EXPECT_EQ(queue.sentences_dropped(), 1U);
  EXPECT_LE(queue.size_bytes(), 100U);
  EXPECT_EQ(queue.front(100), ("0" + kSentence).substr(5));
  queue.on_written(26);
  EXPECT_EQ(queue.sentences_sent(), 1U);
  EXPECT_EQ(queue.front(1), "2");
  queue.clear();
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.size_bytes(), 0U);
}

std::size_t run(LineOutput& line, Elapsed from, Elapsed to) {
  std::size_t written = 0;
  for (Elapsed now = from; now < to; now = std::max(line.next_wake(), now + 1us)) {
    for (auto bytes = line.next(now); !bytes.empty() && written < 1'000'000; bytes = line.next(now)) {
      written += bytes.size();
      line.on_written(bytes.size());
    }
    if (line.next_wake() == kNotDue) break;
  }
  return written;
}

TEST(LineOutput, PacesAtItsBaud) {
  Misbehaviour none({}, 1);
  LineOutput line(9600, none);
  line.push(std::vector<std::string>(100, kSentence), 0_s);
  EXPECT_TRUE(line.is_busy());
  EXPECT_NEAR(static_cast<double>(run(line, 0_s, 2_s)), 1920, 40);
  EXPECT_FALSE(LineOutput(0, none).is_busy());
}

TEST(LineOutput, UnpacedGoesAtOnce) {
  Misbehaviour none({}, 1);
  LineOutput line(0, none);
  line.push(std::vector<std::string>(100, kSentence), 0_s);
  EXPECT_EQ(run(line, 0_s, 1us), 3000U);
  EXPECT_EQ(line.queue().sentences_sent(), 100U);
  EXPECT_EQ(line.next_wake(), kNotDue);
}

TEST(LineOutput, BurstIsNotPaced) {
  Misbehaviour burst({{MisdeedKind::burst, 2U, Elapsed{0}, kNotDue}}, 1);
  LineOutput line(9600, burst);
  line.push(std::vector<std::string>(100, kSentence), 0_s);
  EXPECT_EQ(run(line, 0_s, 1us), 6000U);
}

TEST(LineOutput, GarbageFillsTheLineAtItsSpeed) {
  Misbehaviour garbage({{MisdeedKind::garbage, {}, Elapsed{0}, kNotDue}}, 1);
  LineOutput line(57600, garbage);
  EXPECT_NEAR(static_cast<double>(run(line, 0_s, 3_s)), 3 * 5760, 80);
}

TEST(LineOutput, KeepsOnlyTheNewestForAPeerThatTakesNothing) {
  Misbehaviour none({}, 1);
  LineOutput line(0, none);
  line.push(std::vector<std::string>(500, kSentence), 0_s);
  line.on_blocked(0_s);
  EXPECT_EQ(line.queue().size_bytes(), 15000U);
  line.on_blocked(1_s);
  EXPECT_LE(line.queue().size_bytes(), 1024U);
  for (int i = 0; i < 100; ++i) line.push(std::vector<std::string>(100, kSentence), 1_s);
  EXPECT_LE(line.queue().size_bytes(), OutputQueue::kDefaultCapacity);
}

}  // namespace
}  // namespace bmsgw::simulator
