#include "unit/config/folder.hpp"
#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

/// A Modbus bus with a profile `unit` under a map of the user.
class ModbusProfile : public Folder {
 protected:
  void write_all(const std::string& profile, const std::string& own) {
    write("settings.json", R"({"modbus": {"host": "h", "profile": "unit"}})");
    write("params_config.json", own.empty() ? "{}" : modbus_map(own));
    write("profiles/unit.json", profile);
  }
  /// The wire address of each param.
  std::string addresses() const {
    const auto result = load(places_);
    EXPECT_TRUE(result.config.has_value()) << lines(result.problems);
    std::string text;
    if (!result.config || result.config->params.buses.empty()) return text;
    for (const auto& packet : result.config->params.buses[0].packets) {
      for (const auto& param : packet.params)
        text += (text.empty() ? "" : ", ") + param.name + " " + std::to_string(param.modbus->place.address);
    }
    return text;
  }
};

TEST_F(ModbusProfile, IsEnoughWithoutAProtocol) {
  write_all(R"({"packets": {"P": {"params": {"a": {"address": 1}}}}})", "");
  EXPECT_EQ(problems(), "");
  EXPECT_EQ(addresses(), "a 1");
}

TEST_F(ModbusProfile, IsFilledInByTheTableOfTheUser) {
  write_all(R"({"addressing": "modicon", "addresses": {"v": null, "w": 40007},
    "packets": {"P": {"params": {"a": {"address": "v"}, "b": {"address": "w"}}}}})",
            R"("addresses": {"v": 40101})");
  EXPECT_EQ(problems(), "");
  EXPECT_EQ(addresses(), "a 100, b 6");
}

TEST_F(ModbusProfile, RestsAsLongAsItIsNotFilledIn) {
  write_all(
      R"({"addresses": {"v": null, "w": null}, "packets": {"P": {"params": {"a": {"address": "v"}, "b": {"address": "w"}}}}})",
      R"("addresses": {"w": 3})");
  EXPECT_EQ(
      problems(),
      "W DIR/settings.json:1:12: /modbus: \"modbus0u1\" rests: its map isn't complete; not known yet: \"v\"; "
      "give them under \"addresses\" of the protocol \"modbus\" in params_config.json\n");
  EXPECT_EQ(addresses(), "");
}

TEST_F(ModbusProfile, KeepsItsOwnAddressing) {
  write_all(
      R"({"packets": {"P": {"params": {"a": {"address": 7}}}}})",
      R"("addressing": "one", "packets": {"P": {"params": {"b": {"address": 3}}}, "Q": {"addressing": "modicon", "params": {"c": {"address": 40001}}}})");
  EXPECT_EQ(problems(), "");
  EXPECT_EQ(addresses(), "b 2, a 7, c 0");
}

TEST_F(ModbusProfile, GivesItsAddressingToThoseWhoSayNone) {
  write_all(R"({"addressing": "one", "packets": {"P": {"params": {"a": {"address": 7}}}}})",
            R"("packets": {"P": {"params": {"b": {"address": 3}}}})");
  EXPECT_EQ(addresses(), "b 2, a 6");
}

TEST_F(ModbusProfile, IsCheckedOnlyTogetherWithTheUsersMap) {
  write_all(R"({"addresses": {"v": 1}, "packets": {"P": {"params": {"a": {"address": "v"}}}}})",
            R"("packets": {"P": {"params": {"b": {"address": "v"}}}})");
  write("settings.json", R"({"modbus": {"enabled": false, "host": "h", "profile": "unit"}})");
  EXPECT_EQ(problems(), "") << "the protocol alone lacks the profile's addresses";
}

TEST_F(ModbusProfile, ForbidsBesidesWhatTheUserForbids) {
  write_all(
      R"({"limits": {"registers": 10, "gap": 4, "forbidden": [{"first": 1, "last": 2}]}, "packets": {}})",
      R"("limits": {"registers": 20, "forbidden": [{"first": 5, "last": 6}]})");
  const auto config = load(places_).config;
  ASSERT_TRUE(config.has_value());
  const auto& limits = config->params.buses.at(0).limits;
  EXPECT_EQ(limits.registers, 20);
  EXPECT_EQ(limits.gap, 4);
  EXPECT_EQ(limits.forbidden.size(), 2U);
}

TEST_F(ModbusProfile, GivesItsCommandsUnlessTheUserHasThem) {
  write_all(
      R"({"commands": {"go": {"write": {"address": 1, "value": 1}}, "stop": {"write": {"address": 1, "value": 0}}}})",
      R"("commands": {"go": {"write": {"address": 2, "value": 2}}})");
  EXPECT_EQ(problems(),
            "N DIR/params_config.json:1:46: /protocols/modbus/commands/go: takes the place of the profile's "
            "command as a whole: what it doesn't say is not taken over\n");
  const auto config = load(places_).config;
  ASSERT_TRUE(config.has_value());
  const auto& commands = config->params.buses.at(0).commands;
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].name, "go");
  EXPECT_EQ(commands[0].writes.at(0).place.address, 2);
}

TEST_F(ModbusProfile, SaysHowSureItIs) {
  write_all(R"({"certainty": "unverified", "packets": {"P": {"params": {"a": {"address": 7}}}}})",
            R"("packets": {"P": {"params": {"b": {"address": 3}}}})");
  const auto config = load(places_).config;
  ASSERT_TRUE(config.has_value());
  const auto& params = config->params.buses.at(0).packets.at(0).params;
  EXPECT_EQ(params.at(0).certainty, Certainty::certain);
  EXPECT_EQ(params.at(1).certainty, Certainty::unverified);
}

}  // namespace
}  // namespace bmsgw::config
