#include "g1_rig.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;
using G1WriteMethods = G1Rig;

/// Those that a unit doesn't answer, or only by what it does: what goes out.
TEST_F(G1WriteMethods, Commands) {
  using Answer = core::SentenceCommand::Answer;
  struct Case {
    const char* method;
    const char* params;
    const char* written;
    Answer answer;
  };
  const Case cases[] = {
      {"g1.reset", "{}", "RS1,", Answer::restart},
      {"g1.factoryDefaults", "{}", "FD1,", Answer::none},
      {"g1.clearStatistics", "{}", "SS1,c", Answer::none},
      {"g1.calibrateInternalTemperature", R"({"celsius":20})", "TC1,78", Answer::none},
      {"g1.calibrateInternalTemperature", R"({"celsius":-100})", "TC1,00", Answer::none},
      {"g1.calibrateInternalTemperature", R"({"celsius":155})", "TC1,FF", Answer::none},
      {"g1.calibrateExternalTemperature", R"({"cell":0,"beta":0,"gamma":0,"delta":0})", "TC2,0000,00,00,00",
       Answer::none},
      {"g1.calibrateExternalTemperature", R"({"cell":258,"beta":10,"gamma":255,"delta":1})",
       "TC2,0102,0A,FF,01", Answer::none},
      {"g1.sendCan", R"({"id":"X18FF0001","data":"0b900060"})", "CN1,18FF0001,1,0,4,0B900060", Answer::none},
      {"g1.sendCan", R"({"id":"S123","data":"0102030405060708"})", "CN1,00000123,0,0,8,0102030405060708",
       Answer::none},
      {"g1.sendCan", R"({"id":"X18FF0001"})", "CN1,18FF0001,1,0,0,", Answer::none},
      {"g1.sendCan", R"({"id":"X18FF0001","remote":true})", "CN1,18FF0001,1,1,0,", Answer::none},
  };
  for (const auto& row : cases) {
    SCOPED_TRACE(std::string(row.method) + row.params);
    host_.expect("write " + std::string(row.written), std::vector<std::string>{});
    EXPECT_EQ(call(row.method, std::string(row.params)), (json{{"ok", true}}));
    EXPECT_EQ(intent_before_.what, row.written);
    ASSERT_EQ(intent_before_.writes.size(), 1U);
    const auto& what =
        std::get<core::SentenceCommand>(std::get<core::Command::What>(intent_before_.writes[0].what));
    EXPECT_EQ(what.answer, row.answer);
    for (const auto outcome : {Outcome::login_needed, Outcome::timed_out, Outcome::refused}) {
      host_.expect("write " + std::string(row.written), outcome);
      EXPECT_EQ(call(row.method, std::string(row.params))["code"], core::to_string(outcome));
    }
  }
}

TEST_F(G1WriteMethods, WrongParamsSendNothing) {
  const std::pair<const char*, const char*> bad[] = {
      {"g1.setStateOfCharge", R"({"percent":101})"},
      {"g1.setStateOfCharge", R"({"percent":-1})"},
      {"g1.setStateOfCharge", R"({"percent":50.5})"},
      {"g1.calibrateInternalTemperature", R"({"celsius":-101})"},
      {"g1.calibrateInternalTemperature", R"({"celsius":156})"},
      {"g1.calibrateExternalTemperature", R"({"cell":65536,"beta":0,"gamma":0,"delta":0})"},
      {"g1.calibrateExternalTemperature", R"({"cell":0,"beta":256,"gamma":0,"delta":0})"},
      {"g1.calibrateExternalTemperature", R"({"cell":0,"beta":0,"gamma":0})"},
      {"g1.sendCan", R"({"id":"18FF0001"})"},
      {"g1.sendCan", R"({"id":"X3FFFFFFF"})"},
      {"g1.sendCan", R"({"id":"S800"})"},
      {"g1.sendCan", R"({"id":"S123","data":"1"})"},
      {"g1.sendCan", R"({"id":"S123","data":"0X"})"},
      {"g1.sendCan", R"({"id":"S123","data":"010203040506070809"})"},
      {"g1.sendCan", R"({"id":"S123","data":"01","remote":true})"},
      {"g1.sendCan", R"({"id":"S123","remote":1})"},
      {"g1.reset", R"({"now":true})"},
  };
  for (const auto& [method, params] : bad)
    EXPECT_EQ(call(method, std::string(params))["code"], "bad_params") << method << params;
  EXPECT_TRUE(host_.asked.empty());
}

TEST_F(G1WriteMethods, AChargersReportIsNeverSent) {
  for (const auto* const id : {"X18FF50E5", "X18ff50e5"})
    EXPECT_EQ(call("g1.sendCan", json{{"id", id}, {"data", "00"}})["code"], "refused") << id;
  EXPECT_TRUE(host_.asked.empty());
}

TEST_F(G1WriteMethods, StateOfChargeIsReadBack) {
  host_.expect("read BC1", {"BC1,000456F0,00057E40,1EDC"});
  host_.expect("write SC1,50", std::vector<std::string>{});
  host_.expect("read BC1", {"BC1,000456F0,00057E40,1F40"});
  EXPECT_EQ(call("g1.setStateOfCharge", std::string(R"({"percent":80})")),
            (json{{"before", 79}, {"after", 80}}));
  EXPECT_EQ(intent_before_.what, "SC1,50");
  EXPECT_EQ(intent_before_.after, 80);
  EXPECT_EQ(intent_.before, 79);
}

TEST_F(G1WriteMethods, StateOfChargeMayTakeAMoment) {
  host_.expect("read BC1", {"BC1,000456F0,00057E40,F830"});
  host_.expect("write SC1,50", std::vector<std::string>{});
  host_.expect("read BC1", {"BC1,000456F0,00057E40,F830"});
  host_.expect("read BC1", {"BC1,000456F0,00057E40,1FA3"});
  const auto answer = call("g1.setStateOfCharge", std::string(R"({"percent":80})"));
  EXPECT_EQ(answer["before"], -20) << "it may be below 0 %";
  EXPECT_EQ(answer["after"], 80.99);
  EXPECT_EQ(waited_, core::milliseconds(500));
}

TEST_F(G1WriteMethods, StateOfChargeThatStaysHasFailed) {
  host_.expect("read BC1", {"BC1,000456F0,00057E40,1EDC"});
  host_.expect("write SC1,0A", std::vector<std::string>{});
  for (int i = 0; i < 4; ++i) host_.expect("read BC1", {"BC1,000456F0,00057E40,1EDC"});
  const auto answer = call("g1.setStateOfCharge", std::string(R"({"percent":10})"));
  EXPECT_EQ(answer["code"], "failed");
  EXPECT_EQ(answer["after"], 79);
  EXPECT_EQ(intent_.after, 79);
  EXPECT_EQ(waited_, core::milliseconds(1500)) << "a unit may renew it once a second only";
}

TEST_F(G1WriteMethods, WithoutTheValueBeforeNothingIsWritten) {
  const std::string params = R"({"percent":10})";
  host_.expect("read BC1", Outcome::timed_out);
  EXPECT_EQ(call("g1.setStateOfCharge", params)["code"], "timed_out");
  for (const auto* const line :
       {"BC1,000456F0,00057E40,", "BC1,1,2,XYZ", "CV1,1,2,1EDC", "BC1,1,2,0123456789"}) {
    host_.expect("read BC1", {line});
    EXPECT_EQ(call("g1.setStateOfCharge", params)["code"], "failed") << line;
  }
  host_.expect("read BC1", {"BC1,1,2,1EDC"});
  host_.expect("write SC1,0A", Outcome::login_needed);
  EXPECT_EQ(call("g1.setStateOfCharge", params)["code"], "login_needed");
  host_.expect("read BC1", {"BC1,1,2,1EDC"});
  host_.expect("write SC1,0A", std::vector<std::string>{});
  host_.expect("read BC1", Outcome::timed_out);
  EXPECT_EQ(call("g1.setStateOfCharge", params)["code"], "failed") << "sent, and not known what became of it";
}

TEST_F(G1WriteMethods, CurrentIsReadBack) {
  host_.expect("read CV1", {"CV1,000015AD,FFC4,01FF"});
  host_.expect("write RC1,", std::vector<std::string>{});
  host_.expect("read CV1", {"CV1,000015AD,0000,01FF"});
  EXPECT_EQ(call("g1.resetCurrent"), (json{{"before", -6}, {"after", 0}}));
  host_.expect("read CV1", {"CV1,000015AD,FFC4,01FF"});
  host_.expect("write RC1,", std::vector<std::string>{});
  for (int i = 0; i < 4; ++i) host_.expect("read CV1", {"CV1,000015AD,FFC4,01FF"});
  const auto answer = call("g1.resetCurrent");
  EXPECT_EQ(answer["code"], "failed");
  EXPECT_NE(answer["reason"].get<std::string>().find("-6 A"), std::string::npos) << answer;
}

TEST_F(G1WriteMethods, ClearingTheLog) {
  host_.expect("write LG1,c", {"LG1,"});
  EXPECT_EQ(call("g1.clearLog"), (json{{"ok", true}}));
  host_.expect("write LG1,c", {"LG1,00,01,,"});
  EXPECT_EQ(call("g1.clearLog")["code"], "failed");
  host_.expect("write LG1,c", {"LG1,00,0X,,"});
  EXPECT_EQ(call("g1.clearLog")["code"], "failed");
  host_.expect("write LG1,c", std::vector<std::string>{});
  EXPECT_EQ(call("g1.clearLog")["code"], "failed");
  host_.expect("write LG1,c", Outcome::login_needed);
  EXPECT_EQ(call("g1.clearLog")["code"], "login_needed");
}

TEST_F(G1WriteMethods, WhatCantBePutBackWantsToBeConfirmed) {
  for (const auto* const name : {"g1.factoryDefaults", "g1.clearLog", "g1.clearStatistics"})
    EXPECT_EQ(table_.find(name)->info.effect, Effect::destroys) << name;
}

using G1Access = G1Rig;

TEST_F(G1Access, LoggingIn) {
  host_.expect("read PW1", {"PW1,0"});
  host_.expect("write PW1,mypass12", {"PW1,1"});
  EXPECT_EQ(call("g1.logIn", std::string(R"({"password":"mypass12"})")), (json{{"before", 0}, {"after", 1}}));
  EXPECT_EQ(intent_before_.what, "PW1,***");
  EXPECT_EQ(intent_.what, "PW1,***");
}

TEST_F(G1Access, AWrongPassword) {
  for (const auto* const level : {"0", "1", "2"}) {
    host_.expect("read PW1", {"PW1," + std::string(level)});
    host_.expect("write PW1,secretno", {"PW1," + std::string(level)});
    const auto answer = call("g1.logIn", std::string(R"({"password":"secretno"})"));
    EXPECT_EQ(answer["code"], "device_refused");
    EXPECT_EQ(answer.dump().find("secretno"), std::string::npos) << answer;
    EXPECT_EQ(intent_.what.find("secretno"), std::string::npos);
  }
}

TEST_F(G1Access, WhatTheUnitDoesntAnswer) {
  const std::string params = R"({"password":"x"})";
  host_.expect("read PW1", Outcome::timed_out);
  EXPECT_EQ(call("g1.logIn", params)["code"], "timed_out");
  host_.expect("read PW1", {"PW1,0"});
  host_.expect("write PW1,x", Outcome::timed_out);
  EXPECT_EQ(call("g1.logIn", params)["code"], "timed_out");
  host_.expect("read PW1", {"PW1,0"});
  host_.expect("write PW1,x", {"PW1,9"});
  EXPECT_EQ(call("g1.logIn", params)["code"], "failed");
}

TEST_F(G1Access, LoggingOut) {
  const std::pair<const char*, const char*> levels[] = {{"1", "0"}, {"2", "1"}, {"2", "0"}, {"0", "0"}};
  for (const auto& [before, after] : levels) {
    host_.expect("read PW1", {"PW1," + std::string(before)});
    host_.expect("write PW1,", {"PW1," + std::string(after)});
    EXPECT_FALSE(call("g1.logOut").contains("code")) << before << after;
  }
  host_.expect("read PW1", {"PW1,1"});
  host_.expect("write PW1,", {"PW1,1"});
  EXPECT_EQ(call("g1.logOut")["code"], "device_refused");
  EXPECT_EQ(intent_.what, "PW1,");
}

TEST_F(G1Access, SettingAPassword) {
  host_.expect("write PW2,mypass12", {"PW2,1"});
  EXPECT_EQ(call("g1.setPassword", std::string(R"({"password":"mypass12"})")), (json{{"ok", true}}));
  EXPECT_EQ(intent_.what, "PW2,***");
  host_.expect("write PW2,", {"PW2,1"});
  EXPECT_EQ(call("g1.setPassword", std::string(R"({"password":""})")), (json{{"ok", true}}));
  host_.expect("write PW2,mypass12", {"PW2,0"});
  const auto answer = call("g1.setPassword", std::string(R"({"password":"mypass12"})"));
  EXPECT_EQ(answer["code"], "device_refused");
  EXPECT_EQ(answer.dump().find("mypass12"), std::string::npos);
  host_.expect("write PW2,mypass12", {"PW2,5"});
  EXPECT_EQ(call("g1.setPassword", std::string(R"({"password":"mypass12"})"))["code"], "failed");
  host_.expect("write PW2,mypass12", Outcome::login_needed);
  EXPECT_EQ(call("g1.setPassword", std::string(R"({"password":"mypass12"})"))["code"], "login_needed");
}

/// Nothing in a password ends the sentence or makes another one of it, and none is in the answer.
TEST_F(G1Access, PasswordsThatCantBeOne) {
  for (const auto* const password :
       {"a,b", "?", "a\nRS1", "a\r", "tab\t", "\xC3\xA4pfel", "ninechars", "\x7F"}) {
    for (const auto* const method : {"g1.logIn", "g1.setPassword"}) {
      const auto answer = call(method, json{{"password", password}});
      EXPECT_EQ(answer["code"], "bad_params") << method;
      const bool is_told = answer["reason"].get<std::string>().find(password) != std::string::npos;
      EXPECT_FALSE(is_told && std::string_view(password).size() > 1) << answer;
    }
  }
  EXPECT_EQ(call("g1.logIn", std::string(R"({"password":""})"))["code"], "bad_params");
  EXPECT_EQ(call("g1.setPassword", std::string(R"({"password":"abc"})"))["code"], "bad_params");
  EXPECT_EQ(call("g1.setPassword", std::string(R"({"password":7})"))["code"], "bad_params");
  EXPECT_TRUE(host_.asked.empty());
  for (const auto* const name : {"g1.logIn", "g1.setPassword"})
    EXPECT_TRUE(table_.find(name)->info.params.front().secret) << name;
}

}  // namespace
}  // namespace bmsgw::rpc
