#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class ModbusCommandProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(ModbusCommandProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kCases{
    {"quiet", kModbusSettings,
     modbus_command(
         R"("description": "d", "write": {"address": 1, "value": 61680}, "until": {"address": 1, "equals": 0, "timeout": 120}, "then_read": ["P"])"),
     ""},
    {"clock", kModbusSettings,
     modbus_command(
         R"("write": [{"address": 1, "raw": "u32", "value": "epoch"}, {"address": 3, "value": "year"}, {"address": 4, "value": "year2"}, {"address": 5, "value": "month", "utc": true}, {"address": 6, "value": "weekday"}])"),
     ""},
    {"without_write", kModbusSettings, modbus_command(R"("then_read": "P")"),
     "E p.json:1:99: /protocols/modbus/commands/go: has no \"write\": it would do nothing"},
    {"empty_write", kModbusSettings, modbus_command(R"("write": [])"),
     "E p.json:1:99: /protocols/modbus/commands/go: has no \"write\": it would do nothing"},
    {"no_address", kModbusSettings, modbus_command(R"("write": {"value": 1})"),
     "E p.json:1:109: /protocols/modbus/commands/go/write: \"address\" is missing"},
    {"no_value", kModbusSettings, modbus_command(R"("write": {"address": 1})"),
     "E p.json:1:109: /protocols/modbus/commands/go/write: \"value\" is missing"},
    {"address", kModbusSettings, modbus_command(R"("write": {"address": 65536, "value": 1})"),
     "E p.json:1:121: /protocols/modbus/commands/go/write/address: must be an address from 0 to 65535, in "
     "hex as a text such as \"0x1F\", not 65536"},
    {"address_unknown", kModbusSettings, modbus_command(R"("write": {"address": "ir", "value": 1})"),
     "E p.json:1:121: /protocols/modbus/commands/go/write/address: there is no address \"ir\" under "
     "\"addresses\""},
    {"key_unknown", kModbusSettings, modbus_command(R"("write": {"address": 1, "valeu": 1})"),
     "E p.json:1:109: /protocols/modbus/commands/go/write: \"value\" is missing\n"
     "E p.json:1:124: /protocols/modbus/commands/go/write/valeu: there is no key \"valeu\" here; did you "
     "mean \"value\"?"},
    {"value_of_no_kind", kModbusSettings, modbus_command(R"("write": {"address": 1, "value": "now"})"),
     "E p.json:1:133: /protocols/modbus/commands/go/write/value: must be a number from -1e+15 to 1e+15 or "
     "argument, epoch, year, year2, month, day, hour, minute, second or weekday, not \"now\""},
    {"value_too_large", kModbusSettings, modbus_command(R"("write": {"address": 1, "value": 65536})"),
     "E p.json:1:133: /protocols/modbus/commands/go/write/value: 65536 doesn't fit into u16, which is "
     "\"raw\" by default"},
    {"value_negative", kModbusSettings, modbus_command(R"("write": {"address": 1, "value": -1})"),
     "E p.json:1:133: /protocols/modbus/commands/go/write/value: -1 doesn't fit into u16, which is \"raw\" "
     "by default"},
    {"value_with_a_sign", kModbusSettings,
     modbus_command(
         R"("write": [{"address": 1, "raw": "s16", "value": -32768}, {"address": 2, "raw": "s16", "value": -32769}, {"address": 3, "raw": "sm16", "value": -32768}])"),
     "E p.json:1:195: /protocols/modbus/commands/go/write/1/value: -32769 doesn't fit into s16\n"
     "E p.json:1:243: /protocols/modbus/commands/go/write/2/value: -32768 doesn't fit into sm16"},
    {"value_scaled", kModbusSettings,
     modbus_command(
         R"("write": [{"address": 1, "factor": 0.001, "value": 65.5}, {"address": 2, "factor": 0.001, "value": 66}, {"address": 3, "offset": 2000, "value": 1999}])"),
     "E p.json:1:199: /protocols/modbus/commands/go/write/1/value: 66 doesn't fit into u16, which is \"raw\" "
     "by default\n"
     "E p.json:1:244: /protocols/modbus/commands/go/write/2/value: 1999 doesn't fit into u16, which is "
     "\"raw\" by default"},
    {"value_in_digits", kModbusSettings,
     modbus_command(
         R"("write": [{"address": 1, "raw": "bcd16", "value": 9999}, {"address": 2, "raw": "bcd16", "value": 10000}, {"address": 4, "raw": "f32", "value": 1e15}])"),
     "E p.json:1:197: /protocols/modbus/commands/go/write/1/value: 10000 doesn't fit into bcd16"},
    {"value_of_a_coil", kModbusSettings,
     modbus_command(
         R"("write": [{"address": 1, "function": 5, "value": 1}, {"address": 2, "function": 15, "value": 2}])"),
     "E p.json:1:193: /protocols/modbus/commands/go/write/1/value: 2 doesn't fit into a coil"},
    {"factor_zero", kModbusSettings, modbus_command(R"("write": {"address": 1, "value": 1, "factor": 0})"),
     "E p.json:1:146: /protocols/modbus/commands/go/write/factor: must not be 0: every value would be 0"},
    {"epoch_in_one_register", kModbusSettings, modbus_command(R"("write": {"address": 1, "value": "epoch"})"),
     "E p.json:1:133: /protocols/modbus/commands/go/write/value: epoch (2147483647) doesn't fit into u16, "
     "which is \"raw\" by default"},
    {"year_in_a_coil", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "function": 5, "value": "year"})"),
     "E p.json:1:148: /protocols/modbus/commands/go/write/value: year (2000) doesn't fit into a coil"},
    {"utc_of_a_number", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "value": 3, "utc": true})"),
     "W p.json:1:143: /protocols/modbus/commands/go/write/utc: means nothing for what is no part of the "
     "time"},
    {"local_epoch", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "raw": "u32", "value": "epoch", "utc": false})"),
     "W p.json:1:163: /protocols/modbus/commands/go/write/utc: means nothing for epoch, which is always UTC"},
    {"function_that_reads", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "value": 1, "function": 3})"),
     "E p.json:1:148: /protocols/modbus/commands/go/write/function: must be one of \"5\", \"6\", \"15\", "
     "\"16\", not 3"},
    {"one_register_too_few", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "value": 1, "raw": "u32", "function": 6})"),
     "E p.json:1:162: /protocols/modbus/commands/go/write/function: function 6 writes one register, and the "
     "value takes 2: 16 writes several"},
    {"registers_as_coil", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "value": 1, "raw": "u16", "function": 5})"),
     "E p.json:1:143: /protocols/modbus/commands/go/write/raw: coils and discrete inputs are single bits: "
     "\"raw\" must be bit, not \"u16\""},
    {"bit_of_a_register", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "value": 1, "raw": "bit"})"),
     "E p.json:1:143: /protocols/modbus/commands/go/write/raw: a part of a register can't be written without "
     "the rest of it"},
    {"text", kModbusSettings, modbus_command(R"("write": {"address": 1, "value": 1, "raw": "text"})"),
     "E p.json:1:143: /protocols/modbus/commands/go/write/raw: must be one of \"u16\", \"s16\", \"u32\", "
     "\"s32\", \"u64\", \"s64\", \"f32\", \"f64\", \"sm16\", \"sm32\", \"bcd16\", \"bcd32\", \"bit\", not "
     "\"text\""},
    {"modicon", kModbusSettings,
     modbus_command(
         R"("addressing": "modicon", "write": [{"address": 40010, "value": 1}, {"address": "00010", "value": 1}], "until": {"address": 30001, "equals": 1})"),
     ""},
    {"modicon_of_an_input", kModbusSettings,
     modbus_command(
         R"("addressing": "modicon", "write": [{"address": 30010, "value": 1}, {"address": 10010, "value": 1}])"),
     "E p.json:1:147: /protocols/modbus/commands/go/write/0/address: 30010 is an input: it can't be written\n"
     "E p.json:1:179: /protocols/modbus/commands/go/write/1/address: 10010 is an input: it can't be written"},
    {"modicon_against_function", kModbusSettings,
     modbus_command(
         R"("addressing": "modicon", "write": [{"address": 40010, "value": 1, "function": 5}, {"address": "00010", "value": 1, "function": 16}], "until": {"address": 30001, "function": 3, "equals": 1})"),
     "E p.json:1:178: /protocols/modbus/commands/go/write/0/function: function 5 doesn't write what stands "
     "at 40010: 6 or 16 does\n"
     "E p.json:1:227: /protocols/modbus/commands/go/write/1/function: function 16 doesn't write what stands "
     "at \"00010\": 5 or 15 does\n"
     "E p.json:1:254: /protocols/modbus/commands/go/until/address: 30001 is read by function 4, and "
     "\"function\" at p.json:1:273 is 3"},
    {"argument", kModbusSettings,
     modbus_command(
         R"("argument": {"min": 0, "max": 12}, "write": {"address": 1, "factor": 0.001, "value": "argument"})"),
     ""},
    {"argument_missing", kModbusSettings, modbus_command(R"("write": {"address": 1, "value": "argument"})"),
     "E p.json:1:133: /protocols/modbus/commands/go/write/value: needs \"argument\": {\"min\": ..., \"max\": "
     "...} of the command: what it may be given"},
    {"argument_incomplete", kModbusSettings,
     modbus_command(R"("argument": {"min": 0}, "write": {"address": 1, "value": "argument"})"),
     "E p.json:1:112: /protocols/modbus/commands/go/argument: \"max\" is missing\n"
     "E p.json:1:157: /protocols/modbus/commands/go/write/value: needs \"argument\": {\"min\": ..., \"max\": "
     "...} of the command: what it may be given"},
    {"argument_too_large", kModbusSettings,
     modbus_command(
         R"("argument": {"min": 0, "max": 70}, "write": {"address": 1, "factor": 0.001, "value": "argument"})"),
     "E p.json:1:185: /protocols/modbus/commands/go/write/value: argument (70) doesn't fit into u16, which "
     "is \"raw\" by default"},
    {"argument_backwards", kModbusSettings,
     modbus_command(R"("argument": {"min": 9, "max": 0}, "write": {"address": 1, "value": "argument"})"),
     "E p.json:1:130: /protocols/modbus/commands/go/argument/max: 0 is below \"min\", 9"},
    {"argument_of_nobody", kModbusSettings,
     modbus_command(R"("argument": {"min": 0, "max": 9}, "write": {"address": 1, "value": 1})"),
     "W p.json:1:112: /protocols/modbus/commands/go/argument: means nothing as long as no \"value\" is "
     "\"argument\""},
    {"until_incomplete", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "value": 1}, "until": {"address": 2})"),
     "E p.json:1:146: /protocols/modbus/commands/go/until: \"equals\" is missing"},
    {"until_never", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "value": 1}, "until": {"address": 2, "equals": 70000})"),
     "E p.json:1:171: /protocols/modbus/commands/go/until/equals: 70000 never stands in u16, which is "
     "\"raw\" by default"},
    {"until_a_bit", kModbusSettings,
     modbus_command(
         R"("write": {"address": 1, "value": 1}, "until": {"address": 2, "raw": "bit", "bit": 3, "equals": 1})"),
     ""},
    {"until_a_part", kModbusSettings,
     modbus_command(
         R"("write": {"address": 1, "value": 1}, "until": {"address": 2, "bit": 8, "bits": 4, "equals": 16})"),
     "E p.json:1:192: /protocols/modbus/commands/go/until/equals: 16 never stands in u16, which is \"raw\" "
     "by default"},
    {"until_a_text", kModbusSettings,
     modbus_command(
         R"("write": {"address": 1, "value": 1}, "until": {"address": 2, "raw": "text", "equals": 1})"),
     "E p.json:1:168: /protocols/modbus/commands/go/until/raw: must be one of \"u16\", \"s16\", \"u32\", "
     "\"s32\", \"u64\", \"s64\", \"f32\", \"f64\", \"sm16\", \"sm32\", \"bcd16\", \"bcd32\", \"bit\", not "
     "\"text\""},
    {"until_too_long", kModbusSettings,
     modbus_command(
         R"("write": {"address": 1, "value": 1}, "until": {"address": 2, "equals": 1, "timeout": 86401, "every": 0})"),
     "E p.json:1:185: /protocols/modbus/commands/go/until/timeout: must be a number from 0.1 to 86400 s, not "
     "86401\n"
     "E p.json:1:201: /protocols/modbus/commands/go/until/every: must be a number from 0.1 to 3600 s, not 0"},
    {"then_read_unknown", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "value": 1}, "then_read": ["P", "Q"])"),
     "E p.json:1:156: /protocols/modbus/commands/go/then_read/1: there is no packet \"Q\"; there is \"P\""},
    {"then_read_near", kModbusSettings,
     modbus_command(R"("write": {"address": 1, "value": 1}, "then_read": "Pa")"),
     "E p.json:1:150: /protocols/modbus/commands/go/then_read: there is no packet \"Pa\"; there is \"P\""},
    {"not_known_yet", kModbusSettings,
     modbus_map(R"("addresses": {"ir": null}, "commands": {"go": {"write": {"address": "ir", "value": 1}}})"),
     "W s.json:1:12: /modbus: \"modbus0u1\" rests: its map isn't complete; not known yet: \"ir\"; give them "
     "under \"addresses\" of the protocol \"modbus\" in params_config.json"},
    {"no_such_thing", kModbusSettings,
     modbus_map(
         R"("addresses": {"ir": "none"}, "packets": {"P": {"params": {"a": {"address": 1}}}}, "commands": {"go": {"write": [{"address": "ir", "value": 1}, {"address": "ir", "value": 2}], "then_read": "P"}})"),
     "N p.json:1:47: /protocols/modbus/addresses/ir: the device has no such thing; left out: command \"go\""},
};

INSTANTIATE_TEST_SUITE_P(Load, ModbusCommandProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

/// A Modbus bus with these keys.
std::string bus(const std::string& keys) {
  return R"({"modbus": {)" + keys + "}}";
}

/// A param to read, two to write, a command with an argument and two without.
const char* const kWritable = R"({"protocols": {"modbus": {"packets": {
"P": {"params": {"ro": {"address": 1}, "set": {"address": 2, "write": 6}, "both": {"address": 3, "write": 6}}}},
"commands": {"go": {"write": {"address": 9, "value": 1}}, "both": {"write": {"address": 9, "value": 1}},
"level": {"argument": {"min": 0, "max": 9}, "write": {"address": 8, "value": "argument"}}}}}})";

const std::vector<LoadCase> kAllowed{
    {"commands", bus(R"("host": "h", "access": "read_write", "allow": ["go", "level"])"), kWritable, ""},
    {"params", bus(R"("host": "h", "access": "read_write", "allow": ["set", "P/set", "P/both"])"), kWritable,
     ""},
    {"ranges",
     bus(R"("host": "h", "access": "read_write", "allow": [{"name": "level", "min": 1, "max": 5}, {"name": "set", "max": 5}, {"name": "P/set", "min": 5}])"),
     kWritable, ""},
    {"unknown", bus(R"("host": "h", "access": "read_write", "allow": ["goo", "nothing", "Q/set"])"),
     kWritable,
     "E s.json:1:60: /modbus/allow/0: there is no command and no writable param \"goo\"; did you mean "
     "\"go\"?\n"
     "E s.json:1:67: /modbus/allow/1: there is no command and no writable param \"nothing\"; there is "
     "\"both\", \"go\", \"level\", \"set\"\n"
     "E s.json:1:78: /modbus/allow/2: there is no command and no writable param \"Q/set\"; did you mean "
     "\"set\"?"},
    {"read_only_param", bus(R"("host": "h", "access": "read_write", "allow": ["ro", "P/ro"])"), kWritable,
     "E s.json:1:60: /modbus/allow/0: \"ro\" can't be written: its param has no \"write\"\n"
     "E s.json:1:66: /modbus/allow/1: \"P/ro\" can't be written: its param has no \"write\""},
    {"command_and_param", bus(R"("host": "h", "access": "read_write", "allow": ["both"])"), kWritable,
     "E s.json:1:60: /modbus/allow/0: \"both\" is a command and a param: name the param by its packet too, "
     "as in \"packet/both\", or give the command another name"},
    {"range_backwards",
     bus(R"("host": "h", "access": "read_write", "allow": [{"name": "level", "min": 5, "max": 1}])"),
     kWritable, "E s.json:1:95: /modbus/allow/0/max: 1 is below \"min\", 5"},
    {"range_of_no_argument",
     bus(R"("host": "h", "access": "read_write", "allow": [{"name": "go", "max": 1}])"), kWritable,
     "W s.json:1:60: /modbus/allow/0: the command \"go\" takes no argument: the range means nothing"},
    {"number_of_a_parameter",
     bus(R"("host": "h", "access": "read_write", "allow": [{"name": "go", "id": "0010"}])"), kWritable,
     "W s.json:1:81: /modbus/allow/0/id: means nothing on this bus"},
    {"name_missing", bus(R"("host": "h", "access": "read_write", "allow": [{"min": 1}])"), kWritable,
     "E s.json:1:60: /modbus/allow/0: \"name\" is missing"},
    {"without_access", bus(R"("host": "h", "allow": ["go"])"), kWritable,
     "W s.json:1:35: /modbus/allow: nothing of it may be written without \"access\": \"read_write\""},
    {"access_without_allow", bus(R"("host": "h", "access": "read_write", "allow": [])"), kWritable,
     "W s.json:1:36: /modbus/access: nothing may be written as long as \"allow\" lists nothing"},
    {"what_the_device_lacks",
     bus(R"("host": "h", "access": "read_write", "allow": ["go", "gone", "P/gone"])"),
     modbus_map(
         R"("packets": {"P": {"params": {"gone": {"address": "none", "write": 6}, "a": {"address": 1}}}}, "commands": {"go": {"write": {"address": "none", "value": 1}}})"),
     "N p.json:1:76: /protocols/modbus/packets/P/params/gone/address: the device has no such thing; left "
     "out: \"gone\" of \"P\"\n"
     "N p.json:1:162: /protocols/modbus/commands/go/write/address: the device has no such thing; left out: "
     "command \"go\""},
    {"what_is_not_known_yet",
     bus(R"("host": "h", "access": "read_write", "allow": ["go", "gone", "P/gone"])"),
     modbus_map(
         R"("addresses": {"v": null}, "packets": {"P": {"params": {"gone": {"address": "v", "write": 6}, "a": {"address": 1}}}}, "commands": {"go": {"write": {"address": "v", "value": 1}}})"),
     "W s.json:1:12: /modbus: \"modbus0u1\" rests: its map isn't complete; not known yet: \"v\"; give them "
     "under \"addresses\" of the protocol \"modbus\" in params_config.json"},
};

INSTANTIATE_TEST_SUITE_P(Allow, ModbusCommandProblem, ::testing::ValuesIn(kAllowed), name_of<LoadCase>);

core::ModbusCommandSpec only_command(const std::string& keys) {
  const auto config = load_quietly(kModbusSettings, modbus_command(keys));
  EXPECT_EQ(config.params.buses.size(), 1U);
  if (config.params.buses.empty() || config.params.buses[0].commands.empty()) return {};
  return config.params.buses[0].commands[0];
}

struct StepCase {
  const char* name;
  const char* keys;
  const char* expected;  ///< `by reads@address registers source`, then what isn't usual
};

void PrintTo(const StepCase& row, std::ostream* out) {
  *out << row.name;
}

std::string text_of(const core::ModbusWriteStep& step) {
  using Source = core::ModbusWriteStep::Source;
  const auto number = [](auto value) { return std::to_string(static_cast<int>(value)); };
  auto text = number(step.by) + " " + number(step.place.function) + "@" + number(step.place.address) + " " +
              number(step.place.registers);
  if (step.source == Source::constant) text += " " + number(step.constant);
  if (step.source == Source::argument) text += " argument";
  if (step.source == Source::clock) text += " clock " + number(step.clock) + (step.utc ? " utc" : " local");
  if (step.place.low_word_first) text += " low word";
  if (step.place.low_byte_first) text += " low byte";
  if (step.format.is_signed) text += " signed";
  if (step.format.factor != 1 || step.format.offset != 0) text += " scaled";
  return step.verify ? text : text + " unverified";
}

class ModbusStep : public ::testing::TestWithParam<StepCase> {};

TEST_P(ModbusStep, IsRead) {
  const auto command = only_command(GetParam().keys);
  ASSERT_FALSE(command.writes.empty());
  EXPECT_EQ(text_of(command.writes[0]), GetParam().expected);
}

const std::vector<StepCase> kSteps{
    {"by_default", R"("write": {"address": 12, "value": 61680})", "6 3@12 1 61680"},
    {"list_of_one", R"("write": [{"address": 12, "value": 1}])", "6 3@12 1 1"},
    {"two_registers", R"("write": {"address": 12, "raw": "u32", "value": 1})", "16 3@12 2 1"},
    {"one_register_by_16", R"("write": {"address": 12, "function": 16, "value": 1})", "16 3@12 1 1"},
    {"coil", R"("write": {"address": 12, "function": 5, "value": 1})", "5 1@12 1 1"},
    {"coils", R"("write": {"address": 12, "function": 15, "value": 0})", "15 1@12 1 0"},
    {"counted_from_one", R"("addressing": "one", "write": {"address": 12, "value": 1})", "6 3@11 1 1"},
    {"modicon_register", R"("addressing": "modicon", "write": {"address": 40012, "value": 1})", "6 3@11 1 1"},
    {"modicon_coil", R"("addressing": "modicon", "write": {"address": "00012", "value": 1})", "5 1@11 1 1"},
    {"orders",
     R"("write": {"address": 1, "raw": "s32", "word_order": "low_first", "big_end": false, "value": -1})",
     "16 3@1 2 -1 low word low byte signed"},
    {"scaled", R"("write": {"address": 1, "factor": 0.1, "offset": 10, "value": 7})", "6 3@1 1 7 scaled"},
    {"argument", R"("argument": {"min": 1, "max": 2}, "write": {"address": 1, "value": "argument"})",
     "6 3@1 1 argument"},
    {"epoch", R"("write": {"address": 1, "raw": "u32", "value": "epoch"})",
     "16 3@1 2 clock 0 utc unverified"},
    {"local_hour", R"("write": {"address": 1, "value": "hour"})", "6 3@1 1 clock 5 local unverified"},
    {"hour_of_utc", R"("write": {"address": 1, "value": "hour", "utc": true})",
     "6 3@1 1 clock 5 utc unverified"},
    {"weekday", R"("write": {"address": 1, "value": "weekday"})", "6 3@1 1 clock 8 local unverified"},
    {"unverified", R"("write": {"address": 1, "value": 1, "verify": false})", "6 3@1 1 1 unverified"},
    {"watched", R"("write": {"address": 1, "value": 1}, "until": {"address": 1, "equals": 0})",
     "6 3@1 1 1 unverified"},
    {"watched_and_verified",
     R"("write": {"address": 1, "value": 1, "verify": true}, "until": {"address": 1, "equals": 0})",
     "6 3@1 1 1"},
    {"another_is_watched",
     R"("write": {"address": 1, "value": 1}, "until": {"address": 1, "function": 4, "equals": 0})",
     "6 3@1 1 1"},
};

INSTANTIATE_TEST_SUITE_P(Load, ModbusStep, ::testing::ValuesIn(kSteps), name_of<StepCase>);

TEST(ModbusCommand, IsRead) {
  const auto command = only_command(R"("description": "measures", "argument": {"min": -1, "max": 2.5},
    "write": [{"address": 5, "value": 1}, {"address": 6, "raw": "s16", "value": "argument"}],
    "until": {"address": 7, "function": 4, "raw": "s16", "bit": 4, "bits": 8, "factor": 2, "equals": 6, "every": 5, "timeout": 600},
    "then_read": "P")");
  EXPECT_EQ(command.name + ": " + command.description, "go: measures");
  ASSERT_TRUE(command.argument.has_value());
  EXPECT_EQ(command.argument->least, -1);
  EXPECT_EQ(command.argument->most, 2.5);
  EXPECT_EQ(command.writes.size(), 2U);
  EXPECT_EQ(command.then_read, std::vector<std::string>{"P"});
  ASSERT_TRUE(command.until.has_value());
  const auto& until = *command.until;
  EXPECT_EQ(until.place.function, core::ModbusFunction::read_input_registers);
  EXPECT_EQ(until.place.address, 7);
  EXPECT_EQ(until.place.bit, 4);
  EXPECT_EQ(until.place.bits, 8);
  EXPECT_EQ(until.format.factor, 2);
  EXPECT_EQ(until.equals, 6);
  EXPECT_EQ(until.every_s, 5);
  EXPECT_EQ(until.timeout_s, 600);
}

TEST(ModbusCommand, IsDoneWhenWrittenUnlessItWaits) {
  const auto command = only_command(R"("write": {"address": 5, "value": 1})");
  EXPECT_FALSE(command.until || command.argument);
  EXPECT_TRUE(command.then_read.empty());
  const auto waiting =
      only_command(R"("write": {"address": 5, "value": 1}, "until": {"address": 6, "equals": 0})");
  ASSERT_TRUE(waiting.until.has_value());
  EXPECT_EQ(waiting.until->every_s, 1);
  EXPECT_EQ(waiting.until->timeout_s, 60);
}

}  // namespace
}  // namespace bmsgw::config
