#include "support/thingsboard/rate_limit.hpp"

#include <gtest/gtest.h>

namespace bmsgw::test {
namespace {

using std::chrono::milliseconds;

const SteadyTime kStart{std::chrono::hours(1)};

TEST(RateLimit, WithoutOneEverythingPasses) {
  RateLimit limit("");
  EXPECT_TRUE(limit.take(1'000'000, kStart));
}

TEST(RateLimit, ABucketFillsEvenly) {
  RateLimit limit("10:1");
  EXPECT_TRUE(limit.take(10, kStart));
  EXPECT_FALSE(limit.take(1, kStart + milliseconds(99)));
  EXPECT_TRUE(limit.take(1, kStart + milliseconds(101)));
  EXPECT_FALSE(limit.take(1, kStart + milliseconds(102)));
}

TEST(RateLimit, AllPartsApply) {
  RateLimit limit("10:1,12:60");
  EXPECT_TRUE(limit.take(10, kStart));
  EXPECT_FALSE(limit.take(3, kStart + milliseconds(1000))) << "twelve in a minute";
  EXPECT_TRUE(limit.take(2, kStart + milliseconds(1000)));
}

TEST(RateLimit, WhatIsNoneIsRefused) {
  for (const auto* text : {"10", "x:1", "10:0", "10;1"}) EXPECT_THROW(RateLimit{text}, std::runtime_error);
}

}  // namespace
}  // namespace bmsgw::test
