#include "simulator/line_input.hpp"

#include <gtest/gtest.h>

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

TEST(LineInput, BytesComeAsFastAsTheLine) {
  LineInput line(10'000);  // a byte per millisecond
  const std::string text(100, 'x');
  line.push(text, 1_s);
  EXPECT_EQ(line.take(1_s), "");
  std::size_t count = 0;
  Elapsed now = 1_s;
  while (count < text.size()) {
    const auto wake = line.next_wake();
    ASSERT_GT(wake, now);
    now = wake;
    count += line.take(now).size();
    EXPECT_LE(Elapsed(std::chrono::milliseconds(count)), now - 1_s);
  }
  EXPECT_GE(now, 1_s + std::chrono::milliseconds(100));
  EXPECT_LT(now, 1_s + std::chrono::milliseconds(101));
  EXPECT_EQ(line.next_wake(), kNotDue);
}

TEST(LineInput, AnIdleLineSavesNothingUp) {
  LineInput line(10'000);
  line.push(std::string("a"), 1_s);
  EXPECT_EQ(line.take(2_s), "a");
  line.push(std::string("b"), 100_s);
  EXPECT_EQ(line.take(100_s), "");
  EXPECT_EQ(line.take(101_s), "b");
}

TEST(LineInput, ASlowLineMakesNobodyBusy) {
  LineInput line(300);
  line.push(std::string("ab"), 0_s);
  int wakes = 0;
  for (std::string all; all.size() < 2; ++wakes) all += line.take(line.next_wake());
  EXPECT_LE(wakes, 4);
}

TEST(LineInput, UnpacedAtOnce) {
  LineInput line(0);
  line.push(std::string("abc"), 1_s);
  EXPECT_EQ(line.next_wake(), 1_s);
  EXPECT_EQ(line.take(1_s), "abc");
}

TEST(LineInput, IsFullAtItsBound) {
  LineInput line(57'600);
  line.push(std::string(4095, 'x'), 0_s);
  EXPECT_FALSE(line.is_full());
  line.push(std::string("x"), 0_s);
  EXPECT_TRUE(line.is_full());
  line.clear();
  EXPECT_TRUE(line.empty());
}

}  // namespace
}  // namespace bmsgw::simulator
