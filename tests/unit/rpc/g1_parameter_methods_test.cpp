#include "g1_rig.hpp"
#include "rpc/g1_asks.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;
using G1ParameterMethods = G1Rig;

TEST_F(G1ParameterMethods, OneByIdAndByName) {
  const json expected{
      {"parameter", "0102"}, {"name", "capacity"}, {"value", 240.0}, {"raw", "0960"}, {"units", "Ah"}};
  for (const auto* const name : {"0102", "capacity"}) {
    host_.expect("read CF2,0102", {"CF2,0102,0960"});
    EXPECT_EQ(call("g1.getParameter", json{{"parameter", name}}), expected);
  }
  host_.expect("read CF2,0C0C", {"CF2,0c0c,0a"});
  EXPECT_EQ(call("g1.getParameter", std::string(R"({"parameter":"0c0c"})"))["value"], 10);
}

TEST_F(G1ParameterMethods, FlagsAndTexts) {
  host_.expect("read CF2,1604", {"CF2,1604,00000210"});
  const auto flags = call("g1.getParameter", std::string(R"({"parameter":"functionFlags1"})"));
  EXPECT_EQ(flags["bits"]["chargerConnectedCutoff"], true);
  EXPECT_EQ(flags["bits"]["noCurrentSensorCutoff"], true);
  EXPECT_EQ(flags["bits"]["contactorPreCharge"], false);
  EXPECT_EQ(flags["bits"].size(), 7U);
  EXPECT_FALSE(flags.contains("value"));
  host_.expect("read CF2,0503", {"CF2,0503,6B6D"});
  EXPECT_EQ(call("g1.getParameter", std::string(R"({"parameter":"0503"})"))["value"], "km");
}

TEST_F(G1ParameterMethods, AnAnswerThatIsntItsValue) {
  for (const auto* const line :
       {"CF2,0102,60", "CF2,0102,", "CF2,0103,0960", "CF2,0102,096X", "BV1,0102,0960"}) {
    host_.expect("read CF2,0102", {line});
    EXPECT_EQ(call("g1.getParameter", std::string(R"({"parameter":"0102"})"))["code"], "failed") << line;
    host_.expect("read CF2,0102", {line});
    EXPECT_EQ(call("g1.setParameter", std::string(R"({"parameter":"0102","value":1})"))["code"], "failed")
        << "and nothing is written";
  }
}

TEST_F(G1ParameterMethods, SeveralOneAfterTheOther) {
  host_.expect("read CF2,0102", {"CF2,0102,0960"});
  host_.expect("read CF2,0004", Outcome::timed_out);
  host_.expect("read CF2,0006", {"CF2,0006,A0FF"});
  host_.expect("read CF2,0013", {"CF2,0013,02"});
  const auto answer =
      call("g1.getParameters", std::string(R"({"parameters":["capacity","0004","0006","cellStrings"]})"));
  ASSERT_EQ(answer["parameters"].size(), 2U);
  EXPECT_EQ(answer["parameters"][1]["value"], 2);
  EXPECT_EQ(answer["missing"], (json{"0004", "0006"}));
}

TEST_F(G1ParameterMethods, AllOfThem) {
  for (const auto& parameter : config::g1_parameters()) {
    const auto line = "CF2," + hex_text(parameter.id, 4);
    host_.expect("read " + line, {line + "," + std::string(parameter.bytes * 2U, '1')});
  }
  const auto answer = call("g1.getParameters");
  EXPECT_EQ(answer["parameters"].size(), 204U);
  EXPECT_FALSE(answer.contains("missing"));
  EXPECT_GE(deadline_, core::milliseconds(204 * 2000));
}

TEST_F(G1ParameterMethods, AUnitThatIsntThereIsNotAskedForAll) {
  for (const auto* const id : {"0004", "0005", "0006"})
    host_.expect("read CF2," + std::string(id), Outcome::timed_out);
  EXPECT_EQ(call("g1.getParameters")["code"], "timed_out");
  host_.expect("read CF2,0004", {"CF2,0004,50"});
  host_.expect("read CF2,0005", Outcome::bus_down);
  EXPECT_EQ(call("g1.getParameters")["code"], "bus_down");
}

TEST_F(G1ParameterMethods, SettingReadsWritesAndReadsBack) {
  host_.expect("read CF2,0102", {"CF2,0102,0960"});
  host_.expect("write CF2,0102,07D0", {"CF2,0102,07D0"});
  host_.expect("read CF2,0102", {"CF2,0102,07D0"});
  EXPECT_EQ(call("g1.setParameter", std::string(R"({"parameter":"capacity","value":200})")),
            (json{{"parameter", "0102"},
                  {"name", "capacity"},
                  {"before", 240.0},
                  {"after", 200.0},
                  {"units", "Ah"}}));
  EXPECT_EQ(intent_before_.what, "CF2,0102,07D0");
  EXPECT_TRUE(intent_before_.before.is_null());
  EXPECT_EQ(intent_before_.after, 200.0);
  ASSERT_EQ(intent_before_.writes.size(), 1U) << "judged before it begins";
  EXPECT_EQ(host_.text_of(intent_before_.writes[0]), "write CF2,0102,07D0");
  EXPECT_EQ(intent_.before, 240.0);
  EXPECT_EQ(intent_.after, 200.0);
}

TEST_F(G1ParameterMethods, WhatReadsBackOtherwiseHasFailed) {
  host_.expect("read CF2,0102", {"CF2,0102,0960"});
  host_.expect("write CF2,0102,07D0", {"CF2,0102,07D0"});
  host_.expect("read CF2,0102", {"CF2,0102,0960"});
  const auto answer = call("g1.setParameter", std::string(R"({"parameter":"capacity","value":200})"));
  EXPECT_EQ(answer["code"], "failed");
  EXPECT_EQ(answer["before"], 240.0);
  EXPECT_EQ(answer["after"], 240.0);
  EXPECT_EQ(intent_.after, 240.0) << "what is so";
}

TEST_F(G1ParameterMethods, EachStepMayFail) {
  const std::string params = R"({"parameter":"capacity","value":200})";
  host_.expect("read CF2,0102", Outcome::timed_out);
  EXPECT_EQ(call("g1.setParameter", params)["code"], "timed_out");
  for (const auto outcome :
       {Outcome::login_needed, Outcome::device_refused, Outcome::timed_out, Outcome::refused}) {
    host_.expect("read CF2,0102", {"CF2,0102,0960"});
    host_.expect("write CF2,0102,07D0", outcome);
    EXPECT_EQ(call("g1.setParameter", params)["code"], core::to_string(outcome));
    EXPECT_EQ(intent_.before, 240.0);
  }
  host_.expect("read CF2,0102", {"CF2,0102,0960"});
  host_.expect("write CF2,0102,07D0", {"CF2,0102,07D0"});
  host_.expect("read CF2,0102", Outcome::timed_out);
  EXPECT_EQ(call("g1.setParameter", params)["code"], "failed");
}

TEST_F(G1ParameterMethods, TextsAndRanges) {
  host_.expect("read CF2,0503", {"CF2,0503,6B6D"});
  host_.expect("write CF2,0503,6D00", {"CF2,0503,6D00"});
  host_.expect("read CF2,0503", {"CF2,0503,6D00"});
  EXPECT_EQ(call("g1.setParameter", std::string(R"({"parameter":"0503","value":"m"})"))["after"], "m");
  const std::pair<const char*, const char*> bad[] = {
      {R"({"parameter":"0102","value":6553.6})", "0 to 6553.5 Ah"},
      {R"({"parameter":"0102","value":"200"})", "a number"},
      {R"({"parameter":"0102","value":true})", "a number"},
      {R"({"parameter":"0004","value":1.9})", "2 to 4.55 V"},
      {R"({"parameter":"0006","value":200})", "-100 to 155 °C"},
      {R"({"parameter":"0503","value":"mil"})", "2 plain characters"},
      {R"({"parameter":"0503","value":5})", "2 plain characters"},
      {R"({"parameter":"1600","value":-1})", "0 to 4294967295"},
      {R"({"parameter":"1600","value":{"a":1}})", "g1.setBits"},
      {R"({"parameter":"Capacity","value":1})", "is \"capacity\" meant?"},
      {R"({"parameter":"overheat","value":1})", "meant?"},
      {R"({"parameter":"FFFF","value":1})", "g1.getParameters"},
      {R"({"parameter":"0102"})", "\"value\" is missing"},
      {R"({"parameter":"","value":1})", "characters"},
      {R"({"value":1})", "\"parameter\" is missing"},
  };
  for (const auto& [params, said] : bad) {
    const auto answer = call("g1.setParameter", std::string(params));
    EXPECT_EQ(answer["code"], "bad_params") << params;
    EXPECT_NE(answer["reason"].get<std::string>().find(said), std::string::npos) << answer;
  }
}

TEST_F(G1ParameterMethods, ListsOfParametersThatAreNone) {
  for (const auto* const params :
       {R"({"parameters":[]})", R"({"parameters":"0102"})", R"({"parameters":{"0":"0102"}})",
        R"({"parameters":[1]})", R"({"parameters":["0102","nothing"]})", R"({"parameters":[["0102"]]})"}) {
    EXPECT_EQ(call("g1.getParameters", std::string(params))["code"], "bad_params") << params;
  }
  EXPECT_EQ(call("g1.getParameters", json{{"parameters", std::vector<std::string>(257, "0102")}})["code"],
            "bad_params");
}

TEST_F(G1ParameterMethods, SettingBitsLeavesTheOthers) {
  host_.expect("read CF2,1600", {"CF2,1600,80041203"});
  host_.expect("write CF2,1600,80040202", {"CF2,1600,80040202"});
  host_.expect("read CF2,1600", {"CF2,1600,80040202"});
  const auto answer = call("g1.setBits", std::string(R"({"parameter":"functionFlags0",
      "bits":{"overVoltageCutoff":false,"underVoltageCutoff":true,"serialBroadcast":false}})"));
  EXPECT_EQ(answer["before"]["serialBroadcast"], true);
  EXPECT_EQ(answer["after"]["serialBroadcast"], false);
  EXPECT_EQ(answer["after"]["canInterface"], true);
  EXPECT_EQ(intent_before_.what, "CF2,1600,overVoltageCutoff=off serialBroadcast=off underVoltageCutoff=on");
  EXPECT_EQ(intent_before_.writes.size(), 1U);
  EXPECT_EQ(intent_.what, "CF2,1600,80040202");
}

TEST_F(G1ParameterMethods, TheHighestBit) {
  host_.expect("read CF2,1600", {"CF2,1600,BFFFFFFF"});
  host_.expect("write CF2,1600,FFFFFFFF", {"CF2,1600,FFFFFFFF"});
  host_.expect("read CF2,1600", {"CF2,1600,FFFFFFFF"});
  EXPECT_FALSE(call("g1.setBits",
                    std::string(R"({"parameter":"1600","bits":{"reduceStateOfChargeAtUnderVoltage":true}})"))
                   .contains("ok"));
}

TEST_F(G1ParameterMethods, BitsThatArentBits) {
  const std::pair<const char*, const char*> bad[] = {
      {R"({"parameter":"0102","bits":{"serialBroadcast":true}})", "no bits with names"},
      {R"({"parameter":"1600","bits":{}})", "must be an object"},
      {R"({"parameter":"1600","bits":[true]})", "must be an object"},
      {R"({"parameter":"1600","bits":{"serialBroadcast":1}})", "true or false"},
      {R"({"parameter":"1600","bits":{"serialBroadcasts":true}})", "it has: overVoltageCutoff"},
      {R"({"parameter":"1604","bits":{"serialBroadcast":true}})", "has no bit"},
  };
  for (const auto& [params, said] : bad) {
    const auto answer = call("g1.setBits", std::string(params));
    EXPECT_EQ(answer["code"], "bad_params") << params;
    EXPECT_NE(answer["reason"].get<std::string>().find(said), std::string::npos) << answer;
  }
}

/// Each row: read, set, read back.
TEST_F(G1ParameterMethods, EveryRowCanBeSet) {
  for (const auto& parameter : config::g1_parameters()) {
    SCOPED_TRACE(parameter.name);
    if (parameter.kind != core::G1Parameter::Kind::number) continue;
    const auto steps = parameter.is_signed ? 127 : 255;
    const auto value = (steps + parameter.offset) * parameter.factor;
    const auto asked = "CF2," + hex_text(parameter.id, 4);
    const auto line = asked + "," + hex_text(static_cast<std::uint32_t>(steps), parameter.bytes * 2);
    host_.expect("read " + asked, {asked + "," + std::string(parameter.bytes * 2U, '0')});
    host_.expect("write " + line, {line});
    host_.expect("read " + asked, {line});
    const auto answer = call("g1.setParameter", json{{"parameter", parameter.name}, {"value", value}});
    EXPECT_NEAR(answer["after"].get<double>(), value, 1e-9) << answer;
    EXPECT_EQ(answer.contains("detail"), parameter.advised_against);
  }
}

}  // namespace
}  // namespace bmsgw::rpc
