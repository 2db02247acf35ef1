#include "bmsgw/payload/alarm_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bmsgw/core/record_batch.hpp"
#include "bmsgw/payload/telemetry_formatter.hpp"

namespace bmsgw::payload {
namespace {

using core::AlarmEvent;
using nlohmann::json;

struct NameCase {
  core::AlarmKey key;
  const char* expected;
};

TEST(AlarmJson, AnAlarmIsCalledByWhatIsKnownOfIt) {
  const std::vector<NameCase> cases{{{1, 17, "voltage"}, "1/17/voltage"},
                                    {{2, {}, "stringVoltage"}, "2/stringVoltage"},
                                    {{{}, 5, "voltage"}, "-/5/voltage"},
                                    {{{}, {}, "communication"}, "communication"},
                                    {{1, 2, ""}, "1/2"},
                                    {{{}, {}, ""}, ""}};
  for (const auto& c : cases) EXPECT_EQ(alarm_name(c.key), c.expected);
}

TEST(AlarmJson, AnEventTellsWhatIsKnownAndNothingElse) {
  std::string text = "old";
  format_event({{1, 17, "voltage"}, "alarmLow", "a \"text\"\n", true}, "snmp0", 1700000000123, text);
  EXPECT_EQ(json::parse(text), (json{{"time", 1700000000123},
                                     {"device", "snmp0"},
                                     {"alarm", "1/17/voltage"},
                                     {"string", 1},
                                     {"battery", 17},
                                     {"quantity", "voltage"},
                                     {"state", "alarmLow"},
                                     {"text", "a \"text\"\n"},
                                     {"source", "trap"}}));
  format_event({{{}, {}, ""}, "info", "", false}, "snmp0", 5, text);
  EXPECT_EQ(json::parse(text),
            (json{{"time", 5}, {"device", "snmp0"}, {"state", "info"}, {"source", "poll"}}));
}

TEST(AlarmJson, TheOpenAlarmsAreOneObject) {
  std::string text;
  format_alarms({}, text);
  EXPECT_EQ(text, "{}");
  const std::vector<AlarmEvent> open{{{1, 17, "voltage"}, "alarmLow", "", true},
                                     {{2, {}, "soc"}, "warnLow", "", false}};
  format_alarms(open, text);
  EXPECT_EQ(text, R"({"1/17/voltage":"alarmLow","2/soc":"warnLow"})");
}

TEST(AlarmJson, MoreAlarmsThanAMessageHoldsAreCounted) {
  std::vector<AlarmEvent> open;
  for (std::uint32_t i = 0; i < 4096; ++i) open.push_back({{16, i, "resistance"}, "alarmHigh", "", false});
  std::string text;
  format_alarms(open, text);
  EXPECT_LT(text.size(), TelemetryFormatter::kMaxMessageBytes);
  EXPECT_EQ(json::parse(text)["more"], 4096 - kMostListed);
}

TEST(AlarmJson, GoesOutAsAnObjectNotAsAText) {
  core::OutputDescription output{"event", -1, false, false, {}};
  output.json = true;
  core::RecordBatch batch;
  batch.add(5, core::OutputId{0}, core::Quality::good, false, std::string_view(R"({"state":"info"})"));
  std::vector<std::string> messages;
  const std::vector<core::OutputDescription> outputs{output};
  TelemetryFormatter(outputs).format(batch, messages);
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0], R"([{"ts":5,"values":{"event":{"state":"info"}}}])");
}

}  // namespace
}  // namespace bmsgw::payload
