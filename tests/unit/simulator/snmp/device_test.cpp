#include "bmsgw/simulator/snmp/device.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "device_probe.hpp"

namespace bmsgw::simulator::snmp {
namespace {

using core::SnmpVersion;
using Type = Value::Type;

std::vector<Oid> everything(DeviceProbe& probe) {
  std::vector<Oid> all;
  Oid at{1};
  for (auto answer = probe.ask(Request::Kind::get_next, {{at}});
       answer.varbinds[0].value.type != Type::end_of_view;
       answer = probe.ask(Request::Kind::get_next, {{at}})) {
    at = answer.varbinds[0].oid;
    all.push_back(at);
  }
  return all;
}

TEST(SnmpDevice, TellsWhereEachBatteryIs) {
  DeviceProbe probe;
  for (const auto* table : {"5.3.1.", "5.5.1.", "5.7.1.", "5.9.1."}) {
    const std::string column = table;
    EXPECT_EQ(probe.number(column + "1.5"), 5) << table;
    EXPECT_EQ(probe.number(column + "2.5"), 1) << table;
    EXPECT_EQ(probe.number(column + "3.5"), 2) << table;
    EXPECT_EQ(probe.number(column + "4.5"), 2) << table;
    EXPECT_EQ(probe.manager(column + "1.7").type, Type::no_such_instance) << table;
  }
  for (const auto* size : {"5.1.0", "5.2.0", "5.4.0", "5.6.0", "5.8.0"})
    EXPECT_EQ(probe.number(size), 6) << size;
  EXPECT_EQ(probe.number("10.1.0"), 2);
  EXPECT_EQ(probe.number("10.3.1.3.2"), 3);
}

TEST(SnmpDevice, MeasuresInTheUnitsOfTheMib) {
  DeviceProbe probe;
  const auto expect_between = [&probe](const char* below, std::int64_t least, std::int64_t most) {
    const auto value = probe.manager(below);
    EXPECT_EQ(value.type, Type::integer) << below;
    EXPECT_GE(value.number, least) << below;
    EXPECT_LE(value.number, most) << below;
  };
  expect_between("5.5.1.7.1", 320, 345);    // 0.01 V
  expect_between("5.5.1.10.1", 65, 75);     // %
  expect_between("5.7.1.7.1", 200, 240);    // 0.1 degrees C
  expect_between("5.9.1.7.1", 50, 150);     // 0.01 mOhm
  expect_between("5.9.1.8.1", 75, 125);     // %
  expect_between("10.5.1.4.1", 960, 1035);  // 0.01 V, three batteries
  expect_between("10.5.1.6.1", 65, 75);     // %
  EXPECT_EQ(probe.manager("1.1.0"), Value::text("BM100"));
  EXPECT_EQ(probe.manager("7.5.0").type, Type::time_ticks);
}

TEST(SnmpDevice, TemperaturesHaveTheScaleThatIsWanted) {
  DeviceProbe tenths, wholes({"--temperature-scale", "1"});
  const auto fine = tenths.number("5.7.1.7.1");
  EXPECT_EQ(wholes.number("5.7.1.7.1"), (fine + 5) / 10);
  EXPECT_EQ(wholes.number("3.8.0"), tenths.number("3.8.0"));
}

TEST(SnmpDevice, EverythingIsInOrderAndReadable) {
  DeviceProbe probe;
  const auto all = everything(probe);
  EXPECT_TRUE(std::ranges::is_sorted(all));
  EXPECT_GT(all.size(), 300U);
  for (const auto& oid : all) EXPECT_LT(probe.get(text_of(oid)).type, Type::no_such_object) << text_of(oid);
}

TEST(SnmpDevice, OldFirmwareLacksWhatCameLater) {
  DeviceProbe probe({"--old-firmware"});
  for (const auto* below :
       {"3.15.0", "3.16.0", "3.20.0", "3.26.0", "5.5.1.9.1", "5.5.1.10.1", "10.4.0", "10.5.1.4.1"})
    EXPECT_EQ(probe.manager(below).type, Type::no_such_object) << below;
  EXPECT_EQ(probe.manager("3.4.0"), Value::integer(30));
  EXPECT_EQ(probe.manager("5.5.1.7.1").type, Type::integer);
  probe.control("alarm 1/1 voltage low");
  EXPECT_EQ(probe.number("5.5.1.6.1"), 4);
}

TEST(SnmpDevice, EnvironmentSensorsOfEitherGeneration) {
  const std::string first = "1.3.6.1.4.1.3808.1.1.4.2.6.0", second = "1.3.6.1.4.1.3808.1.1.8.2.3.1.3.1";
  struct Case {
    const char* generations;
    bool has_first, has_second;
  };
  for (const auto& test : {Case{"1", true, false}, Case{"2", false, true}, Case{"both", true, true},
                           Case{"none", false, false}}) {
    DeviceProbe probe({"--environment", test.generations});
    EXPECT_EQ(probe.get(first).type == Type::integer, test.has_first) << test.generations;
    EXPECT_EQ(probe.get(second).type == Type::integer, test.has_second) << test.generations;
  }
  DeviceProbe fahrenheit({"--environment-unit", "fahrenheit"});
  fahrenheit.control("sensor env temperature 25");
  EXPECT_EQ(fahrenheit.get(first).number, 250);
  EXPECT_EQ(fahrenheit.get(second).number, 7700);
  EXPECT_EQ(fahrenheit.get("1.3.6.1.4.1.3808.1.1.8.2.2.0").number, 2);
}

TEST(SnmpDevice, AMeasurementRunsForItsTimeAndGivesNewResistances) {
  DeviceProbe probe({"--resistance-time", "3"});
  const auto before = probe.manager("6.1.4.0");
  EXPECT_EQ(probe.number("6.1.3.0"), 1);
  probe.at(10);
  EXPECT_EQ(probe.set("6.1.2.0", Value::integer(2)).status, 0U);
  EXPECT_EQ(probe.number("6.1.3.0"), 2);
  probe.at(12.9);
  EXPECT_EQ(probe.number("6.1.3.0"), 2);
  probe.at(13);
  EXPECT_EQ(probe.number("6.1.3.0"), 3);
  EXPECT_NE(probe.manager("6.1.4.0"), before);
  EXPECT_TRUE(probe.device.control("reject on").ok);
  EXPECT_EQ(probe.set("6.1.2.0", Value::integer(2)).status, 0U);
  EXPECT_EQ(probe.number("6.1.3.0"), 9);
}

TEST(SnmpDevice, NothingIsSetWhileAWebUserIsLoggedIn) {
  DeviceProbe probe({"--web-user"});
  EXPECT_EQ(probe.set("6.1.2.0", Value::integer(2), SnmpVersion::v1).status, core::kSnmpReadOnly);
  EXPECT_EQ(probe.set("6.1.2.0", Value::integer(2), SnmpVersion::v3).status, core::kSnmpNoAccess);
  EXPECT_EQ(probe.number("6.1.3.0"), 1);
  probe.control("web-user off");
  EXPECT_EQ(probe.set("6.1.2.0", Value::integer(2), SnmpVersion::v1).status, 0U);
}

/// The event and the text follow the places.
std::vector<std::int64_t> numbers_of(const Trap& trap) {
  std::vector<std::int64_t> numbers;
  for (const auto& varbind : trap.varbinds) {
    if (varbind.value.type == Type::integer) numbers.push_back(varbind.value.number);
  }
  return numbers;
}

TEST(SnmpDevice, AnAlarmAndItsEndAreTrapsAndStates) {
  struct Case {
    const char* line;
    const char* state;  ///< below the root
    std::int64_t code;
    std::uint32_t trap, trap_of_end;
    std::vector<std::int64_t> numbers, numbers_of_end;
  };
  const Case cases[] = {
      {"alarm 2/1 temperature high", "5.7.1.6.4", 5, 603, 605, {2, 1, 105}, {2, 1, 106}},
      {"alarm 2/1 temperature low", "5.7.1.6.4", 4, 603, 605, {2, 1, 104}, {2, 1, 106}},
      {"alarm 1/3 voltage low", "5.5.1.6.3", 4, 603, 605, {1, 3, 101}, {1, 3, 103}},
      {"alarm 1/3 voltage high", "5.5.1.6.3", 5, 603, 605, {1, 3, 102}, {1, 3, 103}},
      {"alarm 1/3 resistance high", "5.9.1.6.3", 5, 603, 605, {1, 3, 108}, {1, 3, 111}},
      {"alarm 1/3 resistance warn-high", "5.9.1.6.3", 3, 604, 605, {1, 3, 110}, {1, 3, 111}},
      {"alarm 1/3 charge low", "5.5.1.9.3", 4, 603, 605, {1, 3, 118}, {1, 3, 120}},
      {"alarm 2 voltage high", "10.5.1.3.2", 5, 606, 608, {2, 202}, {2, 205}},
      {"alarm 2 voltage warn-low", "10.5.1.3.2", 2, 607, 608, {2, 203}, {2, 205}},
      {"alarm 2 charge low", "10.5.1.5.2", 4, 606, 608, {2, 226}, {2, 208}},
  };
  for (const auto& test : cases) {
    DeviceProbe probe;
    probe.set("7.1.0", Value::integer(2));  // no equalization of the voltages
    EXPECT_TRUE(probe.device.take_traps().empty()) << test.line;
    probe.control(test.line);
    auto traps = probe.device.take_traps();
    ASSERT_EQ(traps.size(), 1U) << test.line;
    EXPECT_EQ(traps[0].number, test.trap) << test.line;
    EXPECT_EQ(numbers_of(traps[0]), test.numbers) << test.line;
    EXPECT_EQ(probe.number(test.state), test.code) << test.line;
    probe.control("clear");
    traps = probe.device.take_traps();
    ASSERT_EQ(traps.size(), 1U) << test.line;
    EXPECT_EQ(traps[0].number, test.trap_of_end) << test.line;
    EXPECT_EQ(numbers_of(traps[0]), test.numbers_of_end) << test.line;
    EXPECT_EQ(probe.number(test.state), 1) << test.line;
  }
}

TEST(SnmpDevice, ATrapOfAProbeHasItsVarbindsInOrder) {
  DeviceProbe probe;
  probe.control("sensor 2/1 temperature 55");
  const auto traps = probe.device.take_traps();
  ASSERT_EQ(traps.size(), 1U);
  std::vector<std::string> oids;
  for (const auto& varbind : traps[0].varbinds) oids.push_back(text_of(varbind.oid));
  const std::string vendor = "1.3.6.1.4.1.3808.", root = vendor + "1.1.7.";
  EXPECT_EQ(oids,
            (std::vector<std::string>{root + "1.7.0", root + "1.8.0", root + "1.9.0", root + "5.3.1.3.4",
                                      root + "5.3.1.4.4", vendor + "2.2.6.0", vendor + "2.2.3.0"}));
  EXPECT_EQ(traps[0].varbinds.back().value, Value::text("high battery temperature: 55.00 degrees C"));
}

TEST(SnmpDevice, VoltageLimitsAreOneInTwoUnits) {
  DeviceProbe probe;
  EXPECT_EQ(probe.set("3.16.0", Value::integer(324)).status, 0U);
  EXPECT_EQ(probe.number("3.5.0"), 32);
  probe.at(1);
  EXPECT_EQ(probe.number("5.5.1.6.1"), 5);
  EXPECT_EQ(probe.set("3.5.0", Value::integer(40)).status, 0U);
  EXPECT_EQ(probe.number("3.16.0"), 400);
  probe.at(2);
  EXPECT_EQ(probe.number("5.5.1.6.1"), 1);
}

TEST(SnmpDevice, ASilentProbeHasNoValues) {
  DeviceProbe probe({"--fault", "dead-cell:4"});
  EXPECT_EQ(probe.number("5.1.0"), 5);
  EXPECT_EQ(probe.number("5.2.0"), 6);
  EXPECT_EQ(probe.manager("5.5.1.7.5").type, Type::no_such_instance);
  EXPECT_EQ(probe.manager("5.5.1.3.5"), Value::integer(2));
  const auto v1 =
      probe.ask(Request::Kind::get, {{oid_of("1.3.6.1.4.1.3808.1.1.7.5.5.1.7.5")}}, SnmpVersion::v1);
  EXPECT_EQ(v1.status, core::kSnmpNoSuchName);
}

TEST(SnmpDevice, VoltagesThatLieApartAreEqualized) {
  DeviceProbe probe;
  probe.control("sensor 1/2 voltage 3.5");
  EXPECT_EQ(probe.number("7.3.0"), 1);
  EXPECT_EQ(probe.number("5.5.1.8.2"), 100);
  auto traps = probe.device.take_traps();
  ASSERT_EQ(traps.size(), 1U);
  EXPECT_EQ(traps[0].number, 601U);
  EXPECT_EQ(numbers_of(traps[0]), (std::vector<std::int64_t>{9}));
  probe.control("clear");
  EXPECT_EQ(probe.number("7.3.0"), 3);
  EXPECT_EQ(probe.number("5.5.1.8.2"), 0);
}

TEST(SnmpDevice, WrongLinesOfControlSayWhatIsWrong) {
  DeviceProbe probe;
  for (const auto* line :
       {"", "web-user", "web-user maybe", "sensor 3/1 voltage 3", "sensor 1/4 voltage 3",
        "sensor 1/0 voltage 3", "sensor 1/1 smell 3", "sensor 1/1 voltage x", "sensor env0 humidity 3",
        "alarm 1/1 temperature warn-high", "alarm env temperature high", "engine-id old"}) {
    const auto result = probe.device.control(line);
    EXPECT_FALSE(result.ok) << line;
    EXPECT_FALSE(result.text.empty()) << line;
  }
  EXPECT_TRUE(probe.device.control("engine-id new").new_engine);
}

TEST(SnmpDevice, Misdeeds) {
  DeviceProbe types({"--misbehave", "wrong-types"});
  EXPECT_EQ(types.manager("5.5.1.7.1").type, Type::gauge);
  EXPECT_EQ(types.manager("1.1.0").type, Type::octets);
  DeviceProbe nulls({"--misbehave", "nulls:100"});
  EXPECT_EQ(nulls.manager("5.5.1.7.1").type, Type::null);
  DeviceProbe no_next({"--misbehave", "no-getnext"});
  EXPECT_EQ(no_next.ask(Request::Kind::get_next, {{{1, 3}}}).varbinds[0].value.type, Type::end_of_view);
  DeviceProbe big({"--misbehave", "too-big:100"});
  EXPECT_EQ(big.ask(Request::Kind::get, {{{1, 3}}}).status, core::kSnmpTooBig);
  DeviceProbe late({"--misbehave", "late:20", "--misbehave", "drop:100@5"});
  EXPECT_EQ(late.device.treatment().delay, std::chrono::milliseconds(20));
  EXPECT_FALSE(late.device.treatment().lost);
  late.at(5);
  EXPECT_TRUE(late.device.treatment().lost);
  DeviceProbe silent;
  silent.control("silent on");
  EXPECT_TRUE(silent.device.treatment().lost);
}

}  // namespace
}  // namespace bmsgw::simulator::snmp
