#include "simulator/misbehaviour.hpp"

#include <gtest/gtest.h>

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

std::vector<std::string> hundred() {
  return std::vector<std::string>(100, codec::g1::encode_sentence("BV1", "0050,4A,94,80,335B,") + "\r\n");
}

codec::g1::FramerCounters counted(const std::vector<std::string>& output) {
  std::string bytes;
  for (const auto& text : output) bytes += text;
  codec::g1::Framer framer;
  framer.feed(bytes);
  while (framer.next()) continue;
  return framer.counters();
}

std::vector<std::string> spoil(const std::string& misdeed) {
  Misbehaviour line({std::get<Misdeed>(parse_misdeed(misdeed))}, 1);
  return line.apply(hundred(), 5_s);
}

TEST(Misbehaviour, LeavesSentencesAloneOutsideItsTime) {
  for (const auto& known : misdeed_names()) {
    const auto name = std::string(known.name);
    EXPECT_EQ(spoil(name + "@6"), hundred()) << name;
    EXPECT_EQ(spoil(name + "@1+3"), hundred()) << name;
  }
}

TEST(Misbehaviour, NoiseStandsBetweenWholeSentences) {
  const auto counters = counted(spoil("noise"));
  EXPECT_EQ(counters.sentences, 100U);
  EXPECT_GT(counters.non_ascii + counters.malformed, 30U);
}

TEST(Misbehaviour, CutSentencesRunIntoTheNext) {
  const auto counters = counted(spoil("cut"));
  EXPECT_GT(counters.sentences, 5U);
  EXPECT_LT(counters.sentences, 50U);
}

TEST(Misbehaviour, WrongCrcSpoilsItsShare) {
  const auto half = counted(spoil("wrong-crc"));
  EXPECT_NEAR(static_cast<double>(half.bad_crc), 50, 20);
  EXPECT_EQ(half.bad_crc + half.sentences, 100U);
  EXPECT_EQ(counted(spoil("wrong-crc:100")).bad_crc, 100U);
}

TEST(Misbehaviour, SilenceAndDisappearSendNothing) {
  EXPECT_TRUE(spoil("silence").empty());
  EXPECT_TRUE(spoil("disappear").empty());
  Misbehaviour line({std::get<Misdeed>(parse_misdeed("disappear@2+3"))}, 1);
  EXPECT_FALSE(line.port_gone(1_s));
  EXPECT_TRUE(line.port_gone(2_s));
  EXPECT_FALSE(line.port_gone(5_s));
  EXPECT_EQ(line.next_change(0_s), 2_s);
  EXPECT_EQ(line.next_change(2_s), 5_s);
  EXPECT_EQ(line.next_change(5_s), kNotDue);
}

TEST(Misbehaviour, BurstRepeatsUnpaced) {
  EXPECT_EQ(counted(spoil("burst")).sentences, 2000U);
  EXPECT_EQ(counted(spoil("burst:3")).sentences, 300U);
  Misbehaviour line({std::get<Misdeed>(parse_misdeed("burst@1+1"))}, 1);
  EXPECT_TRUE(line.unpaced(1_s));
  EXPECT_FALSE(line.unpaced(2_s));
}

TEST(Misbehaviour, EndlessHasNoLineEndUntilItIsOver) {
  Misbehaviour line({std::get<Misdeed>(parse_misdeed("endless@0+10"))}, 1);
  EXPECT_TRUE(line.fills(1_s));
  EXPECT_TRUE(line.apply(hundred(), 1_s).empty());
  std::vector<std::string> output{line.filler(3000, 1_s), line.filler(3000, 2_s)};
  EXPECT_EQ(output[0].substr(0, 4), "BV2,");
  EXPECT_NE(output[1].substr(0, 4), "BV2,");
  EXPECT_EQ((output[0] + output[1]).find_first_of("\r\n"), std::string::npos);
  EXPECT_FALSE(line.fills(10_s));
  EXPECT_TRUE(line.filler(100, 10_s).empty());
  for (const auto& text : line.apply(hundred(), 10_s)) output.push_back(text);
  EXPECT_EQ(counted(output).sentences, 100U);
  EXPECT_EQ(counted(output).overlong, 1U);
}

TEST(Misbehaviour, GarbageIsSeeded) {
  const auto misdeed = std::get<Misdeed>(parse_misdeed("garbage"));
  Misbehaviour one({misdeed}, 7);
  Misbehaviour same({misdeed}, 7);
  Misbehaviour other({misdeed}, 8);
  const auto bytes = one.filler(500, 1_s);
  EXPECT_EQ(bytes.size(), 500U);
  EXPECT_EQ(bytes, same.filler(500, 1_s));
  EXPECT_NE(bytes, other.filler(500, 1_s));
}

}  // namespace
}  // namespace bmsgw::simulator
