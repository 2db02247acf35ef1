#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "unit/config/shipped_maps.hpp"

namespace bmsgw::config {
namespace {

const std::string kRoot = "1.3.6.1.4.1.3808.";

/// The battery manager's map, without a word said.
BusProtocol manager() {
  const auto config =
      load_quietly(R"({"snmp": {"host": "192.0.2.1", "profile": "cyberpower-bm"}})", "{}", shipped());
  EXPECT_EQ(config.params.buses.size(), 1U);
  return config.params.buses.empty() ? BusProtocol{} : config.params.buses[0];
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

}  // namespace
}  // namespace bmsgw::config
