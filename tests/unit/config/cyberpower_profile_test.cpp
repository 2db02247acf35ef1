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

/// The alarms that polls find: quantity, and what its states are told as.
std::map<std::string, std::set<std::string>> polled(const BusProtocol& bm) {
  std::map<std::string, std::set<std::string>> states;
  for (const auto& packet : bm.packets) {
    for (const auto& param : packet.params) {
      if (!param.snmp->alarm) continue;
      const auto& normal = param.snmp->alarm->normal;
      for (const auto& [code, word] : param.names)
        states[param.snmp->alarm->quantity].insert(std::ranges::count(normal, code) > 0 ? "normal" : word);
    }
  }
  return states;
}

TEST(CyberPower, PollsFindAlarms) {
  const std::set<std::string> five{"normal", "warnLow", "warnHigh", "alarmLow", "alarmHigh"};
  const auto states = polled(manager());
  EXPECT_EQ(states.size(), 11U);
  for (const auto* quantity : {"voltage", "temperature", "resistance", "soc", "stringVoltage", "stringSoc"})
    EXPECT_EQ(states.at(quantity), five) << quantity;
  EXPECT_TRUE(states.at("current").contains("dischargeAlarmHigh"));
  EXPECT_EQ(states.at("equalization"), (std::set<std::string>{"normal", "failed"}));
  EXPECT_EQ(states.at("shutdownVoltage"), (std::set<std::string>{"normal", "countdown", "shutdown"}));
  EXPECT_EQ(states.at("contact"), (std::set<std::string>{"normal", "abnormal"}));
  EXPECT_EQ(states.at("contact2"), states.at("contact"));
}

struct OwnerRow {
  const char* packet;
  const char* param;
  const char* owners;  ///< their packet
  const char* string;
  const char* battery;
  const char* table;  ///< below the vendor's root
};

/// The rows of each table say whose they are: they need not be those of the table of probes.
TEST(CyberPower, AlarmsOfBatteriesAreToldApartAsTrapsDo) {
  const auto bm = manager();
  const std::vector<OwnerRow> rows{
      {"VoltageAlarms", "cellVoltAlarms", "VoltageOwners", "voltageStrings", "voltageBatteries", "5.5"},
      {"VoltageAlarms", "socAlarms", "VoltageOwners", "voltageStrings", "voltageBatteries", "5.5"},
      {"TemperatureAlarms", "cellTempAlarms", "TemperatureOwners", "temperatureStrings",
       "temperatureBatteries", "5.7"},
      {"ResistanceAlarms", "cellResistanceAlarms", "ResistanceOwners", "resistanceStrings",
       "resistanceBatteries", "5.9"}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.param);
    const auto& alarms = *param_of(bm, row.packet, row.param)->snmp;
    EXPECT_EQ(alarms.alarm->string->list, (core::ParamName{row.owners, row.string}));
    EXPECT_EQ(alarms.alarm->battery->list, (core::ParamName{row.owners, row.battery}));
    const auto& strings = *param_of(bm, row.owners, row.string)->snmp;
    EXPECT_EQ(strings.place.oid, kRoot + "1.1.7." + row.table + ".1.3");
    EXPECT_EQ(param_of(bm, row.owners, row.battery)->snmp->place.oid, kRoot + "1.1.7." + row.table + ".1.4");
    EXPECT_EQ(strings.place.count, alarms.place.count);
    EXPECT_EQ(strings.count_from, alarms.count_from);
  }
  EXPECT_TRUE(param_of(bm, "StringAlarms", "stringVoltAlarms")->snmp->alarm->string->is_index);
}

/// A measurement's number is not that of its string, and not each is of a string.
TEST(CyberPower, AlarmsOfCurrentsAreOfTheStringThatIsMeasured) {
  const auto bm = manager();
  const auto& alarm = *param_of(bm, "CurrentProbe", "currentAlarms")->snmp->alarm;
  EXPECT_EQ(alarm.string->list, (core::ParamName{"CurrentProbe", "currentStrings"}));
  const auto* const strings = param_of(bm, "CurrentProbe", "currentStrings");
  EXPECT_EQ(strings->snmp->place.oid, param_of(bm, "CurrentProbe", "currentFunctions")->snmp->place.oid);
  EXPECT_EQ(strings->format.not_available, (std::vector<std::int64_t>{0, 9, 20}));
}

/// A trap of a contact has its index in the table.
TEST(CyberPower, ContactsAreNumberedAsTrapsDo) {
  const auto bm = manager();
  EXPECT_TRUE(param_of(bm, "Environment", "contactStates")->snmp->alarm->is_numbered);
  EXPECT_TRUE(param_of(bm, "Environment2", "contactStates2")->snmp->alarm->is_numbered);
  for (const auto& [number, quantity] :
       {std::pair{208, "contact"}, {209, "contact"}, {260, "contact2"}, {261, "contact2"}}) {
    const auto name = kRoot + "0." + std::to_string(number);
    const auto trap = std::ranges::find(bm.snmp.traps.traps, name, &core::SnmpTrapSpec::trap);
    ASSERT_TRUE(trap != bm.snmp.traps.traps.end() && trap->meaning) << number;
    EXPECT_TRUE(trap->meaning->is_alarm) << number;
    EXPECT_EQ(trap->meaning->quantity, quantity) << number;
    EXPECT_EQ(std::ranges::count(trap->varbinds, core::SnmpTrapRole::index), 1) << number;
  }
}

/// A trap's words must be those of the poll that follows, or an alarm would change without reason.
TEST(CyberPower, TrapsSpeakAsPollsDo) {
  const auto bm = manager();
  const auto states = polled(bm);
  const auto check = [&states](const core::SnmpEventMeaning& meaning) {
    const auto known = states.find(meaning.quantity);
    if (!meaning.is_alarm || known == states.end()) return;
    auto state = meaning.state;
    if (state.starts_with("{severity}")) state.replace(0, 10, "alarm");
    EXPECT_TRUE(known->second.contains(state)) << meaning.quantity << " " << state;
  };
  for (const auto& [object, events] : bm.snmp.traps.events) {
    for (const auto& [number, meaning] : events) check(meaning);
  }
  for (const auto& trap : bm.snmp.traps.traps) {
    if (trap.meaning) check(*trap.meaning);
  }
}

/// Its traps name a battery and its object is the unit's: only the poll after them opens and ends the alarm.
TEST(CyberPower, TheAlarmOfTheShutdownIsTheUnits) {
  const auto bm = manager();
  const auto words = polled(bm).at("shutdownVoltage");
  const auto& traps = bm.snmp.traps;
  for (const auto number : {115, 116, 117}) {
    const auto& meaning = traps.events.at(kRoot + "2.2.6.0").at(number);
    EXPECT_EQ(meaning.quantity, "shutdownVoltage") << number;
    EXPECT_TRUE(words.contains(meaning.state)) << number;
    EXPECT_FALSE(meaning.is_alarm) << number;
  }
  EXPECT_EQ(std::ranges::count(traps.then_read, "Shutdown"), 1);
}

/// Each alarm that a trap alone tells of ends by a trap too.
TEST(CyberPower, AlarmsOfTrapsEnd) {
  const auto bm = manager();
  std::map<std::string, bool> ends;
  const auto note = [&ends](const core::SnmpEventMeaning& meaning) {
    if (meaning.is_alarm) ends[meaning.quantity] = ends[meaning.quantity] || meaning.state == "normal";
  };
  for (const auto& [object, events] : bm.snmp.traps.events) {
    for (const auto& [number, meaning] : events) note(meaning);
  }
  for (const auto& trap : bm.snmp.traps.traps) {
    if (trap.meaning) note(*trap.meaning);
  }
  EXPECT_GE(ends.size(), 15U);
  for (const auto& [quantity, does] : ends) EXPECT_TRUE(does) << quantity;
}

TEST(CyberPower, KnowsItsTraps) {
  const auto traps = manager().snmp.traps;
  std::set<std::string> known;
  for (const auto& trap : traps.traps) known.insert(trap.trap);
  for (const auto number : {200, 213, 250, 252, 253, 261, 600, 608, 700, 702})
    EXPECT_TRUE(known.contains(kRoot + "0." + std::to_string(number))) << number;
  EXPECT_EQ(traps.text, kRoot + "2.2.3.0");
  EXPECT_EQ(traps.then_read.front(), "VoltageAlarms");
  const auto probe = std::ranges::find(traps.traps, kRoot + "0.604", &core::SnmpTrapSpec::trap);
  ASSERT_NE(probe, traps.traps.end());
  EXPECT_EQ(probe->severity, "warn");
  using core::SnmpTrapRole;
  EXPECT_EQ(probe->varbinds,
            (std::vector<SnmpTrapRole>{SnmpTrapRole::ignore, SnmpTrapRole::ignore, SnmpTrapRole::ignore,
                                       SnmpTrapRole::string, SnmpTrapRole::battery, SnmpTrapRole::event,
                                       SnmpTrapRole::text}));
}

struct EventRow {
  std::int64_t number;
  const char* quantity;
  const char* state;
  bool is_alarm;
};

TEST(CyberPower, KnowsItsEvents) {
  const auto traps = manager().snmp.traps;
  const auto& events = traps.events.at(kRoot + "2.2.6.0");
  const std::vector<EventRow> rows{{2, "", "configured", false},
                                   {5, "communication", "lost", true},
                                   {11, "equalization", "failed", true},
                                   {12, "equalization", "normal", true},
                                   {6, "communication", "normal", true},
                                   {101, "voltage", "{severity}Low", true},
                                   {103, "voltage", "normal", true},
                                   {108, "resistance", "alarmHigh", true},
                                   {109, "resistance", "warnLow", true},
                                   {118, "soc", "alarmLow", true},
                                   {119, "soc", "warnLow", true},
                                   {120, "soc", "normal", true},
                                   {202, "stringVoltage", "alarmHigh", true},
                                   {206, "stringSoc", "alarmLow", true},
                                   {226, "stringSoc", "alarmLow", true},
                                   {208, "stringSoc", "normal", true}};
  for (const auto& row : rows) {
    const auto event = events.find(row.number);
    ASSERT_NE(event, events.end()) << row.number;
    EXPECT_EQ(event->second.quantity, row.quantity) << row.number;
    EXPECT_EQ(event->second.state, row.state) << row.number;
    EXPECT_EQ(event->second.is_alarm, row.is_alarm) << row.number;
  }
  EXPECT_EQ(traps.events.at(kRoot + "2.2.7.0").at(304).quantity, "current") << "not a wireless sensor's";
  EXPECT_NE(events.at(304).quantity, "current");
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
