#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class ModbusRouteProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(ModbusRouteProblem, IsReported) {
  expect_lines(GetParam());
}

/// A map and a CAN packet with one route between these ends; it begins at column 1 of line 3.
std::string routes(const std::string& from, const std::string& to) {
  return R"({"protocols": {"modbus": {"packets": {"P": {"params": {"a": {"address": 1}, "l": {"address": 2, "packing": "LIST"}, "t": {"address": 3, "raw": "text", "length": 2}}}}},
"can": {"packets": {"Q": {"id": "X100", "params": {"v": {}}}}}}, "routes": [
{"from": {)" +
         from + R"(}, "to": {)" + to + "}}]}";
}

const char* const kWithCan =
    R"({"modbus": {"host": "h"}, "can": {"access": "read_write", "allow": ["X00000100"]}})";
const char* const kTwoUnitsWithCan =
    R"({"modbus": {"host": "h", "units": [1, 2], "key_prefix": "u{unit}_"}, "can": {"access": "read_write", "allow": ["X00000100"]}})";
const char* const kAtRest = R"({"modbus": {"host": "h", "enabled": false}})";

const std::vector<LoadCase> kRoutes{
    {"to_the_server", kModbusSettings,
     routes(R"("prot": "modbus", "packet": "P", "param": "a")", R"("prot": "mqtt", "param": "k")"), ""},
    {"of_one_unit", kModbusSettings,
     routes(R"("prot": "modbus", "bus": "modbus0u1", "packet": "P", "param": "a")",
            R"("prot": "mqtt", "param": "k")"),
     ""},
    {"bus_instead_of_unit", kModbusSettings,
     routes(R"("prot": "modbus", "bus": "modbus0", "packet": "P", "param": "a")",
            R"("prot": "mqtt", "param": "k")"),
     "E p.json:3:36: /routes/0/from/bus: there is no bus \"modbus0\"; did you mean \"modbus0u1\"?"},
    {"param_unknown", kModbusSettings,
     routes(R"("prot": "modbus", "packet": "P", "param": "b")", R"("prot": "mqtt", "param": "k")"),
     "E p.json:3:53: /routes/0/from/param: there is no param \"b\" in \"P\"; there is \"a\", \"l\", \"t\""},
    {"to_modbus", kModbusSettings,
     routes(R"("prot": "modbus", "packet": "P", "param": "a")",
            R"("prot": "modbus", "packet": "P", "param": "a")"),
     "E p.json:3:74: /routes/0/to/prot: routes can't write to Modbus yet, only to g1, can and mqtt"},
    {"to_can", kWithCan,
     routes(R"("prot": "modbus", "packet": "P", "param": "a")",
            R"("prot": "can", "packet": "Q", "param": "v")"),
     ""},
    {"list_to_can", kWithCan,
     routes(R"("prot": "modbus", "packet": "P", "param": "l")",
            R"("prot": "can", "packet": "Q", "param": "v")"),
     "E p.json:3:53: /routes/0/from/param: \"l\" is a list: only single numbers and flags go to a bus"},
    {"text_to_can", kWithCan,
     routes(R"("prot": "modbus", "packet": "P", "param": "t")",
            R"("prot": "can", "packet": "Q", "param": "v")"),
     "E p.json:3:53: /routes/0/from/param: \"t\" is a text: only single numbers and flags go to a bus"},
    {"of_two_units_to_can", kTwoUnitsWithCan,
     routes(R"("prot": "modbus", "packet": "P", "param": "a")",
            R"("prot": "can", "packet": "Q", "param": "v")"),
     "E p.json:3:10: /routes/0/from: \"v\" of \"Q\" can be filled from one bus only: name it, as in \"bus\": "
     "\"modbus0u1\""},
    {"of_a_unit_at_rest", kAtRest,
     routes(R"("prot": "modbus", "bus": "modbus0u1", "packet": "P", "param": "a")",
            R"("prot": "mqtt", "param": "k")"),
     "N p.json:3:36: /routes/0/from/bus: the bus \"modbus0u1\" is not enabled: this route rests"},
    {"of_no_bus", R"({})",
     routes(R"("prot": "modbus", "packet": "P", "param": "b")", R"("prot": "mqtt", "param": "k")"),
     "E p.json:3:53: /routes/0/from/param: there is no param \"b\" in \"P\"; there is \"a\", \"l\", \"t\""},
};

INSTANTIATE_TEST_SUITE_P(Load, ModbusRouteProblem, ::testing::ValuesIn(kRoutes), name_of<LoadCase>);

BusProtocol only_unit(const std::string& map) {
  const auto config = load_quietly(kModbusSettings, map);
  EXPECT_EQ(config.params.buses.size(), 1U);
  return config.params.buses.empty() ? BusProtocol{} : config.params.buses[0];
}

std::string text_of(const core::ModbusPlace& place) {
  constexpr const char* kKinds[] = {"whole", "sm", "real", "bcd", "text", "bit"};
  auto text = std::to_string(static_cast<int>(place.function)) + "@" + std::to_string(place.address) + " " +
              kKinds[static_cast<int>(place.kind)] + " " + std::to_string(place.registers);
  if (place.low_word_first) text += " low word";
  if (place.low_byte_first) text += " low byte";
  if (place.bit != 0 || place.bits != 0)
    text += " bit " + std::to_string(place.bit) + "+" + std::to_string(place.bits);
  return text + " x" + std::to_string(place.count) + "/" + std::to_string(place.stride);
}

struct PlaceCase {
  const char* name;
  const char* packet;
  const char* param;
  const char* expected;  ///< `function@address kind registers ... xcount/stride`
};

void PrintTo(const PlaceCase& row, std::ostream* out) {
  *out << row.name;
}

class ModbusParamPlace : public ::testing::TestWithParam<PlaceCase> {};

TEST_P(ModbusParamPlace, IsRead) {
  const auto& row = GetParam();
  const auto unit = only_unit(modbus_map(R"("packets": {"P": {)" + std::string(row.packet) +
                                         R"( "params": {"a": {)" + row.param + "}}}}"));
  const auto& modbus = unit.packets.at(0).params.at(0).modbus;
  ASSERT_TRUE(modbus.has_value());
  EXPECT_EQ(text_of(modbus->place), row.expected);
}

const std::vector<PlaceCase> kPlaces{
    {"by_default", "", R"("address": 7)", "3@7 whole 1 x1/1"},
    {"in_hex", "", R"("address": "0xFfFF")", "3@65535 whole 1 x1/1"},
    {"decimal_text", "", R"("address": "31")", "3@31 whole 1 x1/1"},
    {"input_registers", R"("function": 4,)", R"("address": 7)", "4@7 whole 1 x1/1"},
    {"counted_from_one", R"("addressing": "one",)", R"("address": 65536)", "3@65535 whole 1 x1/1"},
    {"modicon_5", R"("addressing": "modicon",)", R"("address": 40001)", "3@0 whole 1 x1/1"},
    {"modicon_6", R"("addressing": "modicon",)", R"("address": 300017)", "4@16 whole 1 x1/1"},
    {"modicon_coil", R"("addressing": "modicon",)", R"("address": "00001")", "1@0 bit 1 x1/1"},
    {"modicon_input", R"("addressing": "modicon",)", R"("address": 165536)", "2@65535 bit 1 x1/1"},
    {"u32", "", R"("address": 1, "raw": "u32", "word_order": "low_first")", "3@1 whole 2 low word x1/2"},
    {"u64", "", R"("address": 1, "raw": "u64", "big_end": false)", "3@1 whole 4 low byte x1/4"},
    {"little_by_format", "", R"("address": 1, "format": {"big_end": false})", "3@1 whole 1 low byte x1/1"},
    {"f32", "", R"("address": 1, "raw": "f32")", "3@1 real 2 x1/2"},
    {"f64", "", R"("address": 1, "raw": "f64")", "3@1 real 4 x1/4"},
    {"sm32", "", R"("address": 1, "raw": "sm32")", "3@1 sm 2 x1/2"},
    {"bcd16", "", R"("address": 1, "raw": "bcd16")", "3@1 bcd 1 x1/1"},
    {"text", "", R"("address": 1, "raw": "text", "length": 9)", "3@1 text 5 bit 0+9 x1/5"},
    {"high_byte", "", R"("address": 1, "bit": 8, "bits": 8)", "3@1 whole 1 bit 8+8 x1/1"},
    {"from_a_bit_on", "", R"("address": 1, "bit": 12)", "3@1 whole 1 bit 12+4 x1/1"},
    {"all_bits", "", R"("address": 1, "bits": 16)", "3@1 whole 1 x1/1"},
    {"bits_of_the_format", "", R"("address": 1, "format": {"bits": 4})", "3@1 whole 1 bit 0+4 x1/1"},
    {"bit", "", R"("address": 1, "raw": "bit", "bit": 3)", "3@1 bit 1 bit 3+0 x1/1"},
    {"single_beside_lists", R"("count": 9, "stride": 5,)", R"("address": 1, "raw": "s32")",
     "3@1 whole 2 x1/2"},
    {"list", R"("count": 9,)", R"("address": 1, "packing": "LIST", "raw": "s32")", "3@1 whole 2 x9/2"},
    {"list_of_its_own", R"("count": 9, "stride": 5,)",
     R"("address": 1, "packing": "LIST", "count": 3, "stride": 7)", "3@1 whole 1 x3/7"},
    {"records", R"("count": 9, "stride": 5,)", R"("address": 1, "packing": "LIST")", "3@1 whole 1 x9/5"},
    {"packed_bits", R"("count": 40,)", R"("address": 1, "packing": "LIST", "raw": "bit", "bit": 4)",
     "3@1 bit 1 bit 4+0 x40/0"},
    {"bits_of_records", R"("count": 9, "stride": 5,)",
     R"("address": 1, "packing": "LIST", "raw": "bit", "bit": 4)", "3@1 bit 1 bit 4+0 x9/5"},
    {"coils", R"("function": 1, "count": 40,)", R"("address": 1, "packing": "LIST")", "1@1 bit 1 x40/1"},
};

INSTANTIATE_TEST_SUITE_P(Load, ModbusParamPlace, ::testing::ValuesIn(kPlaces), name_of<PlaceCase>);

TEST(ModbusParam, HasTheSignThatItsRegistersHave) {
  const auto unit = only_unit(modbus_params(R"("u": {"address": 1, "factor": 0.1, "units": "V"},
    "s": {"address": 2, "raw": "s16", "not_available": [32768, -1, 5]}, "m": {"address": 3, "raw": "sm16", "not_available": [65535]},
    "p": {"address": 4, "raw": "s16", "bits": 4, "not_available": [15]}, "t": {"address": 9, "raw": "text", "length": 2})"));
  const auto& params = unit.packets.at(0).params;
  EXPECT_FALSE(params.at(0).format.is_signed);
  EXPECT_EQ(params.at(0).format.factor, 0.1);
  EXPECT_EQ(params.at(0).format.units, "V");
  EXPECT_TRUE(params.at(1).format.is_signed);
  EXPECT_EQ(params.at(1).format.not_available, (std::vector<std::int64_t>{-32768, -1, 5}));
  EXPECT_EQ(params.at(2).format.not_available, std::vector<std::int64_t>{-32767});
  EXPECT_EQ(params.at(3).format.not_available, std::vector<std::int64_t>{-1});
  EXPECT_EQ(params.at(4).format.encoding, core::Encoding::str);
}

TEST(ModbusPacket, IsReadEveryTenSecondsUnlessItSaysOtherwise) {
  const auto unit = only_unit(modbus_map(
      R"("packets": {"A": {"params": {"a": {"address": 1}}}, "B": {"request_period": 0.5, "params": {"b": {"address": 2}}}})"));
  EXPECT_EQ(unit.packets.at(0).request_period_s, 10.0);
  EXPECT_EQ(unit.packets.at(1).request_period_s, 0.5);
}

TEST(ModbusParam, KnowsWhoTellsItsCount) {
  const auto unit = only_unit(modbus_map(R"("packets": {"Head": {"params": {"n": {"address": 0}}},
    "Cells": {"count": 254, "count_from": {"packet": "Head", "param": "n"},
              "params": {"v": {"address": 100, "packing": "LIST"}, "s": {"address": 9}}}})"));
  const auto& params = unit.packets.at(1).params;
  ASSERT_TRUE(params.at(0).modbus->count_from.has_value());
  EXPECT_EQ(params.at(0).modbus->count_from->packet + "." + params.at(0).modbus->count_from->param, "Head.n");
  EXPECT_EQ(params.at(0).modbus->place.count, 254);
  EXPECT_FALSE(params.at(1).modbus->count_from.has_value()) << "single values have none";
}

TEST(ModbusParam, MayBeWritten) {
  const auto unit = only_unit(modbus_params(
      R"("a": {"address": 1, "write": 16, "verify": false}, "b": {"address": 2, "write": 6}, "c": {"address": 3})"));
  const auto& params = unit.packets.at(0).params;
  EXPECT_EQ(params.at(0).modbus->write, core::ModbusFunction::write_registers);
  EXPECT_FALSE(params.at(0).modbus->verify);
  EXPECT_EQ(params.at(1).modbus->write, core::ModbusFunction::write_register);
  EXPECT_TRUE(params.at(1).modbus->verify);
  EXPECT_FALSE(params.at(2).modbus->write.has_value());
}

TEST(ModbusLimits, AreRead) {
  const auto limits =
      only_unit(modbus_map(R"("addressing": "one", "limits": {"registers": 60, "bits": 100, "gap": 8,
    "forbidden": [{"first": 10, "last": 10}, {"function": 4, "first": 1, "last": "0x10"}]})"))
          .limits;
  EXPECT_EQ(limits.registers, 60);
  EXPECT_EQ(limits.bits, 100);
  EXPECT_EQ(limits.gap, 8);
  using core::ModbusFunction;
  EXPECT_EQ(limits.forbidden,
            (std::vector<core::ModbusLimits::Range>{{ModbusFunction::read_holding_registers, 9, 9},
                                                    {ModbusFunction::read_input_registers, 0, 15}}));
  EXPECT_EQ(only_unit(modbus_map("")).limits, core::ModbusLimits{});
}

TEST(ModbusMap, ThatIsNotCompleteLetsItsUnitRest) {
  const auto result = load_both(
      R"({"modbus": {"host": "h", "units": [1, {"unit": 2, "protocol": "done"}]}})",
      R"({"protocols": {"modbus": {"addresses": {"v": null}, "packets": {"P": {"params": {"a": {"address": "v"}}}}},
    "done": {"base": "modbus", "addresses": {"v": 5}}}})");
  ASSERT_TRUE(result.config.has_value()) << lines(result.problems);
  const auto& units = result.config->settings.modbus.at(0).units;
  EXPECT_FALSE(units.at(0).enabled);
  EXPECT_TRUE(units.at(1).enabled);
  ASSERT_EQ(result.config->params.buses.size(), 1U);
  EXPECT_EQ(result.config->params.buses[0].bus, "modbus0u2");
  EXPECT_EQ(result.config->params.buses[0].packets.at(0).params.at(0).modbus->place.address, 5);
}

TEST(ModbusMap, MayHaveAddressesThatOnlyAnotherMapUses) {
  load_quietly(R"({"modbus": {"host": "h", "protocol": "other"}})", R"({"protocols": {
    "modbus": {"addresses": {"v": 1}, "packets": {"P": {"params": {"a": {"address": "v"}}}}},
    "other": {"base": "modbus", "packets": {"P": {"params": {"a": {"address": 3}}}}}}})");
}

TEST(ModbusMap, LeavesOutWhatTheDeviceDoesNotHave) {
  const auto config = load_both(kModbusSettings, modbus_map(R"("addresses": {"x": "none"},
    "packets": {"P": {"params": {"gone": {"address": "x"}, "a": {"address": 1},
      "l": {"address": 2, "packing": "LIST", "count": 3, "count_from": {"packet": "P", "param": "gone"}}}}},
    "commands": {"go": {"write": {"address": 1, "value": 1}, "until": {"address": "x", "equals": 0}}})"))
                          .config;
  ASSERT_TRUE(config.has_value());
  const auto& unit = config->params.buses.at(0);
  ASSERT_EQ(unit.packets.at(0).params.size(), 2U);
  EXPECT_EQ(unit.packets.at(0).params[0].name, "a");
  EXPECT_FALSE(unit.packets.at(0).params[1].modbus->count_from.has_value()) << "nobody tells: always 3";
  EXPECT_TRUE(unit.commands.empty());
}

TEST(ModbusRoute, StandsForEachUnit) {
  const auto config = load_quietly(
      R"({"modbus": {"host": "h", "units": ["1-2"], "key_prefix": "u{unit}_"}})",
      routes(R"("prot": "modbus", "packet": "P", "param": "a")", R"("prot": "mqtt", "param": "k")"));
  ASSERT_EQ(config.params.routes.size(), 2U);
  EXPECT_EQ(config.params.routes[0].bus + " " + config.params.routes[1].bus, "modbus0u1 modbus0u2");
}

TEST(ModbusRoute, MayFillAFrame) {
  const auto config = load_quietly(kWithCan, routes(R"("prot": "modbus", "packet": "P", "param": "a")",
                                                    R"("prot": "can", "packet": "Q", "param": "v")"));
  ASSERT_EQ(config.params.bridges.size(), 1U);
  EXPECT_EQ(config.params.bridges[0].from.bus + "." + config.params.bridges[0].to.bus, "modbus0u1.can0");
}

}  // namespace
}  // namespace bmsgw::config
