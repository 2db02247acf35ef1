#include "bmsgw/payload/telemetry_formatter.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bmsgw::payload {
namespace {

using core::OutputId;
using core::Quality;
using core::Value;

const std::vector<core::OutputDescription>& outputs() {
  static const std::vector<core::OutputDescription> descriptions{
      {"minVolt", 2, false, false, {}},
      {"soc", 2, true, false, {}},
      {"stage", -1, false, false, {{3, "Main charging stage"}}},
      {"cellVolts", 2, false, false, {}},
      {"cellVolt", 2, false, true, {}},
      {"firmware", -1, false, false, {}},
      {"serial0Stale", -1, false, false, {}},
  };
  return descriptions;
}

std::vector<std::string> formatted(const core::RecordBatch& batch, std::size_t max_bytes = 60'000) {
  std::vector<std::string> messages;
  TelemetryFormatter(outputs(), max_bytes).format(batch, messages);
  return messages;
}

struct ValueCase {
  const char* name;
  std::uint32_t output;
  Value value;
  bool tell_quality;
  const char* expected;
};

const std::vector<core::ListElement> kList{3.39, std::nullopt, 3.4};
const std::vector<core::KeyRef> kKeys{{OutputId{0}}, {OutputId{4}, 17}};

class ValueTest : public testing::TestWithParam<ValueCase> {};

TEST_P(ValueTest, IsWrittenAsTheServerReadsIt) {
  const auto& row = GetParam();
  core::RecordBatch batch;
  batch.add(1'700'000'000'123, OutputId{row.output}, Quality::invalid, row.tell_quality, row.value);
  const auto messages = formatted(batch);
  ASSERT_EQ(messages.size(), 1U) << row.name;
  EXPECT_EQ(messages[0], R"([{"ts":1700000000123,"values":{)" + std::string(row.expected) + "}}]")
      << row.name;
  EXPECT_TRUE(nlohmann::json::accept(messages[0])) << row.name;
}

INSTANTIATE_TEST_SUITE_P(
    Table, ValueTest,
    testing::Values(
        ValueCase{"fifteen digits", 0, (0x4A + 200) * 0.01, false, R"("minVolt":2.74)"},
        ValueCase{"a third", 0, 1.0 / 3.0, false, R"("minVolt":0.333333333333333)"},
        ValueCase{"whole", 0, 20.0, false, R"("minVolt":20)"},
        ValueCase{"negative", 0, -0.6, false, R"("minVolt":-0.6)"},
        ValueCase{"large", 0, 1e21, false, R"("minVolt":1e+21)"},
        ValueCase{"not finite", 0, std::numeric_limits<double>::infinity(), false, R"("minVolt":null)"},
        ValueCase{"fixed", 1, 79.0, false, R"("soc":79.00)"},
        ValueCase{"fixed integer", 1, std::int64_t{79}, false, R"("soc":79.00)"},
        ValueCase{"integer", 0, std::int64_t{-5}, false, R"("minVolt":-5)"},
        ValueCase{"flag", 0, true, false, R"("minVolt":true)"},
        ValueCase{"named code", 2, std::int64_t{3}, false, R"("stage":"Main charging stage","stageCode":3)"},
        ValueCase{"unnamed code", 2, std::int64_t{9}, false, R"("stage":"9","stageCode":9)"},
        ValueCase{"list", 3, core::List(kList), false, R"("cellVolts":[3.39,null,3.4])"},
        ValueCase{"expanded list", 4, core::List(kList), false, R"("cellVolt_0":3.39,"cellVolt_2":3.4)"},
        ValueCase{"text", 5, std::string_view("a\"b\\\n"), false, R"("firmware":"a\"b\\\u000a")"},
        ValueCase{"keys", 6, core::KeyList(kKeys), false, R"("serial0Stale":["minVolt","cellVolt_17"])"},
        ValueCase{"with quality", 0, 9.0, true, R"("minVolt":9,"minVoltQuality":"invalid")"},
        ValueCase{"only quality", 0, Value{}, true, R"("minVoltQuality":"invalid")"}),
    [](const auto& row) {
      std::string name = row.param.name;
      std::replace(name.begin(), name.end(), ' ', '_');
      return name;
    });

TEST(TelemetryFormatter, GroupsByCaptureTime) {
  core::RecordBatch batch;
  batch.add(1, OutputId{0}, Quality::good, false, 1.0);
  batch.add(1, OutputId{1}, Quality::good, false, 2.0);
  batch.add(2, OutputId{0}, Quality::good, false, 3.0);
  EXPECT_EQ(formatted(batch),
            std::vector<std::string>{
                R"([{"ts":1,"values":{"minVolt":1,"soc":2.00}},{"ts":2,"values":{"minVolt":3}}])"});
}

TEST(TelemetryFormatter, AKeyNeverStandsTwiceInOneObject) {
  core::RecordBatch batch;
  batch.add(1, OutputId{0}, Quality::good, false, 1.0);
  batch.add(1, OutputId{0}, Quality::good, false, 2.0);
  EXPECT_EQ(formatted(batch),
            std::vector<std::string>{R"([{"ts":1,"values":{"minVolt":1}},{"ts":1,"values":{"minVolt":2}}])"});
}

TEST(TelemetryFormatter, SplitsBelowTheLimitAndLosesNothing) {
  core::RecordBatch batch;
  for (int i = 0; i < 5000; ++i)
    batch.add(i / 3, OutputId{static_cast<std::uint32_t>(i % 2)}, Quality::good, false, i * 1.0);
  const auto messages = formatted(batch, 4096);
  std::size_t values = 0;
  for (const auto& message : messages) {
    EXPECT_LE(message.size(), 4096U);
    const auto parsed = nlohmann::json::parse(message);
    for (const auto& entry : parsed) values += entry["values"].size();
  }
  EXPECT_GT(messages.size(), 10U);
  EXPECT_EQ(values, 5000U);
}

TEST(TelemetryFormatter, ARecordLargerThanAMessageIsCountedNotSent) {
  core::RecordBatch batch;
  const std::string text(200, 'x');
  batch.add(1, OutputId{5}, Quality::good, false, std::string_view(text));
  std::vector<std::string> messages;
  TelemetryFormatter formatter(outputs(), 128);
  formatter.format(batch, messages);
  EXPECT_TRUE(messages.empty());
  EXPECT_EQ(formatter.oversized(), 1U);
}

TEST(TelemetryFormatter, NothingToSayIsNoMessage) {
  core::RecordBatch batch;
  batch.add(1, OutputId{0}, Quality::good, false, Value{});
  EXPECT_TRUE(formatted(batch).empty());
}

}  // namespace
}  // namespace bmsgw::payload
