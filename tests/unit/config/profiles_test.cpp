#include "unit/config/folder.hpp"
#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

TEST_F(Folder, ProfilesGoUnderTheUsersPackets) {
  write("settings.json", R"({"serial": {"device": "/dev/bms", "profile": ["first", "second.json"]}})");
  write("params_config.json", R"({"protocols": {"g1": {
    "formats": {"V": {"units": "mine"}},
    "packets": {"BV1": {"params": {"a": {"format": "V"}}}}}}})");
  write("profiles/first.json", R"({"comment": "a unit", "formats": {"V": {"units": "V"}, "A": {"units": "A"}},
    "packets": {"BV1": {"request_period": 3, "params": {"a": {}, "b": {"format": "V"}}}, "CV1": {}}})");
  write("installed/second.json", R"({"packets": {"CV1": {"params": {"c": {"format": "A"}}}}})");
  const auto result = load(places_);
  ASSERT_EQ(result.problems.size(), 1U) << lines(result.problems);
  EXPECT_EQ(result.problems[0].pointer, "/protocols/g1/packets/BV1/params/a") << "takes the profile's place";
  const auto& packets = result.config->params.buses.at(0).packets;
  ASSERT_EQ(packets.size(), 2U);
  EXPECT_EQ(packets[0].request_period_s, 3.0);
  ASSERT_EQ(packets[0].params.size(), 2U);
  EXPECT_EQ(packets[0].params[0].format.units, "mine");
  EXPECT_EQ(packets[0].params[1].format.units, "mine") << "the user's format goes before the profile's";
  EXPECT_EQ(packets[1].params.at(0).format.units, "A");
}

TEST_F(Folder, AProfileIsEnoughWithoutAProtocol) {
  write("settings.json", R"({"serial": {"device": "/dev/bms", "profile": "unit"}})");
  write("params_config.json", "{}");
  write("unit.json", R"({"packets": {"BV1": {"params": {"a": {}}}}})");
  EXPECT_EQ(problems(), "");
}

TEST_F(Folder, ProfileProblemsNameTheirFile) {
  write("settings.json", R"({"serial": {"device": "/dev/bms", "profile": ["unit", "none"]}})");
  write("params_config.json", kParams);
  write("profiles/unit.json", R"({"packets": {"BV1": {"params": {"a": {"feild": 2, "factor": 0}}}}})");
  EXPECT_EQ(
      problems(),
      "E DIR/profiles/unit.json:1:39: /packets/BV1/params/a/feild: there is no key \"feild\" here; did you "
      "mean "
      "\"field\"?\n"
      "E DIR/profiles/unit.json:1:61: /packets/BV1/params/a/factor: must not be 0: every value would be 0\n"
      "E DIR/settings.json:1:55: /serial/profile/1: there is no profile \"none\"; looked for in DIR, "
      "DIR/profiles, "
      "DIR/installed\n");
}

/// A CAN bus with these keys, a profile `unit` and packets of the user.
class CanProfile : public Folder {
 protected:
  void write_all(const std::string& bus, const std::string& profile, const std::string& own = "") {
    write("settings.json", R"({"can": {"profile": "unit")" + bus + "}}");
    write("params_config.json", own.empty() ? "{}" : can_packets(own));
    write("profiles/unit.json", profile);
  }
  /// `name id` of each packet.
  std::string ids() const {
    const auto result = load(places_);
    EXPECT_TRUE(result.config.has_value()) << lines(result.problems);
    std::string text;
    if (!result.config) return text;
    for (const auto& packet : result.config->params.buses.at(0).packets)
      text += (text.empty() ? "" : ", ") + packet.name + " " + packet.id;
    return text;
  }
};

const char* const kUnit = R"({"id_base": "X19B50000", "packets": {
  "Overall": {"id": "X19B50000", "standard_id": "S000", "params": {"a": {}}},
  "Cells": {"id": "X19B50100", "standard_id": "S020", "range": 32},
  "Energy": {"id": "X19B50006"},
  "Charger": {"id": "X1806E5F4"}}})";

const char* const kGenerations = R"({"id_base": "X19B50000", "packets": {
  "Overall": {"id": "X19B50000"},
  "Old codes": {"id": "X19B50007", "generation": 2},
  "New codes": {"id": "X19B50007", "generation": 3}}})";

TEST_F(CanProfile, IsEnoughWithoutAProtocol) {
  write_all("", kUnit);
  EXPECT_EQ(problems(), "");
  EXPECT_EQ(ids(), "Overall X19B50000, Cells X19B50100, Energy X19B50006, Charger X1806E5F4");
}

TEST_F(CanProfile, MovesWithTheBase) {
  write_all(R"(, "id_base": "X10B52000")", kUnit);
  EXPECT_EQ(problems(), "");
  EXPECT_EQ(ids(), "Overall X10B52000, Cells X10B52100, Energy X10B52006, Charger X1806E5F4")
      << "the charger has an id of its own";
}

TEST_F(CanProfile, MovesToStandardIds) {
  write_all(R"(, "id_base": "S300")", kUnit);
  EXPECT_EQ(
      problems(),
      "N DIR/settings.json:1:40: /can/id_base: left out, as they have no \"standard_id\": \"Energy\"\n");
  EXPECT_EQ(ids(), "Overall S300, Cells S320, Charger X1806E5F4");
}

TEST_F(CanProfile, MayNotMoveOutOfTheIds) {
  write_all(R"(, "id_base": "S7F0")", kUnit);
  EXPECT_EQ(
      problems(),
      "E DIR/settings.json:1:40: /can/id_base: is too high: \"Cells\" has no id from there on\n"
      "N DIR/settings.json:1:40: /can/id_base: left out, as they have no \"standard_id\": \"Energy\"\n");
}

TEST_F(CanProfile, LeavesTheUsersPacketsWhereTheyAre) {
  write_all(
      R"(, "id_base": "S300")", kUnit,
      R"("Energy": {"id": "X19B50006"}, "Own": {"id": "X19B50001"}, "Overall": {"params": {"a": {"start": 8}}})");
  EXPECT_EQ(problems(),
            "N DIR/params_config.json:1:123: /protocols/can/packets/Overall/params/a: takes the place of the "
            "profile's param as a whole: what it doesn't say is not taken over\n");
  EXPECT_EQ(ids(), "Energy X19B50006, Own X19B50001, Overall S300, Cells S320, Charger X1806E5F4");
}

TEST_F(CanProfile, ParamsOfTheUserGoFirst) {
  write_all("", kUnit, R"("Overall": {"params": {"a": {"start": 8}}})");
  const auto result = load(places_);
  ASSERT_TRUE(result.config.has_value()) << lines(result.problems);
  const auto& overall = result.config->params.buses.at(0).packets.at(0);
  ASSERT_EQ(overall.params.size(), 1U);
  EXPECT_EQ(overall.params[0].place.pieces.at(0).start, 8);
}

TEST_F(CanProfile, LeavesOutWhatDependsOnAGenerationThatNobodySays) {
  write_all("", kGenerations);
  EXPECT_EQ(
      problems(),
      "N DIR/settings.json:1:9: /can: left out, as they differ by the unit's generation: \"Old codes\", "
      "\"New codes\"; \"generation\": 2 (firmware 2.x) or 3 decides\n");
  EXPECT_EQ(ids(), "Overall X19B50000");
}

TEST_F(CanProfile, TakesTheGenerationThatTheBusSays) {
  write_all(R"(, "generation": 2)", kGenerations);
  EXPECT_EQ(problems(), "");
  EXPECT_EQ(ids(), "Overall X19B50000, Old codes X19B50007");
}

TEST_F(CanProfile, TakesTheGenerationOfTheProfileThatBuildsOnIt) {
  write_all("", R"({"profile": "base", "generation": 3, "certainty": "unverified",
                    "packets": {"Own": {"id": "X100", "params": {"x": {"certainty": "likely"}, "y": {}}}}})");
  write("profiles/base.json", kGenerations);
  EXPECT_EQ(problems(), "");
  EXPECT_EQ(ids(), "Own X00000100, Overall X19B50000, New codes X19B50007");
}

TEST_F(CanProfile, IsNoMoreCertainThanTheProfileThatBuildsOnIt) {
  write_all("", R"({"profile": "base", "certainty": "unverified",
                    "packets": {"Own": {"id": "X100", "params": {"x": {"certainty": "likely"}, "y": {}}}}})");
  write(
      "profiles/base.json",
      R"({"certainty": "likely", "packets": {"P": {"id": "X200", "params": {"z": {"certainty": "certain"}}}}})");
  const auto result = load(places_);
  ASSERT_TRUE(result.config.has_value()) << lines(result.problems);
  const auto& packets = result.config->params.buses.at(0).packets;
  EXPECT_EQ(packets.at(0).params.at(0).certainty, Certainty::likely) << "it says so itself";
  EXPECT_EQ(packets.at(0).params.at(1).certainty, Certainty::unverified);
  EXPECT_EQ(packets.at(1).params.at(0).certainty, Certainty::unverified);
}

TEST_F(CanProfile, TakesWithItWhatTheUserAddsToALeftOutPacket) {
  const std::string own = R"("Old codes": {"request_period": 5}, "New codes": {"request_period": 5})";
  const std::string why =
      ": is left out with the profile's packet, which depends on the \"generation\" of the bus\n";
  write_all(R"(, "generation": 3)", kGenerations, own);
  EXPECT_EQ(problems(), "N DIR/params_config.json:1:49: /protocols/can/packets/Old codes" + why);
  EXPECT_EQ(ids(), "New codes X19B50007, Overall X19B50000");
  write_all("", kGenerations, own);
  EXPECT_EQ(
      problems(),
      "N DIR/params_config.json:1:49: /protocols/can/packets/Old codes" + why +
          "N DIR/params_config.json:1:85: /protocols/can/packets/New codes" + why +
          "N DIR/settings.json:1:9: /can: left out, as they differ by the unit's generation: \"Old codes\", "
          "\"New codes\"; \"generation\": 2 (firmware 2.x) or 3 decides\n");
  EXPECT_EQ(ids(), "Overall X19B50000");
}

TEST_F(CanProfile, KeepsALeftOutPacketThatTheUserGivesAnId) {
  write_all(R"(, "generation": 3)", kGenerations, R"("Old codes": {"id": "X100"})");
  EXPECT_EQ(problems(), "");
  EXPECT_EQ(ids(), "Old codes X00000100, Overall X19B50000, New codes X19B50007");
}

TEST_F(CanProfile, LeavesOutWhatHasNoStandardIdWithWhatTheUserAdds) {
  write_all(R"(, "id_base": "S300")", kUnit, R"("Energy": {"request_period": 5})");
  EXPECT_EQ(
      problems(),
      "N DIR/settings.json:1:40: /can/id_base: left out, as they have no \"standard_id\": \"Energy\"\n");
  EXPECT_EQ(ids(), "Overall S300, Cells S320, Charger X1806E5F4");
}

TEST_F(CanProfile, KnowsWhichRequestsAreNoCommands) {
  const std::string profile = R"({"packets": {"P": {"id": "X100", "request": "00"}}})";
  write_all("", profile);
  EXPECT_EQ(problems(), "");
  write_all("", profile, R"("P": {"range": 2})");
  EXPECT_EQ(problems(), "") << "the request is still the profile's";
  write_all("", profile, R"("P": {"request": "00"})");
  EXPECT_EQ(problems(),
            "W DIR/params_config.json:1:53: /protocols/can/packets/P/request: \"00\": with data the same ids "
            "may be commands: make sure that it only asks\n");
  write_all("", R"({"packets": {"P": {"id": "X100", "request": "FF"}}})");
  EXPECT_EQ(problems(),
            "W DIR/profiles/unit.json:1:45: /packets/P/request: \"FF\": with data the same ids may be "
            "commands; a request has at most one byte, and not FF\n");
}

TEST_F(CanProfile, MayNotBuildOnItself) {
  write_all("", R"({"profile": "base"})");
  write("profiles/base.json", R"({"profile": "unit"})");
  EXPECT_EQ(
      problems(),
      "E DIR/profiles/base.json:1:13: /profile: goes round in a circle: \"unit\" builds on this profile\n");
}

TEST_F(CanProfile, ThatItBuildsOnHasToBeThere) {
  write_all("", R"({"profile": "base"})");
  EXPECT_EQ(problems(),
            "E DIR/profiles/unit.json:1:13: /profile: there is no profile \"base\"; looked for in DIR, "
            "DIR/profiles, DIR/installed\n");
}

TEST_F(CanProfile, KnowsItsKeys) {
  write_all("", R"({"id_base": "19B5", "generation": 1, "colour": "red"})");
  EXPECT_EQ(
      problems(),
      "E DIR/profiles/unit.json:1:13: /id_base: must be X and up to 8 hex digits, or S and up to 3, as in "
      "X19B50000 or S300, not \"19B5\"\n"
      "E DIR/profiles/unit.json:1:35: /generation: must be one of \"2\", \"3\", not 1\n"
      "E DIR/profiles/unit.json:1:38: /colour: there is no key \"colour\" here\n");
}

}  // namespace
}  // namespace bmsgw::config
