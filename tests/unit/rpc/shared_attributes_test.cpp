#include "bmsgw/rpc/shared_attributes.hpp"

#include <gtest/gtest.h>

namespace bmsgw::rpc {
namespace {

using Calls = std::vector<std::string>;
const std::string kFive = R"({"method":"limit","params":{"value":5}})";
const std::string kSix = R"({"method":"limit","params":{"value":6}})";

TEST(SharedAttributes, AStartWritesNothing) {
  SharedAttributes shared({"limit", "other"});
  EXPECT_EQ(shared.request(), R"({"sharedKeys":"limit,other"})");
  EXPECT_EQ(shared.take(R"({"shared":{"limit":5}})", true), Calls{});
  EXPECT_EQ(shared.take(R"({"shared":{"limit":5}})", true), Calls{});
}

TEST(SharedAttributes, AChangeIsWritten) {
  SharedAttributes shared({"limit"});
  EXPECT_EQ(shared.take(R"({"limit":5,"somethingElse":7})", false), Calls{kFive});
}

TEST(SharedAttributes, AChangeWhileTheServerWasAwayIsWritten) {
  SharedAttributes shared({"limit"});
  EXPECT_EQ(shared.take(R"({"shared":{"limit":5}})", true), Calls{});
  EXPECT_EQ(shared.take(R"({"shared":{"limit":6}})", true), Calls{kSix});
  EXPECT_EQ(shared.take(R"({"shared":{"limit":6}})", true), Calls{});
}

TEST(SharedAttributes, TheFirstOneEverAfterAnEmptyStartIsWritten) {
  SharedAttributes shared({"limit"});
  EXPECT_EQ(shared.take("{}", true), Calls{});
  EXPECT_EQ(shared.take(R"({"shared":{"limit":5}})", true), Calls{kFive});
}

TEST(SharedAttributes, AnAnswerThatMakesNoSenseIsNoStart) {
  SharedAttributes shared({"limit"});
  EXPECT_EQ(shared.take("nonsense", true), Calls{});
  EXPECT_EQ(shared.take(R"({"shared":{"limit":5}})", true), Calls{});
}

TEST(SharedAttributes, WhatMakesNoSenseIsPassedOver) {
  SharedAttributes shared({"limit"});
  for (const auto* const message : {"", "[]", "7", R"({"deleted":["limit"]})", R"({"limit":{"a":1}})", "{"})
    EXPECT_EQ(shared.take(message, false), Calls{}) << message;
}

}  // namespace
}  // namespace bmsgw::rpc
