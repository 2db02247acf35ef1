// The device follows the MIB and the profile was written from it, too: they must meet.
#include "simulator/snmp/profile.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "device_probe.hpp"
#include "simulator/snmp/guessed_objects.hpp"
#include "support/child_process.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::simulator::snmp {
namespace {

constexpr auto kShipped = BMSGW_SOURCE_DIR "/config/profiles/cyberpower-bm.json";

/// Of the battery manager, without the accessories that this one hasn't.
bool is_expected(const core::SnmpPlace& place) {
  return !core::is_under(place.oid, "1.3.6.1.4.1.3808.1.1.7.50");
}

TEST(SnmpProfile, WhatTheShippedProfileReadsIsThere) {
  DeviceProbe probe;
  std::size_t seen = 0;
  for (const auto& packet : load_profile(kShipped).packets) {
    for (const auto& param : packet.params) {
      ASSERT_TRUE(param.snmp) << param.name;
      const auto& place = param.snmp->place;
      if (!is_expected(place)) continue;
      const auto oid = param.list ? place.oid + "." + std::to_string(place.first_index) : place.oid;
      const auto type = probe.get(oid).type;
      EXPECT_LT(type, Value::Type::no_such_object) << packet.name << "/" << param.name << " " << oid;
      EXPECT_EQ(type == Value::Type::octets, place.is_text) << packet.name << "/" << param.name;
      ++seen;
    }
  }
  EXPECT_GT(seen, 60U);
}

TEST(SnmpProfile, WhatItsCommandsAndPointsSetCanBeSet) {
  DeviceProbe probe;
  const auto map = load_profile(kShipped);
  ASSERT_FALSE(map.snmp.commands.empty());
  for (const auto& command : map.snmp.commands) {
    for (const auto& step : command.sets) {
      const Varbind wanted{oid_of(step.oid), Value::integer(std::llround(step.value))};
      EXPECT_EQ(probe.ask(Request::Kind::set, {wanted}).status, 0U) << command.name;
    }
    if (!command.until) continue;
    EXPECT_EQ(probe.get(command.until->oid).type, Value::Type::integer) << command.name;
  }
  for (const auto& packet : map.packets) {
    for (const auto& param : packet.params) {
      if (!param.snmp->writable) continue;
      const auto oid = oid_of(param.snmp->place.oid);
      const auto now = probe.get(text_of(oid));
      EXPECT_EQ(probe.ask(Request::Kind::set, {{oid, now}}).status, 0U) << packet.name << "/" << param.name;
    }
  }
}

TEST(SnmpProfile, ObjectsOfOtherDevicesAreServedByGuessing) {
  test::TempDir dir;
  test::write_text(dir / "other.json", R"({
    "packets": {"Ups": {"oid_base": "1.3.6.1.4.1.9999", "count": 6, "params": {
      "cellVolts": {"oid": "2", "factor": 0.01, "units": "V", "packing": "LIST", "route_to_mqtt": "v"},
      "packVoltage": {"oid": "1.0", "factor": 0.1, "units": "V", "route_to_mqtt": "p"},
      "name": {"oid": "3.0", "raw": "text", "route_to_mqtt": "n"},
      "mode": {"oid": "4.0", "names": {"3": "on", "4": "off"}, "route_to_mqtt": "m"}}}}})");
  const auto profile = dir / "other.json";
  DeviceProbe probe({"--profile", profile.c_str()});
  const auto cell = probe.get("1.3.6.1.4.1.9999.2.6");
  EXPECT_TRUE(cell.number > 300 && cell.number < 360) << cell.number;
  EXPECT_EQ(probe.get("1.3.6.1.4.1.9999.2.7").type, Value::Type::no_such_instance);
  const auto pack = probe.get("1.3.6.1.4.1.9999.1.0");
  EXPECT_TRUE(pack.number > 90 && pack.number < 110) << pack.number;
  EXPECT_EQ(probe.get("1.3.6.1.4.1.9999.3.0").type, Value::Type::octets);
  EXPECT_EQ(probe.get("1.3.6.1.4.1.9999.4.0"), Value::integer(3));
}

TEST(SnmpProfile, SaysWhatIsWrong) {
  test::TempDir dir;
  test::write_text(dir / "bad.json", R"({"packets": {"A": {"params": {"a": {"oid": "1.x"}}}}})");
  const auto message_of = [](const std::string& file) -> std::string {
    try {
      (void)load_profile(file);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(message_of(dir / "bad.json").find("can't be used"), std::string::npos);
  EXPECT_NE(message_of(dir / "none.json").find("can't be read"), std::string::npos);
}

}  // namespace
}  // namespace bmsgw::simulator::snmp
