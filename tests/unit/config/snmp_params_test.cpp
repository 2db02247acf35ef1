#include "unit/config/folder.hpp"

namespace bmsgw::config {
namespace {

/// The map that is read, without a word said.
BusProtocol read(const std::string& params) {
  const auto config = load_quietly(kSnmpSettings, params);
  EXPECT_EQ(config.params.buses.size(), 1U);
  return config.params.buses.empty() ? BusProtocol{} : config.params.buses[0];
}

const ParamConfig& param_of(const BusProtocol& bus, const std::string& name) {
  static const ParamConfig kNone;
  for (const auto& packet : bus.packets) {
    for (const auto& param : packet.params) {
      if (param.name == name && param.snmp) return param;
    }
  }
  ADD_FAILURE() << "no param " << name;
  return kNone;
}

TEST(SnmpMap, PutsObjectsTogether) {
  const auto bus = read(snmp_map(R"("oid_base": ".1.3.6.1.4.1.9", "packets": {
    "P": {"oid_base": "5.1", "params": {"a": {"oid": "7.0"}, "b": {"oid": ".1.3.6.1.2.1.0"}}},
    "Q": {"params": {"c": {"oid": ".7.0"}}},
    "R": {"oid_base": "1.3.6.1.4.1.8", "params": {"d": {"oid": "0"}}}})"));
  EXPECT_EQ(param_of(bus, "a").snmp->place.oid, "1.3.6.1.4.1.9.5.1.7.0");
  EXPECT_EQ(param_of(bus, "b").snmp->place.oid, "1.3.6.1.2.1.0");
  EXPECT_EQ(param_of(bus, "c").snmp->place.oid, "1.3.6.1.4.1.9.7.0");
  EXPECT_EQ(param_of(bus, "d").snmp->place.oid, "1.3.6.1.4.1.8.0");
}

TEST(SnmpMap, HasItsDefaults) {
  const auto bus = read(snmp_params(R"("a": {"oid": "1.3.6.1.2"})"));
  ASSERT_EQ(bus.packets.size(), 1U);
  EXPECT_EQ(bus.packets[0].id, "P");
  EXPECT_EQ(bus.packets[0].request_period_s, 10.0);
  const auto& param = param_of(bus, "a");
  EXPECT_FALSE(param.list);
  EXPECT_FALSE(param.snmp->place.is_text);
  EXPECT_EQ(param.snmp->place.count, 1U);
  EXPECT_FALSE(param.snmp->writable);
  EXPECT_TRUE(param.snmp->verify);
  EXPECT_EQ(param.snmp->scale, "");
  EXPECT_FALSE(param.snmp->alarm.has_value());
  EXPECT_TRUE(param.format.is_signed) << "INTEGER may be negative";
  EXPECT_FALSE(param.modbus.has_value());
}

TEST(SnmpMap, ReadsListsTextsAndWhatCanBeWritten) {
  const auto bus = read(snmp_map(R"("packets": {"P": {"request_period": 2.5, "count": 160, "first_index": 0,
    "count_from": {"packet": "P", "param": "n"}, "params": {
      "n": {"oid": "1.3.6.1.1"}, "list": {"oid": "1.3.6.1.2", "packing": "LIST", "factor": 0.01, "units": "V", "not_available": [-1]},
      "short": {"oid": "1.3.6.1.2", "packing": "LIST", "count": 4, "count_from": {"packet": "P", "param": "m"}},
      "m": {"oid": "1.3.6.1.3", "write": true, "verify": false}, "text": {"oid": "1.3.6.1.4", "raw": "text"}}}})"));
  EXPECT_EQ(bus.packets[0].request_period_s, 2.5);
  const auto& list = param_of(bus, "list");
  EXPECT_TRUE(list.list);
  EXPECT_EQ(list.snmp->place.count, 160U);
  EXPECT_EQ(list.snmp->place.first_index, 0U);
  EXPECT_EQ(list.snmp->count_from, (core::ParamName{"P", "n"}));
  EXPECT_EQ(list.format.factor, 0.01);
  EXPECT_EQ(list.format.not_available, std::vector<std::int64_t>{-1});
  EXPECT_EQ(param_of(bus, "short").snmp->place.count, 4U);
  EXPECT_EQ(param_of(bus, "short").snmp->count_from, (core::ParamName{"P", "m"}));
  EXPECT_TRUE(param_of(bus, "m").snmp->writable);
  EXPECT_FALSE(param_of(bus, "m").snmp->verify);
  EXPECT_FALSE(param_of(bus, "m").snmp->count_from.has_value()) << "no list";
  EXPECT_TRUE(param_of(bus, "text").snmp->place.is_text);
  EXPECT_EQ(param_of(bus, "text").format.encoding, core::Encoding::str);
}

TEST(SnmpMap, ReadsFormatsByAnotherValue) {
  const auto bus = read(
      snmp_map(R"("formats": {"C": {"factor": 0.01}, "F": {"offset": -3200, "factor": 0.005, "decimals": 1}},
    "packets": {"P": {"params": {"unit": {"oid": "1.3.6.1.1"}, "t": {"oid": "1.3.6.1.2", "decimals": 2,
      "not_available": [9], "format_by": {"packet": "P", "param": "unit", "formats": {"1": "C", "0x2": "F"}}}}}})"));
  const auto& keys = *param_of(bus, "t").snmp;
  EXPECT_EQ(keys.format_by, (core::ParamName{"P", "unit"}));
  ASSERT_EQ(keys.formats.size(), 2U);
  EXPECT_EQ(keys.formats[0].first, 1);
  EXPECT_EQ(keys.formats[0].second.factor, 0.01);
  EXPECT_EQ(keys.formats[1].first, 2);
  EXPECT_EQ(keys.formats[1].second.offset, -3200);
  EXPECT_EQ(keys.formats[1].second.decimals, 2) << "the param's own goes before the format's";
  EXPECT_EQ(keys.formats[1].second.not_available, std::vector<std::int64_t>{9});
  EXPECT_TRUE(keys.formats[1].second.is_signed);
}

TEST(SnmpMap, ReadsScales) {
  const auto bus = read(snmp_map(R"("scales": {"s": {"factors": [1, 0.1], "raw_range": [-50, 90],
      "limit_low": {"packet": "P", "param": "low"}, "limit_high": {"packet": "P", "param": "high"},
      "references": [{"packet": "P", "param": "r"}, {"packet": "P", "param": "by"}], "reference_span": 7.5},
      "d": {"factors": [10, 1]}}, "formats": {"F": {}},
    "packets": {"P": {"params": {"low": {"oid": "1.3.6.1.1"}, "high": {"oid": "1.3.6.1.1"}, "r": {"oid": "1.3.6.1.1"},
      "by": {"oid": "1.3.6.1.1", "format_by": {"packet": "P", "param": "r", "formats": {"1": "F"}}},
      "t": {"oid": "1.3.6.1.2", "scale": "s"}, "raw": {"oid": "1.3.6.1.2", "until_settled": "s"},
      "u": {"oid": "1.3.6.1.2", "scale": "d"}}}})"));
  ASSERT_EQ(bus.snmp.scales.size(), 2U);
  const auto& scale = bus.snmp.scales[0];
  EXPECT_EQ(scale.name, "s");
  EXPECT_EQ(scale.coarse, 1);
  EXPECT_EQ(scale.fine, 0.1);
  EXPECT_EQ(scale.raw_least, -50);
  EXPECT_EQ(scale.raw_most, 90);
  EXPECT_EQ(scale.limit_low, (core::ParamName{"P", "low"}));
  EXPECT_EQ(scale.limit_high, (core::ParamName{"P", "high"}));
  ASSERT_EQ(scale.references.size(), 2U);
  EXPECT_EQ(scale.references[1], (core::ParamName{"P", "by"}));
  EXPECT_EQ(scale.reference_span, 7.5);
  EXPECT_EQ(bus.snmp.scales[1].raw_least, -40) << "by default";
  EXPECT_EQ(bus.snmp.scales[1].raw_most, 100);
  EXPECT_EQ(bus.snmp.scales[1].reference_span, 15);
  EXPECT_EQ(param_of(bus, "t").snmp->scale, "s");
  EXPECT_FALSE(param_of(bus, "t").snmp->until_settled);
  EXPECT_EQ(param_of(bus, "raw").snmp->scale, "s");
  EXPECT_TRUE(param_of(bus, "raw").snmp->until_settled);
}

TEST(SnmpMap, IsReadForEachBus) {
  const auto config = load_quietly(
      R"({"snmp": [{"host": "a"}, {"host": "b", "key_prefix": "b_", "protocol": "own"}]})",
      R"({"protocols": {"snmp": {"packets": {"P": {"params": {"a": {"oid": "1.3.6.1.1", "route_to_mqtt": "k"}}}}},
    "own": {"base": "snmp", "oid_base": "1.3.6.1.9", "packets": {"P": {"params": {"b": {"oid": "2"}}}}}}})");
  ASSERT_EQ(config.params.buses.size(), 2U);
  EXPECT_EQ(config.params.buses[0].packets.at(0).params.size(), 1U);
  ASSERT_EQ(config.params.buses[1].packets.at(0).params.size(), 2U);
  EXPECT_EQ(param_of(config.params.buses[1], "b").snmp->place.oid, "1.3.6.1.9.2");
}

TEST(SnmpMap, GoesToTheServerByRoutesToo) {
  const auto config = load_quietly(
      kSnmpSettings, R"({"protocols": {"snmp": {"packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2"}}}}}},
    "routes": [{"from": {"prot": "snmp", "packet": "P", "param": "a"}, "to": {"prot": "mqtt", "param": "k"}}]})");
  ASSERT_EQ(config.params.routes.size(), 1U);
  EXPECT_EQ(config.params.routes[0].bus, "snmp0");
  EXPECT_EQ(config.params.routes[0].to_param, "k");
}

/// An SNMP bus with a profile `unit` under a map of the user.
class SnmpProfile : public Folder {
 protected:
  void write_all(const std::string& profile, const std::string& own) {
    write("settings.json", R"({"snmp": {"host": "h", "profile": "unit"}})");
    write("params_config.json", own.empty() ? "{}" : snmp_map(own));
    write("profiles/unit.json", profile);
  }
  BusProtocol loaded() const {
    const auto result = load(places_);
    EXPECT_TRUE(result.config.has_value()) << lines(result.problems);
    return result.config && !result.config->params.buses.empty() ? result.config->params.buses[0]
                                                                 : BusProtocol{};
  }
};

TEST_F(SnmpProfile, IsEnoughWithoutAProtocol) {
  write_all(R"({"packets": {"P": {"params": {"a": {"oid": "1.3.6.1.1"}}}}})", "");
  EXPECT_EQ(problems(), "");
  EXPECT_EQ(param_of(loaded(), "a").snmp->place.oid, "1.3.6.1.1");
}

TEST_F(SnmpProfile, KeepsItsOwnBase) {
  write_all(
      R"({"oid_base": "1.3.6.1.4.1.9", "packets": {"P": {"oid_base": "5", "params": {"a": {"oid": "1"}}}, "Q": {"params": {"b": {"oid": "2"}}}}})",
      R"("oid_base": "1.3.6.1.7", "packets": {"P": {"params": {"c": {"oid": "3"}}}, "R": {"oid_base": "8", "params": {"d": {"oid": "4"}}}})");
  EXPECT_EQ(problems(), "");
  const auto bus = loaded();
  EXPECT_EQ(param_of(bus, "a").snmp->place.oid, "1.3.6.1.4.1.9.5.1");
  EXPECT_EQ(param_of(bus, "b").snmp->place.oid, "1.3.6.1.4.1.9.2");
  EXPECT_EQ(param_of(bus, "c").snmp->place.oid, "1.3.6.1.7.3") << "as the user's text says around it";
  EXPECT_EQ(param_of(bus, "d").snmp->place.oid, "1.3.6.1.7.8.4");
}

TEST_F(SnmpProfile, LendsItsBaseToTheUser) {
  write_all(
      R"({"oid_base": "1.3.6.1.4.1.9", "packets": {"P": {"oid_base": "5", "params": {"a": {"oid": "1"}}}}})",
      R"("packets": {"P": {"params": {"c": {"oid": "3"}}}, "R": {"oid_base": "8", "params": {"d": {"oid": "4"}}}},
    "commands": {"go": {"write": {"oid": "6.0", "value": 1}}})");
  EXPECT_EQ(problems(), "");
  const auto bus = loaded();
  EXPECT_EQ(param_of(bus, "c").snmp->place.oid, "1.3.6.1.4.1.9.5.3");
  EXPECT_EQ(param_of(bus, "d").snmp->place.oid, "1.3.6.1.4.1.9.8.4");
  EXPECT_EQ(bus.snmp.commands.at(0).sets.at(0).oid, "1.3.6.1.4.1.9.6.0");
}

TEST_F(SnmpProfile, IsChangedByTheUserPacketByPacket) {
  write_all(
      R"({"formats": {"F": {"factor": 2}}, "packets": {"P": {"request_period": 5, "count": 4, "params": {
      "a": {"oid": "1.3.6.1.1", "packing": "LIST", "format": "F"}, "b": {"oid": "1.3.6.1.2"}}}}})",
      R"("formats": {"F": {"factor": 3}}, "packets": {"P": {"request_period": 7, "count": 9, "params": {"b": {"oid": "1.3.6.1.3"}}}})");
  EXPECT_EQ(
      problems(),
      "N DIR/params_config.json:1:125: /protocols/snmp/packets/P/params/b: takes the place of the profile's "
      "param as a whole: what it doesn't say is not taken over\n");
  const auto bus = loaded();
  EXPECT_EQ(bus.packets.at(0).request_period_s, 7.0);
  EXPECT_EQ(param_of(bus, "a").snmp->place.count, 9U);
  EXPECT_EQ(param_of(bus, "a").format.factor, 3);
  EXPECT_EQ(param_of(bus, "b").snmp->place.oid, "1.3.6.1.3");
}

TEST_F(SnmpProfile, IsChangedByTheUserTrapByTrap) {
  write_all(
      R"({"traps": {"traps": {"1.3.6.1.9.0.1": {"severity": "alarm", "varbinds": ["event"]}, "1.3.6.1.9.0.2": {"severity": "info", "varbinds": ["event"]}},
      "events": {"1.3.6.1.9.1": {"1": {"state": "a"}, "2": {"state": "b"}}}, "text": "1.3.6.1.9.2", "then_read": "P"},
    "packets": {"P": {"params": {"a": {"oid": "1.3.6.1.1"}}}}})",
      R"("traps": {"traps": {"1.3.6.1.9.0.2": {"severity": "warn", "varbinds": ["event"]}}, "events": {"1.3.6.1.9.1": {"2": {"state": "c"}, "3": {"state": "d"}}}})");
  EXPECT_EQ(
      problems(),
      "N DIR/params_config.json:1:62: /protocols/snmp/traps/traps/1.3.6.1.9.0.2: takes the place of the "
      "profile's trap as a whole: what it doesn't say is not taken over\n");
  const auto traps = loaded().snmp.traps;
  ASSERT_EQ(traps.traps.size(), 2U);
  EXPECT_EQ(traps.traps[0].trap + " " + traps.traps[0].severity, "1.3.6.1.9.0.2 warn");
  EXPECT_EQ(traps.traps[1].trap + " " + traps.traps[1].severity, "1.3.6.1.9.0.1 alarm");
  const auto& events = traps.events.at("1.3.6.1.9.1");
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events.at(1).state + events.at(2).state + events.at(3).state, "acd");
  EXPECT_EQ(traps.text, "1.3.6.1.9.2");
  EXPECT_EQ(traps.then_read, std::vector<std::string>{"P"});
}

}  // namespace
}  // namespace bmsgw::config
