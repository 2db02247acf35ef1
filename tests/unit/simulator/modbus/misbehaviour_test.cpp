#include "simulator/modbus/misbehaviour.hpp"

#include <gtest/gtest.h>

#include "map_fixture.hpp"

namespace bmsgw::simulator::modbus {
namespace {

Misbehaviour doing(const std::string& misdeed) {
  return {{std::get<Misdeed>(parse_misdeed(misdeed))}, 1};
}

/// Of a hundred answers.
template <typename Hits>
int count(Hits hits) {
  int seen = 0;
  for (int i = 0; i < 100; ++i) seen += hits() ? 1 : 0;
  return seen;
}

TEST(ModbusMisbehaviour, NothingOutsideItsTime) {
  for (const auto& known : misdeed_names()) {
    const std::string number = known.name == "illegal" ? ":100" : "";
    for (const auto* time : {"@6", "@1+3"}) {
      auto line = doing(std::string(known.name) + number + time);
      codec::modbus::Bytes answer{1, 3};
      line.spoil_unit(answer, 5_s);
      EXPECT_EQ(answer.front(), 1) << known.name;
      EXPECT_FALSE(line.exception(reading(100, 1), 5_s)) << known.name;
      EXPECT_FALSE(line.is_dead(1, 1, 5_s) || line.drops(5_s) || line.is_silent(5_s) || line.echoes(5_s));
      EXPECT_FALSE(line.takes_one_only(5_s) || line.is_half_open(5_s) || line.is_gone(5_s));
      EXPECT_EQ(line.transaction(9, 5_s), 9);
      EXPECT_EQ(line.crc(9, 5_s), 9);
      EXPECT_EQ(line.delay(5_s), 0_s);
      EXPECT_TRUE(line.garbage(5_s).empty());
      EXPECT_FALSE(line.byte_s(5_s));
    }
  }
}

TEST(ModbusMisbehaviour, SharesOfAnswers) {
  EXPECT_NEAR(count([line = doing("wrong-transaction")]() mutable { return line.transaction(9, 0_s) != 9; }),
              50, 20);
  EXPECT_EQ(
      count([line = doing("wrong-transaction:100")]() mutable { return line.transaction(0, 0_s) != 0; }),
      100);
  EXPECT_EQ(count([line = doing("crc:100")]() mutable { return line.crc(9, 0_s) != 9; }), 100);
  EXPECT_EQ(count([line = doing("drop")]() mutable { return line.drops(0_s); }), 100);
  EXPECT_NEAR(count([line = doing("drop:50")]() mutable { return line.drops(0_s); }), 50, 20);
  EXPECT_NEAR(count([line = doing("garbage:30")]() mutable { return !line.garbage(0_s).empty(); }), 30, 20);
  EXPECT_EQ(count([line = doing("wrong-unit:100")]() mutable {
              codec::modbus::Bytes answer{1, 3};
              line.spoil_unit(answer, 0_s);
              return answer == codec::modbus::Bytes{2, 3};
            }),
            100);
}

TEST(ModbusMisbehaviour, Exceptions) {
  EXPECT_EQ(doing("exception").exception(reading(0, 1), 0_s), 4);
  EXPECT_EQ(doing("exception:11").exception(reading(0, 1), 0_s), core::kGatewayTargetSilent);
  EXPECT_EQ(doing("busy").exception(reading(0, 1), 0_s), core::kServerBusy);
  const auto illegal = doing("illegal:100");
  const struct {
    std::uint16_t address, count;
    bool refused;
  } cases[]{{100, 1, true}, {90, 20, true}, {99, 1, false}, {99, 2, true}, {101, 5, false}};
  for (const auto& test : cases)
    EXPECT_EQ(illegal.exception(reading(test.address, test.count), 0_s).has_value(), test.refused)
        << test.address;
}

TEST(ModbusMisbehaviour, DeadUnits) {
  const auto last = doing("dead-unit");
  EXPECT_TRUE(last.is_dead(7, 7, 0_s));
  EXPECT_FALSE(last.is_dead(1, 7, 0_s));
  Misbehaviour two(
      {std::get<Misdeed>(parse_misdeed("dead-unit:3")), std::get<Misdeed>(parse_misdeed("dead-unit:4"))}, 1);
  EXPECT_TRUE(two.is_dead(3, 7, 0_s));
  EXPECT_TRUE(two.is_dead(4, 7, 0_s));
  EXPECT_FALSE(two.is_dead(7, 7, 0_s));
}

TEST(ModbusMisbehaviour, Times) {
  EXPECT_EQ(doing("late").delay(0_s), 1500_ms);
  EXPECT_EQ(doing("late:20").delay(0_s), 20_ms);
  EXPECT_EQ(doing("slow").byte_s(0_s), 0.02);
  EXPECT_EQ(doing("slow:5").byte_s(0_s), 0.005);
  EXPECT_EQ(doing("silence@3+2").next_change(1_s), 3_s);
}

TEST(ModbusMisbehaviour, RefusesWrongNumbers) {
  for (const auto* wrong : {"illegal", "illegal:65536", "exception:0", "exception:256", "dead-unit:256",
                            "crc:0", "crc:101", "late:0", "busy:1", "silence:1", "wrong-length", "late@x"})
    EXPECT_TRUE(std::holds_alternative<std::string>(parse_misdeed(wrong))) << wrong;
  for (const auto* right : {"illegal:0", "dead-unit:0", "exception:255", "late:600000", "drop:1@2+3"})
    EXPECT_TRUE(std::holds_alternative<Misdeed>(parse_misdeed(right))) << right;
}

TEST(ModbusMisbehaviour, SomeAreForOneKindOfLine) {
  const auto where = [](const char* misdeed, bool over_tcp) {
    return misplaced(std::get<Misdeed>(parse_misdeed(misdeed)), over_tcp);
  };
  EXPECT_EQ(where("crc", false), "");
  EXPECT_EQ(where("crc", true), "'crc' is for --rtu");
  EXPECT_EQ(where("half-open", true), "");
  EXPECT_EQ(where("half-open", false), "'half-open' is for --tcp");
  EXPECT_EQ(where("late", true) + where("late", false), "");
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
