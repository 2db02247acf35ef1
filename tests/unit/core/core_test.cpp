#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/core/backoff.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/core/point_registry.hpp"
#include "bmsgw/core/point_table.hpp"

namespace bmsgw::core {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(Backoff, DoublesWithJitterUpToTheMost) {
  Backoff backoff(milliseconds(500), milliseconds(30'000), 42);
  milliseconds base(500);
  for (int i = 0; i < 12; ++i) {
    const auto wait = backoff.next();
    EXPECT_GE(wait, base * 4 / 5) << "try " << i;
    EXPECT_LE(wait, base * 6 / 5) << "try " << i;
    EXPECT_LE(wait, milliseconds(30'000)) << "try " << i;
    base = std::min(base * 2, milliseconds(30'000));
  }
  backoff.reset();
  EXPECT_LE(backoff.next(), milliseconds(600));
}

TEST(Backoff, DiffersBySeed) {
  Backoff one(milliseconds(1000), milliseconds(30'000), 1);
  Backoff two(milliseconds(1000), milliseconds(30'000), 7);
  EXPECT_NE(one.next(), two.next());
}

TEST(LogLimiter, LetsOneThroughAMinuteAndCountsTheRest) {
  LogLimiter limiter;
  const MonoTime start{};
  EXPECT_EQ(limiter.allow(start), 0U);
  EXPECT_EQ(limiter.allow(start + seconds(1)), std::nullopt);
  EXPECT_EQ(limiter.allow(start + seconds(59)), std::nullopt);
  EXPECT_EQ(limiter.allow(start + minutes(1)), 2U);
}

TEST(PointRegistry, NeverGivesAnIdTwice) {
  PointRegistry registry;
  const auto one = registry.intern("serial0/BV1/Min");
  const auto two = registry.intern("serial0/BV1/Max");
  EXPECT_NE(one, two);
  EXPECT_EQ(registry.intern("serial0/BV1/Min"), one);
  EXPECT_EQ(registry.name_of(two), "serial0/BV1/Max");
  EXPECT_EQ(registry.size(), 2U);
}

TEST(PointTable, OwnsWhatItShowsAlsoAfterGrowing) {
  PointTable table;
  table.resize(2);
  {
    std::string text = "BMS1";
    std::vector<ListElement> list{1.0, std::nullopt};
    table.set_value(PointId{0}, std::string_view(text));
    table.set_value(PointId{1}, List(list));
  }
  table.resize(1000);
  EXPECT_EQ(std::get<std::string_view>(table.cell(PointId{0}).value), "BMS1");
  EXPECT_EQ(std::get<List>(table.cell(PointId{1}).value).size(), 2U);
}

TEST(Value, ComparesByContent) {
  const std::vector<ListElement> one{1.0, std::nullopt};
  const std::vector<ListElement> same = one;
  const std::vector<ListElement> other{1.0, 2.0};
  EXPECT_TRUE(same_value(List(one), List(same)));
  EXPECT_FALSE(same_value(List(one), List(other)));
  EXPECT_FALSE(same_value(std::int64_t{1}, 1.0));
  EXPECT_TRUE(same_value(Value{}, Value{}));
  EXPECT_FALSE(same_value(true, false));
}

}  // namespace
}  // namespace bmsgw::core
