#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "unit/config/shipped_maps.hpp"

namespace bmsgw::config {
namespace {

const std::string kRoot = "1.3.6.1.4.1.3808.";

/// The battery manager's map, without a word said.
BusProtocol manager(const std::string& keys = "", const std::string& params = "{}") {
  const auto config = load_quietly(
      R"({"snmp": {"host": "192.0.2.1", "profile": "cyberpower-bm")" + keys + "}}", params, shipped());
  EXPECT_EQ(config.params.buses.size(), 1U);
  return config.params.buses.empty() ? BusProtocol{} : config.params.buses[0];
}

struct ObjectRow {
  const char* packet;
  const char* param;
  const char* below;  ///< of the vendor's root; of a list its column
  double factor;
  const char* units;
  std::uint32_t count = 0;  ///< of a list
};

/// CPS-MIB 2.10 and 2.13.
const std::vector<ObjectRow> kObjects{
    {"Identification", "model", "1.1.7.1.1.0", 1, ""},
    {"Identification", "location", "1.1.7.1.9.0", 1, ""},
    {"Properties", "probesRating", "1.1.7.2.4.0", 1, ""},
    {"Configuration", "batteryCapacity", "1.1.7.3.1.0", 0.1, "Ah"},
    {"Configuration", "limitTempLow", "1.1.7.3.7.0", 0.1, "°C"},
    {"Configuration", "limitResistanceHigh", "1.1.7.3.10.0", 0.01, "mΩ"},
    {"Configuration", "limitVoltLow", "1.1.7.3.15.0", 0.01, "V"},
    {"Configuration", "warnSoc", "1.1.7.3.27.0", 1, "%"},
    {"Counts", "voltTableSize", "1.1.7.5.4.0", 1, ""},
    {"Counts", "stringVoltTableSize", "1.1.7.10.4.0", 1, ""},
    {"Probes", "probeStrings", "1.1.7.5.3.1.3", 1, "", 160},
    {"Probes", "probeBatteries", "1.1.7.5.3.1.4", 1, "", 160},
    {"Voltages", "cellVolts", "1.1.7.5.5.1.7", 0.01, "V", 160},
    {"Voltages", "equalizingPower", "1.1.7.5.5.1.8", 1, "%", 160},
    {"Voltages", "soc", "1.1.7.5.5.1.10", 1, "%", 160},
    {"VoltageAlarms", "cellVoltAlarms", "1.1.7.5.5.1.6", 1, "", 160},
    {"Temperatures", "cellTemps", "1.1.7.5.7.1.7", 1, "°C", 160},
    {"Temperatures", "cellTempsRaw", "1.1.7.5.7.1.7", 1, "", 160},
    {"Resistances", "cellResistances", "1.1.7.5.9.1.7", 0.01, "mΩ", 160},
    {"Resistances", "resistanceHealth", "1.1.7.5.9.1.8", 1, "%", 160},
    {"Strings", "stringProbeCounts", "1.1.7.10.3.1.3", 1, "", 16},
    {"Strings", "stringVolts", "1.1.7.10.5.1.4", 0.01, "V", 10},
    {"CurrentProbe", "stringCurrents", "1.1.50.3.2.1.6", 0.01, "A", 4},
    {"CurrentLimits", "chargeCurrentWarnLow", "1.1.50.2.2.1.3", 0.01, "A", 4},
    {"CurrentLimits", "rmsCurrentLimitHigh", "1.1.50.2.2.1.14", 0.01, "A", 4},
    {"ResistanceTest", "resistanceResult", "1.1.7.6.1.3.0", 1, ""},
    {"Equalization", "equalizationCondition", "1.1.7.7.2.0", 0.01, "V"},
    {"Equalization", "equalizationElapsed", "1.1.7.7.5.0", 0.01, "s"},
    {"Environment", "ambientTemp", "1.1.4.2.6.0", 0.1, "°C"},
    {"Environment", "humidity", "1.1.4.3.1.0", 1, "%"},
    {"Environment", "contactStates", "1.1.4.4.2.1.3", 1, "", 4},
    {"Environment2", "environmentUnit", "1.1.8.2.2.0", 1, ""},
    {"Environment2", "humidities2", "1.1.8.3.2.1.3", 0.01, "%", 8},
    {"Environment2", "contactStates2", "1.1.8.4.2.1.5", 1, "", 32},
    {"Shutdown", "shutdownCountdown", "1.1.7.20.3.0", 1, "min"},
};

TEST(CyberPower, HasTheObjectsOfItsMib) {
  const auto bm = manager();
  for (const auto& row : kObjects) {
    SCOPED_TRACE(std::string(row.packet) + "/" + row.param);
    const auto* const param = param_of(bm, row.packet, row.param);
    ASSERT_TRUE(param != nullptr && param->snmp.has_value());
    EXPECT_EQ(param->snmp->place.oid, kRoot + row.below);
    EXPECT_DOUBLE_EQ(param->format.factor, row.factor);
    EXPECT_EQ(param->format.units, row.units);
    EXPECT_EQ(param->list, row.count > 0);
    EXPECT_EQ(param->snmp->place.count, std::max(row.count, 1U));
    EXPECT_EQ(param->route_to_mqtt, row.param);
  }
  EXPECT_EQ(param_of(bm, "Identification", "uptime")->snmp->place.oid, "1.3.6.1.2.1.1.3.0");
}

TEST(CyberPower, HasRoomForFourStringsOfForty) {
  const auto bm = manager();
  const std::map<std::string, std::string> sizes{{"Probes", "probeTableSize"},
                                                 {"Voltages", "voltTableSize"},
                                                 {"VoltageOwners", "voltTableSize"},
                                                 {"VoltageAlarms", "voltTableSize"},
                                                 {"Temperatures", "tempTableSize"},
                                                 {"TemperatureOwners", "tempTableSize"},
                                                 {"TemperatureAlarms", "tempTableSize"},
                                                 {"Resistances", "resistanceTableSize"},
                                                 {"ResistanceOwners", "resistanceTableSize"},
                                                 {"ResistanceAlarms", "resistanceTableSize"}};
  for (const auto& [name, size] : sizes) {
    const auto packet = std::ranges::find(bm.packets, name, &PacketConfig::name);
    ASSERT_NE(packet, bm.packets.end()) << name;
    for (const auto& param : packet->params) {
      EXPECT_EQ(param.snmp->place.count, 160U) << param.name;
      EXPECT_EQ(param.snmp->count_from, (core::ParamName{"Counts", size})) << param.name;
    }
  }
}

TEST(CyberPower, EachKeyIsThereOnce) {
  std::set<std::string> keys;
  for (const auto& packet : manager().packets) {
    for (const auto& param : packet.params) {
      if (param.route_to_mqtt.empty()) continue;
      EXPECT_TRUE(keys.insert(param.route_to_mqtt).second) << param.route_to_mqtt;
    }
  }
  EXPECT_GT(keys.size(), 100U);
}

TEST(CyberPower, LeavesTheTemperaturesScaleOpen) {
  const auto bm = manager();
  ASSERT_EQ(bm.snmp.scales.size(), 1U);
  const auto& scale = bm.snmp.scales[0];
  EXPECT_EQ(scale.name, "temperature_scale");
  EXPECT_EQ(scale.coarse, 1);
  EXPECT_EQ(scale.fine, 0.1);
  EXPECT_EQ(scale.raw_most, 100);
  EXPECT_EQ(scale.limit_low, (core::ParamName{"Configuration", "limitTempLow"}));
  EXPECT_EQ(scale.limit_high, (core::ParamName{"Configuration", "limitTempHigh"}));
  EXPECT_EQ(scale.references,
            (std::vector<core::ParamName>{{"Environment", "ambientTemp"}, {"Environment2", "ambientTemp2"}}));
  EXPECT_EQ(param_of(bm, "Temperatures", "cellTemps")->snmp->scale, "temperature_scale");
  EXPECT_TRUE(param_of(bm, "Temperatures", "cellTempsRaw")->snmp->until_settled);
  EXPECT_EQ(param_of(bm, "Temperatures", "cellTemps")->certainty, Certainty::unverified);
  EXPECT_EQ(param_of(bm, "Voltages", "cellVolts")->certainty, Certainty::certain);
}

TEST(CyberPower, TheUserMaySayItsScale) {
  const auto config = load_quietly(
      R"({"snmp": {"host": "h", "profile": "cyberpower-bm", "temperature_scale": 0.1}})", "{}", shipped());
  EXPECT_EQ(config.settings.snmp.at(0).temperature_scale, 0.1);
}

TEST(CyberPower, TakesTheUnitOfTheSecondSensorFromIt) {
  const auto bm = manager();
  const auto* const temps = param_of(bm, "Environment2", "ambientTemps2");
  ASSERT_NE(temps, nullptr);
  EXPECT_EQ(temps->snmp->format_by, (core::ParamName{"Environment2", "environmentUnit"}));
  const auto& formats = temps->snmp->formats;
  ASSERT_EQ(formats.size(), 2U);
  const auto value = [&formats](std::size_t i, double raw) {
    return (raw + formats[i].second.offset) * formats[i].second.factor;
  };
  EXPECT_EQ(formats[0].first, 1);
  EXPECT_DOUBLE_EQ(value(0, 2512), 25.12);
  EXPECT_EQ(formats[1].first, 2);
  EXPECT_NEAR(value(1, 7700), 25.0, 1e-9);
  EXPECT_NEAR(value(1, 3200), 0.0, 1e-9);
}

TEST(CyberPower, OnlyWhatDoesNoHarmCanBeWritten) {
  std::set<std::string> writable;
  for (const auto& packet : manager().packets) {
    for (const auto& param : packet.params) {
      if (!param.snmp->writable) continue;
      writable.insert(param.name);
      EXPECT_TRUE(param.valid_bot && param.valid_top) << param.name;
    }
  }
  EXPECT_TRUE(writable.contains("limitVoltLow"));
  EXPECT_TRUE(writable.contains("measureInterval"));
  EXPECT_FALSE(writable.contains("mergeFeature")) << "it may erase records";
  EXPECT_FALSE(writable.contains("shutdownVoltRaw")) << "its unit isn't known";
}

TEST(CyberPower, HasItsCommands) {
  const auto bm = manager();
  const auto& commands = bm.snmp.commands;
  ASSERT_EQ(commands.size(), 3U);
  const auto test = std::ranges::find(commands, "irTest", &core::SnmpCommandSpec::name);
  ASSERT_NE(test, commands.end());
  EXPECT_EQ(test->sets.at(0).oid, kRoot + "1.1.7.6.1.2.0");
  EXPECT_EQ(test->sets.at(0).value, 2);
  EXPECT_FALSE(test->verify);
  ASSERT_TRUE(test->until.has_value());
  EXPECT_EQ(test->until->oid, kRoot + "1.1.7.6.1.3.0");
  EXPECT_EQ(test->until->equals, 3);
  EXPECT_TRUE(test->until->fails.contains(9));
  EXPECT_EQ(test->then_read, (std::vector<std::string>{"ResistanceTest", "Resistances", "ResistanceAlarms"}));
}

TEST(CyberPower, TakesALargerUnit) {
  const auto bm = manager("", R"({"protocols": {"snmp": {"packets": {"Voltages": {"count": 960}}}}})");
  EXPECT_EQ(param_of(bm, "Voltages", "cellVolts")->snmp->place.count, 960U);
  EXPECT_EQ(param_of(bm, "Voltages", "cellVolts")->snmp->place.oid, kRoot + "1.1.7.5.5.1.7");
}

TEST(CyberPowerModbus, RestsUntilItHasItsAddresses) {
  const auto result = load_both(settings_of(R"("cyberpower-modbus")"), "{}", shipped());
  ASSERT_TRUE(result.config.has_value()) << lines(result.problems);
  ASSERT_EQ(result.problems.size(), 1U) << lines(result.problems);
  EXPECT_EQ(result.problems[0].severity, Severity::warning);
  EXPECT_NE(result.problems[0].what.find("\"cellVolts\""), std::string::npos);
  EXPECT_TRUE(result.config->params.buses.empty());
  EXPECT_FALSE(result.config->settings.modbus.at(0).units.at(0).enabled);
}

TEST(CyberPowerModbus, IsFilledInByTheUser) {
  std::string addresses;
  unsigned at = 0;
  for (const auto* name :
       {"cellVolts", "cellTemps", "soc", "cellResistances", "stringVolts", "stringCurrents", "stringSoc",
        "ambientTemp", "cellVoltAlarms", "cellTempAlarms", "cellResistanceAlarms", "stringVoltAlarms"}) {
    addresses += (at == 0 ? "\"" : ", \"") + std::string(name) + "\": " + std::to_string(1000 + 200 * at);
    ++at;
  }
  const auto unit = unit_of(R"("cyberpower-modbus")", modbus_map(R"("addresses": {)" + addresses + "}"));
  EXPECT_EQ(points_of(unit), 12U);
  expect_rows(
      unit,
      {{"Cells", "cellVolts", kHolding, 1000, core::ModbusKind::whole, false, 1, 0.01, "V", 160, 1},
       {"Cells", "cellTemps", kHolding, 1200, core::ModbusKind::whole, true, 1, 0.1, "°C", 160, 1},
       {"Strings", "stringCurrents", kHolding, 2000, core::ModbusKind::whole, true, 1, 0.01, "A", 4, 1}});
  for (const auto& packet : unit.packets) {
    for (const auto& param : packet.params) EXPECT_EQ(param.certainty, Certainty::unverified) << param.name;
  }
}

}  // namespace
}  // namespace bmsgw::config
