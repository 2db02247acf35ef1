#include "g1_rig.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

struct ReadCase {
  const char* name;
  const char* method;
  const char* params;
  const char* asked;
  std::vector<std::string> lines;
  const char* answer;
};

class G1Reads : public G1Rig, public ::testing::WithParamInterface<ReadCase> {};

TEST_P(G1Reads, AreAnswered) {
  const auto& row = GetParam();
  host_.expect(row.asked, row.lines);
  EXPECT_EQ(call(row.method, std::string(row.params)), json::parse(row.answer));
}

const ReadCase kReads[] = {
    {"ASentence",
     "g1.read",
     R"({"sentence":"BC1"})",
     "read BC1",
     {"BC1,000456F0,00057E40,1EDC"},
     R"({"sentence":"BC1","fields":["000456F0","00057E40","1EDC"]})"},
    {"ASentenceInParts",
     "g1.read",
     R"({"sentence":"BV2"})",
     "read BV2",
     {"BV2,0000,2,9D9F", "BV2,0002,1,9E"},
     R"({"sentence":"BV2","rows":[["0000","2","9D9F"],["0002","1","9E"]]})"},
    {"Version",
     "g1.getVersion",
     "{}",
     "read VR1",
     {"VR1,BMS1,00000382,2.0.18_RC1_ZVU"},
     R"({"hardware":"BMS1","serialNumber":898,"version":"2.0.18_RC1_ZVU"})"},
    {"Time",
     "g1.getTime",
     "{}",
     "read TD1",
     {"TD1,2014,10,07,14,50,07,00,000003E5"},
     R"({"time":1412693407000,"uptime":997})"},
    {"Access", "g1.getAccess", "{}", "read PW1", {"PW1,1"}, R"({"level":1})"},
    {"Log",
     "g1.getLog",
     "{}",
     "read LG1",
     {"LG1,00,2A,FFFFFF,1BCAC4D3", "LG1,01,01,FFFFFF,1BCAC4C6", "LG1,02,63,,"},
     R"({"events":[{"sequence":0,"code":42,"text":"Cell temperature critically high","time":1412958291000},
                   {"sequence":1,"code":1,"text":"BMS started","time":1412958278000},
                   {"sequence":2,"code":99}]})"},
    {"EmptyLog", "g1.getLog", "{}", "read LG1", {"LG1,"}, R"({"events":[]})"},
    {"LogWithABadLine",
     "g1.getLog",
     "{}",
     "read LG1",
     {"LG1,00,0G,,", "LG1,01,01,,"},
     R"({"events":[{"sequence":1,"code":1,"text":"BMS started"}],
         "unreadable":["LG1,00,0G,,: field 2 is not hexadecimal"]})"},
    {"Statistics",
     "g1.getStatistics",
     "{}",
     "read SS1",
     {"SS1,00,00000003,,", "SS1,0A,85,0000,1BCE6DCE", "SS1,0C,14,00127185,1BCE6DCE", "SS1,12,,0010,1BCE6DCE",
      "SS1,28,01,02,"},
     R"({"statistics":[
         {"id":0,"name":"Total discharge","value":3.0,"units":"Ah"},
         {"id":10,"name":"Min Cell Voltage","value":3.33,"units":"V","cell":0,"time":1413198158000},
         {"id":12,"name":"Max Cell Voltage Difference","value":0.2,"units":"V","lowest":3.33,"highest":3.13,
          "lowestCell":18,"time":1413198158000},
         {"id":18,"name":"BMS starts count","count":16,"time":1413198158000},
         {"id":40,"value":1.0,"info":2}]})"},
    {"Statistic",
     "g1.getStatistic",
     R"({"id":10})",
     "read SS1,0A",
     {"SS1,0A,85,0000,1BCE6DCE"},
     R"({"id":10,"name":"Min Cell Voltage","value":3.33,"units":"V","cell":0,"time":1413198158000})"},
    {"StatisticWithoutAValueNow",
     "g1.getStatistic",
     R"({"id":10})",
     "read SS1,0A",
     {"SS1,0A,,,"},
     R"({"id":10,"name":"Min Cell Voltage"})"},
    {"Resets",
     "g1.getResetHistory",
     "{}",
     "read RS2",
     {"RS2,1BCAB37C,40,1BCAB16D,05"},
     R"({"resets":[{"number":1,"time":1412953852000,"causes":["User caused"]},
                   {"number":2,"time":1412953325000,"causes":["Power-on","Brown-out"]}]})"},
};
INSTANTIATE_TEST_SUITE_P(Table, G1Reads, ::testing::ValuesIn(kReads),
                         [](const auto& row) { return std::string(row.param.name); });

using G1ReadMethods = G1Rig;

TEST_F(G1ReadMethods, ListsAreAskedForAsLists) {
  for (const auto* const name : {"LG1", "SS1", "BV2", "BT2", "BT4", "BB2"}) {
    host_.expect("read " + std::string(name), std::vector<std::string>{});
    EXPECT_EQ(call("g1.read", json{{"sentence", name}})["rows"], json::array());
    const auto& what =
        std::get<core::SentenceCommand>(std::get<core::Command::What>(host_.asked.back().what));
    EXPECT_EQ(what.answer, core::SentenceCommand::Answer::list) << name;
  }
}

TEST_F(G1ReadMethods, ARemarkOfTheReplyIsTold) {
  host_.expect("read LG1", Outcome::ok, "there is more than these 1000 sentences");
  EXPECT_EQ(call("g1.getLog")["detail"], "there is more than these 1000 sentences");
}

/// Whatever cannot be read of an answer is said, and never shown as a value.
TEST_F(G1ReadMethods, AnswersThatNobodyCanRead) {
  const std::pair<const char*, const char*> cases[] = {{"g1.getVersion", "VR1,BMS1"},
                                                       {"g1.getTime", "TD1,0,0,0,0,0,0,0,0"},
                                                       {"g1.getAccess", "PW1,7"},
                                                       {"g1.getStatistic", "SS1,0A,8X,0000,"},
                                                       {"g1.getResetHistory", "RS2,1BCAB37C"}};
  const std::pair<const char*, const char*> asked[] = {{"g1.getVersion", "read VR1"},
                                                       {"g1.getTime", "read TD1"},
                                                       {"g1.getAccess", "read PW1"},
                                                       {"g1.getStatistic", "read SS1,0A"},
                                                       {"g1.getResetHistory", "read RS2"}};
  for (std::size_t i = 0; i < std::size(cases); ++i) {
    SCOPED_TRACE(cases[i].first);
    const auto params =
        std::string_view(cases[i].first) == "g1.getStatistic" ? json{{"id", 10}} : json::object();
    host_.expect(asked[i].second, {cases[i].second});
    const auto answer = call(cases[i].first, params);
    EXPECT_EQ(answer["code"], "failed");
    EXPECT_NE(answer["reason"].get<std::string>().find(cases[i].second), std::string::npos) << answer;
    host_.expect(asked[i].second, std::vector<std::string>{});
    EXPECT_EQ(call(cases[i].first, params)["code"], "failed");
    host_.expect(asked[i].second, Outcome::timed_out, "nobody");
    EXPECT_EQ(call(cases[i].first, params),
              (json{{"ok", false}, {"code", "timed_out"}, {"reason", "nobody"}}));
  }
}

TEST_F(G1ReadMethods, WrongParamsAskNothing) {
  for (const auto* const params :
       {R"({})", R"({"sentence":"bv1"})", R"({"sentence":"CF2"})", R"({"sentence":"B,"})",
        R"({"sentence":"X"})", R"({"sentence":"BV1\r\nRS1"})", R"({"sentence":7})",
        R"({"sentence":"TOOLONGNAME"})"}) {
    EXPECT_EQ(call("g1.read", std::string(params))["code"], "bad_params") << params;
  }
  for (const auto* const params :
       {R"({})", R"({"id":256})", R"({"id":-1})", R"({"id":"0A"})", R"({"id":1.5})"})
    EXPECT_EQ(call("g1.getStatistic", std::string(params))["code"], "bad_params") << params;
  EXPECT_EQ(call("g1.getLog", std::string(R"({"bus":"serial9"})"))["code"], "unknown_device");
  EXPECT_TRUE(host_.asked.empty());
}

/// What is printed in the manual is what the tables say: each example can be called, and reads as an answer.
TEST_F(G1ReadMethods, ExamplesAreCallsOfTheirMethods) {
  int methods = 0;
  for (const auto& method : table_.all()) {
    if (method.info.group != "g1") continue;
    SCOPED_TRACE(method.info.name);
    ++methods;
    const auto answer = json::parse(method.info.answer, nullptr, false);
    EXPECT_TRUE(answer.is_object() && answer.value("ok", false)) << method.info.answer;
    const auto checked =
        check_params(method.info, json::parse(method.info.example, nullptr, false), host_.devices());
    ASSERT_TRUE(std::holds_alternative<CheckedParams>(checked)) << std::get<json>(checked);
    EXPECT_FALSE(method.info.purpose.empty());
    EXPECT_EQ(method.info.allow.empty(), method.info.effect == Effect::reads);
    for (const auto& param : method.info.params) EXPECT_FALSE(param.meaning.empty()) << param.name;
  }
  EXPECT_GE(methods, 24);
}

}  // namespace
}  // namespace bmsgw::rpc
