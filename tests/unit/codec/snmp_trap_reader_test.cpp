#include <gtest/gtest.h>

#include "bmsgw/codec/snmp/trap_reader.hpp"

namespace bmsgw::codec::snmp {
namespace {

using Role = core::SnmpTrapRole;
using Varbinds = std::vector<core::SnmpTrapVarbind>;

constexpr const char* kEvent = "1.3.6.1.4.1.3808.2.2.6.0";
constexpr const char* kOtherEvent = "1.3.6.1.4.1.3808.2.2.7.0";
constexpr const char* kText = "1.3.6.1.4.1.3808.2.2.3.0";

core::SnmpTraps map_of_a_manager() {
  core::SnmpTraps map;
  const std::vector<Role> of_probes{Role::ignore, Role::string, Role::battery, Role::event, Role::text};
  map.traps = {
      {"1.3.603", "alarm", of_probes, {}},
      {"1.3.604", "warn", of_probes, {}},
      {"1.3.605", "info", of_probes, {}},
      {"1.3.600", "", {Role::event, Role::text}, {}},
      {"1.3.200",
       "alarm",
       {Role::ignore, Role::value},
       core::SnmpEventMeaning{"ambientTemp", "{severity}High", "ambient temperature is high", true}},
      {"1.3.208", "alarm", {Role::index, Role::value}, core::SnmpEventMeaning{"contact", "alarm", "", true}},
      {"1.3.210", "info", {}, {}}};
  map.events[kEvent] = {{101, {"voltage", "{severity}Low", "", true}},
                        {103, {"voltage", "normal", "", true}},
                        {2, {"", "info", "configuration changed", false}},
                        {301, {"wireless", "alarm", "", true}}};
  map.events[kOtherEvent] = {{301, {"current", "{severity}", "", true}}};
  map.text = kText;
  return map;
}

/// `[alarm ]string/battery/quantity state "text"`; `-`: the map doesn't know it.
std::string shown(const std::optional<TrapMeaning>& meaning) {
  if (!meaning) return "-";
  const auto number = [](const std::optional<std::uint32_t>& of) { return of ? std::to_string(*of) : "-"; };
  const auto& event = meaning->event;
  EXPECT_TRUE(event.by_trap);
  return (meaning->is_alarm ? "alarm " : "") + number(event.key.string) + "/" + number(event.key.battery) +
         "/" + event.key.quantity + " " + event.state + " \"" + event.text + "\"";
}

struct TrapCase {
  const char* name;
  const char* trap;
  Varbinds varbinds;
  const char* expected;
};
class SnmpTrapReader : public testing::TestWithParam<TrapCase> {};
TEST_P(SnmpTrapReader, Reads) {
  const auto map = map_of_a_manager();
  EXPECT_EQ(shown(read_trap(map, {GetParam().trap, "127.0.0.1", GetParam().varbinds})), GetParam().expected);
}

Varbinds of_probe(core::SnmpValue event, const char* oid = kEvent, const char* text = "low") {
  return {{"1.3.9.1.0", "serial"}, {"1.3.9.2.0", 2}, {"1.3.9.3.0", 17}, {oid, event}, {kText, text}};
}

INSTANTIATE_TEST_SUITE_P(
    All, SnmpTrapReader,
    testing::Values(
        TrapCase{"Alarm", "1.3.603", of_probe(101), "alarm 2/17/voltage alarmLow \"low\""},
        TrapCase{"Warning", "1.3.604", of_probe("101"), "alarm 2/17/voltage warnLow \"low\""},
        TrapCase{"Clear", "1.3.605", of_probe(103), "alarm 2/17/voltage normal \"low\""},
        TrapCase{"TheMapsWords", "1.3.605", of_probe(2, kEvent, ""), "2/17/ info \"configuration changed\""},
        TrapCase{"UnknownEvent", "1.3.603", of_probe(999), "2/17/ alarm \"low\""},
        TrapCase{"UnknownEventWithoutText", "1.3.605", of_probe(999, kEvent, ""), "2/17/ info \"event 999\""},
        TrapCase{"NoNumberInTheEvent", "1.3.603", of_probe("x", kEvent, ""), "2/17/ alarm \"trap 1.3.603\""},
        TrapCase{"UnknownTrap", "1.3.999", of_probe(101), "-"},
        TrapCase{"ColdStart", "1.3.6.1.6.3.1.1.5.1", {}, "-"},
        TrapCase{"WithoutVarbinds", "1.3.603", {}, "-/-/ alarm \"trap 1.3.603\""},
        TrapCase{"FewerVarbinds",
                 "1.3.603",
                 {{"1.3.9.1.0", "serial"}, {"1.3.9.2.0", 2}},
                 "2/-/ alarm \"trap 1.3.603\""},
        TrapCase{"OtherKindOfEvent", "1.3.604", of_probe(301, kOtherEvent),
                 "alarm 2/17/current warn \"low\""},
        TrapCase{"SameNumber", "1.3.604", of_probe(301), "alarm 2/17/wireless alarm \"low\""},
        TrapCase{"EventOfUnknownKind", "1.3.603", of_probe(101, "1.3.9.9.0"), "2/17/ alarm \"low\""},
        TrapCase{"WithFurtherInstance", "1.3.603", of_probe(101, "1.3.6.1.4.1.3808.2.2.6.0.3"),
                 "alarm 2/17/voltage alarmLow \"low\""},
        TrapCase{"WithoutInstance", "1.3.603", of_probe(101, "1.3.6.1.4.1.3808.2.2.6"),
                 "alarm 2/17/voltage alarmLow \"low\""},
        TrapCase{"MovedVarbinds",
                 "1.3.603",
                 {{"1.3.9.2.0", 2}, {"1.3.9.3.0", 17}, {kEvent, 101}, {"1.3.9.9.0", 5}, {kText, "low"}},
                 "alarm 2/17/voltage alarmLow \"low\""},
        TrapCase{"MovedBeyondTheFirst", "1.3.603", {{kEvent, 101}}, "alarm -/-/voltage alarmLow \"\""},
        TrapCase{"NumbersFromOneOn",
                 "1.3.603",
                 {{"1", ""}, {"1", 0}, {"1", -1}, {kEvent, 101}},
                 "alarm -/-/voltage alarmLow \"\""},
        TrapCase{"NumbersOf32Bits",
                 "1.3.603",
                 {{"1", ""}, {"1", "4294967295"}, {"1", 4294967296}, {kEvent, 101}},
                 "alarm 4294967295/-/voltage alarmLow \"\""},
        TrapCase{"EventWithoutSeverity",
                 "1.3.600",
                 {{kEvent, 101}, {kText, "x"}},
                 "alarm -/-/voltage alarmLow \"x\""},
        TrapCase{"UnknownWithoutSeverity", "1.3.600", {{kEvent, 7}}, "-/-/ info \"event 7\""},
        TrapCase{"MeaningOfTheTrap",
                 "1.3.200",
                 {{"1.3.1.0", "rack"}, {"1.3.2.0", 451}},
                 "alarm -/-/ambientTemp alarmHigh \"ambient temperature is high: 451\""},
        TrapCase{"ValueIsTheText",
                 "1.3.208",
                 {{"1.3.1.0", 2}, {"1.3.2.0", "door"}},
                 "alarm -/-/contact 2 alarm \"door\""},
        TrapCase{"InfoWithoutMeaning",
                 "1.3.210",
                 {{kText, "sensor connected"}},
                 "-/-/ info \"sensor connected\""}),
    [](const auto& test) { return test.param.name; });

struct TextCase {
  const char* name;
  std::string text;
  std::string expected;
};
class SnmpTrapText : public testing::TestWithParam<TextCase> {};
TEST_P(SnmpTrapText, IsHarmlessAndShort) {
  const auto map = map_of_a_manager();
  const auto meaning = read_trap(map, {"1.3.210", "", {{kText, std::string_view(GetParam().text)}}});
  ASSERT_TRUE(meaning);
  EXPECT_EQ(meaning->event.text, GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    All, SnmpTrapText,
    testing::Values(TextCase{"BlanksAtTheEnd", "low \r\n", "low"},
                    TextCase{"NulsAtTheEnd", std::string("low\0\0", 5), "low"},
                    TextCase{"NotUtf8", "a\xff\x62\x1b", "a?b?"},
                    TextCase{"Cut", std::string(300, 'x'), std::string(255, 'x')},
                    TextCase{"NotWithinACharacter", std::string(254, 'x') + "µm", std::string(254, 'x')},
                    TextCase{"AtTheEdge", std::string(253, 'x') + "µm", std::string(253, 'x') + "µ"},
                    TextCase{"NoCharacters", std::string(300, '\x80'), std::string(252, '?')}),
    [](const auto& test) { return test.param.name; });

TEST(SnmpTrap, AnUnknownNameIsTheOnlyKindOfEvent) {
  auto map = map_of_a_manager();
  map.events.erase(kOtherEvent);
  EXPECT_EQ(shown(read_trap(map, {"1.3.603", "", of_probe(101, "1.3.9.9.0")})),
            "alarm 2/17/voltage alarmLow \"low\"");
  map.events.clear();
  map.text.clear();
  EXPECT_EQ(shown(read_trap(map, {"1.3.603", "", of_probe(101)})), "2/17/ alarm \"low\"");
}

}  // namespace
}  // namespace bmsgw::codec::snmp
