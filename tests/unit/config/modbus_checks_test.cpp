#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class ModbusCheck : public ::testing::TestWithParam<LoadCase> {};

TEST_P(ModbusCheck, IsReported) {
  expect_lines(GetParam());
}

/// A Modbus bus with these keys.
std::string bus(const std::string& keys) {
  return R"({"modbus": {)" + keys + "}}";
}

const std::vector<LoadCase> kCases{
    {"last_address", kModbusSettings,
     modbus_params(
         R"("a": {"address": 65535}, "b": {"address": 65532, "raw": "u16", "packing": "LIST", "count": 3}, "c": {"address": 65000, "packing": "LIST", "count": 6, "stride": 100})"),
     ""},
    {"beyond_the_last_address", kModbusSettings,
     modbus_params(
         R"("a": {"address": 65535, "raw": "u32"}, "b": {"address": 65000, "packing": "LIST", "count": 6, "stride": 108}, "c": {"address": 65533, "raw": "bit", "packing": "LIST", "count": 49}, "d": {"address": 65533, "raw": "bit", "packing": "LIST", "count": 48})"),
     "E p.json:1:73: /protocols/modbus/packets/P/params/a/address: reaches up to address 65536, counted from "
     "0, and the last is 65535\n"
     "E p.json:1:112: /protocols/modbus/packets/P/params/b/address: reaches up to address 65540, counted "
     "from 0, and the last is 65535\n"
     "E p.json:1:183: /protocols/modbus/packets/P/params/c/address: reaches up to address 65536, counted "
     "from 0, and the last is 65535"},
    {"longer_than_limits", kModbusSettings,
     modbus_map(
         R"("limits": {"registers": 2}, "packets": {"P": {"params": {"a": {"address": 0, "raw": "f64"}, "b": {"address": 10, "raw": "u32", "packing": "LIST", "count": 9}}}})"),
     "E p.json:1:101: /protocols/modbus/packets/P/params/a/address: takes 4 registers, and \"registers\" of "
     "\"limits\" is 2"},
    {"coils_have_their_own_limit", kModbusSettings,
     modbus_map(
         R"("limits": {"registers": 1, "bits": 1}, "packets": {"P": {"function": 1, "count": 9, "params": {"a": {"address": 0, "packing": "LIST"}}}})"),
     ""},
    {"forbidden", kModbusSettings,
     modbus_map(
         R"("limits": {"forbidden": [{"first": 10, "last": 19}]}, "packets": {"P": {"params": {"a": {"address": 10}, "b": {"address": 9, "raw": "u32"}, "c": {"address": 20}, "d": {"address": 9}}}, "I": {"function": 4, "params": {"e": {"address": 10}}}})"),
     "E p.json:1:127: /protocols/modbus/packets/P/params/a/address: it stands at 10, counted from 0, and "
     "\"forbidden\" of \"limits\" has 10 to 19\n"
     "W p.json:1:127: /protocols/modbus/packets/P/params/a/address: stands at 10, counted from 0, and \"b\" "
     "of \"P\" at 9 to 10: they share registers; is \"address\" or \"raw\" right?\n"
     "E p.json:1:149: /protocols/modbus/packets/P/params/b/address: it stands at 9 to 10, counted from 0, "
     "and \"forbidden\" of \"limits\" has 10 to 19\n"
     "W p.json:1:206: /protocols/modbus/packets/P/params/d/address: stands at 9, counted from 0, and \"b\" "
     "of \"P\" at 9 to 10: they share registers; is \"address\" or \"raw\" right?"},
    {"forbidden_elements", kModbusSettings,
     modbus_map(
         R"("limits": {"forbidden": [{"first": 10, "last": 19}]}, "packets": {"P": {"count": 5, "params": {"a": {"address": 2, "packing": "LIST", "stride": 3}, "b": {"address": 0, "packing": "LIST", "stride": 9}}}})"),
     "E p.json:1:139: /protocols/modbus/packets/P/params/a/address: element 4 of 5 stands at 11, counted "
     "from 0, and \"forbidden\" of \"limits\" has 10 to 19\n"
     "E p.json:1:192: /protocols/modbus/packets/P/params/b/address: element 3 of 5 stands at 18, counted "
     "from 0, and \"forbidden\" of \"limits\" has 10 to 19"},
    {"forbidden_to_commands", kModbusSettings,
     modbus_map(
         R"("limits": {"forbidden": [{"first": 10, "last": 19}]}, "commands": {"a": {"write": {"address": 12, "value": 1}}, "b": {"write": {"address": 12, "value": 1, "verify": false}}, "c": {"write": {"address": 1, "value": 1}, "until": {"address": 12, "equals": 0}}, "d": {"write": {"address": 65535, "value": 1, "raw": "u32", "verify": false}}})"),
     "E p.json:1:121: /protocols/modbus/commands/a/write/address: it stands at 12, counted from 0, and "
     "\"forbidden\" of \"limits\" has 10 to 19; with \"verify\": false it isn't read back\n"
     "E p.json:1:265: /protocols/modbus/commands/c/until/address: it stands at 12, counted from 0, and "
     "\"forbidden\" of \"limits\" has 10 to 19\n"
     "E p.json:1:311: /protocols/modbus/commands/d/write/address: reaches up to address 65536, counted from "
     "0, and the last is 65535"},
    {"forbidden_to_what_is_not_known", kModbusSettings,
     modbus_map(
         R"("addresses": {"v": null}, "limits": {"forbidden": [{"first": 0, "last": 9}]}, "packets": {"P": {"params": {"a": {"address": "v"}}}}, "commands": {"c": {"write": {"address": "v", "value": 1}}})"),
     "W s.json:1:12: /modbus: \"modbus0u1\" rests: its map isn't complete; not known yet: \"v\"; give them "
     "under \"addresses\" of the protocol \"modbus\" in params_config.json"},
    {"partly_the_same", kModbusSettings,
     modbus_params(
         R"("a": {"address": 10, "raw": "u32"}, "b": {"address": 11}, "c": {"address": 12}, "d": {"address": 9, "raw": "s32"})"),
     "W p.json:1:73: /protocols/modbus/packets/P/params/a/address: stands at 10 to 11, counted from 0, and "
     "\"d\" of \"P\" at 9 to 10: they share registers; is \"address\" or \"raw\" right?\n"
     "W p.json:1:109: /protocols/modbus/packets/P/params/b/address: stands at 11, counted from 0, and \"a\" "
     "of \"P\" at 10 to 11: they share registers; is \"address\" or \"raw\" right?"},
    {"same_begin", kModbusSettings,
     modbus_params(R"("a": {"address": 10, "raw": "u32"}, "b": {"address": 10})"),
     "W p.json:1:109: /protocols/modbus/packets/P/params/b/address: stands at 10, counted from 0, and \"a\" "
     "of \"P\" at 10 to 11: they share registers; is \"address\" or \"raw\" right?"},
    {"exactly_the_same", kModbusSettings,
     modbus_params(
         R"("a": {"address": 10, "raw": "u32"}, "b": {"address": 10, "raw": "f32"}, "c": {"address": 11, "raw": "bit", "bit": 3}, "d": {"address": 10, "bit": 8})"),
     ""},
    {"inside_a_list", kModbusSettings,
     modbus_params(
         R"("a": {"address": 0, "raw": "u32", "packing": "LIST", "count": 9, "stride": 10}, "b": {"address": 51}, "c": {"address": 53}, "d": {"address": 50, "raw": "s32"})"),
     "W p.json:1:153: /protocols/modbus/packets/P/params/b/address: stands at 51, counted from 0, and \"a\" "
     "of \"P\" at 50 to 51: they share registers; is \"address\" or \"raw\" right?"},
    {"same_address_of_another_kind", kModbusSettings,
     modbus_map(
         R"("packets": {"P": {"params": {"a": {"address": 10, "raw": "u32"}}}, "I": {"function": 4, "params": {"b": {"address": 11}}}})"),
     ""},
    {"load", bus(R"("device": "/dev/m")"),
     modbus_map(
         R"("packets": {"P": {"request_period": 1, "count": 100, "params": {"v": {"address": 0, "packing": "LIST"}, "r": {"address": 200, "packing": "LIST"}}}})"),
     ""},
    {"load_of_a_fast_line", bus(R"("device": "/dev/m", "speed": 115200)"),
     modbus_map(
         R"("packets": {"P": {"request_period": 1, "count": 100, "params": {"v": {"address": 0, "packing": "LIST"}, "r": {"address": 200, "packing": "LIST"}}}})"),
     ""},
    {"load_over_tcp", bus(R"("host": "h")"),
     modbus_map(
         R"("packets": {"P": {"request_period": 0.01, "count": 100, "params": {"v": {"address": 0, "packing": "LIST"}, "r": {"address": 200, "packing": "LIST"}}}})"),
     ""},
    {"load_of_many_units", bus(R"("device": "/dev/m", "units": ["1-9"], "key_prefix": "u{unit}_")"),
     modbus_map(
         R"("packets": {"P": {"request_period": 5, "count": 100, "params": {"v": {"address": 0, "packing": "LIST"}, "r": {"address": 200, "packing": "LIST"}}}})"),
     "W s.json:1:12: /modbus: what is read needs about 83 % of what 9600 bit/s carry: longer "
     "\"request_period\"s, or a higher \"speed\", leave room"},
    {"load_of_fewer_units", bus(R"("device": "/dev/m", "units": ["1-7"], "key_prefix": "u{unit}_")"),
     modbus_map(
         R"("packets": {"P": {"request_period": 5, "count": 100, "params": {"v": {"address": 0, "packing": "LIST"}, "r": {"address": 200, "packing": "LIST"}}}})"),
     ""},
    {"load_with_gaps", bus(R"("device": "/dev/m", "request_gap": 500)"),
     modbus_map(
         R"("packets": {"P": {"request_period": 1, "params": {"a": {"address": 1}, "b": {"address": 50}}}})"),
     "W s.json:1:12: /modbus: what is read needs about 104 % of what 9600 bit/s carry: longer "
     "\"request_period\"s, or a higher \"speed\", leave room"},
    {"load_at_parity", bus(R"("device": "/dev/m", "parity": "E", "stop_bits": 2)"), modbus_map(R"("packets": {"P": {"request_period": 0.5, "count": 100, "params": {"v": {"address": 0, "packing": "LIST"}, "r": {"address": 200, "packing": "LIST"}}}})"),
     "W s.json:1:12: /modbus: what is read needs about 110 % of what 9600 bit/s carry: longer "
     "\"request_period\"s, or a higher \"speed\", leave room"},
};

INSTANTIATE_TEST_SUITE_P(Load, ModbusCheck, ::testing::ValuesIn(kCases), name_of<LoadCase>);

TEST(ModbusCheck, SaysOnceWhatManyUnitsHaveInCommon) {
  const auto result = load_both(bus(R"("host": "h", "units": ["1-100"], "key_prefix": "u{unit}_")"),
                                modbus_params(R"("a": {"address": 65535, "raw": "u32"})"));
  EXPECT_EQ(result.problems.size(), 1U) << lines(result.problems);
}

}  // namespace
}  // namespace bmsgw::config
