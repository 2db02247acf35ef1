#include "support/thingsboard/telemetry_family.hpp"

#include <gtest/gtest.h>

#include "fake_port.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;

constexpr const char* kTopic = "v1/devices/me/telemetry";

struct GoodCase {
  const char* name;
  const char* payload;
  const char* values;  ///< JSON of key -> last value
  std::size_t points;
  std::size_t blames;
};

class GoodTelemetry : public testing::TestWithParam<GoodCase> {};

TEST_P(GoodTelemetry, IsReadAsTheServerReadsIt) {
  TelemetryFamily family;
  FakePort port;
  const auto taken = family.take(kTopic, GetParam().payload, port, {});
  EXPECT_EQ(taken.how, Taken::How::good) << taken.reason;
  EXPECT_EQ(taken.data_points, GetParam().points);
  json values = json::object();
  for (const auto& [key, series] : family.all()) values[key] = series.rbegin()->second;
  EXPECT_EQ(values, json::parse(GetParam().values));
  EXPECT_EQ(port.blames.size(), GetParam().blames) << testing::PrintToString(port.blames);
}

INSTANTIATE_TEST_SUITE_P(
    , GoodTelemetry,
    testing::Values(
        GoodCase{"an_object", R"({"a":1,"b":true,"c":"x"})", R"({"a":1,"b":true,"c":"x"})", 3, 0},
        GoodCase{"an_array", R"([{"a":1},{"b":2.5}])", R"({"a":1,"b":2.5})", 2, 0},
        GoodCase{"with_a_time", R"({"ts":1700000000000,"values":{"a":1}})", R"({"a":1})", 1, 0},
        GoodCase{"an_array_with_times",
                 R"([{"ts":1700000000002,"values":{"a":2}},{"ts":1700000000001,"values":{"a":1}}])",
                 R"({"a":2})", 2, 0},
        GoodCase{"only_ts_is_an_ordinary_key", R"({"ts":5,"a":1})", R"({"ts":5,"a":1})", 2, 0},
        GoodCase{"only_values_is_an_ordinary_key", R"({"values":{"a":1}})", R"({"values":{"a":1}})", 1, 0},
        GoodCase{"a_null_is_dropped", R"({"a":null,"b":1})", R"({"b":1})", 1, 1},
        GoodCase{"nested_is_kept_as_json", R"({"a":{"b":[1,null]}})", R"({"a":{"b":[1,null]}})", 1, 0},
        GoodCase{"texts_become_numbers", R"({"a":"0102","b":"-2.5","c":"2.0.3","d":"-"})",
                 R"({"a":102,"b":-2.5,"c":"2.0.3","d":"-"})", 4, 0},
        GoodCase{"a_time_in_seconds", R"({"ts":1700000000,"values":{"a":1}})", R"({"a":1})", 1, 1},
        GoodCase{"too_many_decimals", R"({"a":0.10000000000000000555})", R"({"a":0.1})", 1, 1}),
    [](const auto& instance) { return instance.param.name; });

struct BadCase {
  const char* name;
  const char* payload;
};

class BadTelemetry : public testing::TestWithParam<BadCase> {};

TEST_P(BadTelemetry, EndsTheSession) {
  TelemetryFamily family;
  FakePort port;
  const auto taken = family.take(kTopic, GetParam().payload, port, {});
  EXPECT_EQ(taken.how, Taken::How::invalid);
  EXPECT_NE(taken.reason, "");
}

INSTANTIATE_TEST_SUITE_P(, BadTelemetry,
                         testing::Values(BadCase{"empty", ""}, BadCase{"no_json", "{a}"},
                                         BadCase{"nan", R"({"a":NaN})"}, BadCase{"a_number", "5"},
                                         BadCase{"an_array_of_numbers", "[5]"},
                                         BadCase{"a_time_as_text", R"({"ts":"x","values":{"a":1}})"},
                                         BadCase{"values_as_a_number", R"({"ts":1700000000000,"values":5})"}),
                         [](const auto& instance) { return instance.param.name; });

TEST(TelemetryFamily, AValueOfTheSameKeyAndTimeIsOverwritten) {
  TelemetryFamily family;
  FakePort port;
  for (const auto* value : {"1", "2", "2"}) {
    const auto payload = std::string(R"({"ts":1700000000000,"values":{"a":)") + value + "}}";
    ASSERT_EQ(family.take(kTopic, payload, port, {}).how, Taken::How::good);
  }
  EXPECT_EQ(family.series("a"), (TelemetryFamily::Series{{1'700'000'000'000, 2}}));
  EXPECT_EQ(family.overwritten(), std::vector<std::string>{"a"});
}

TEST(TelemetryFamily, OtherTopicsAreOfOthers) {
  TelemetryFamily family;
  FakePort port;
  EXPECT_EQ(family.take("v1/devices/me/attributes", "{}", port, {}).how, Taken::How::not_mine);
}

}  // namespace
}  // namespace bmsgw::test
