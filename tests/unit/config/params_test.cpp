#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class ParamsProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(ParamsProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kCases{
    {"format_unknown", kSettings, params(R"("a": {"format": "UHXE"})"),
     "E p.json:1:70: /protocols/g1/packets/BV1/params/a/format: there is no format \"UHXE\"; did you mean "
     "\"UHEX\"?"},
    {"format_key_unknown", kSettings, params(R"("a": {"format": {"ofset": 1}})"),
     "E p.json:1:71: /protocols/g1/packets/BV1/params/a/format/ofset: there is no key \"ofset\" here; did "
     "you mean "
     "\"offset\"?"},
    {"factor_zero", kSettings, params(R"("a": {"factor": 0})"),
     "E p.json:1:70: /protocols/g1/packets/BV1/params/a/factor: must not be 0: every value would be 0"},
    {"bit_beyond_bits", kSettings, params(R"("a": {"encoding": "HEX_BIT_BOOL", "bits": 8, "bit": 8})"),
     "E p.json:1:106: /protocols/g1/packets/BV1/params/a/bit: must be below \"bits\", 8, not 8"},
    {"bit_of_a_number", kSettings, params(R"("a": {"bit": 3})"),
     "E p.json:1:67: /protocols/g1/packets/BV1/params/a/bit: needs the encoding HEX_BIT_BOOL, not HEX_DEC"},
    {"bit_zero_of_a_number", kSettings, params(R"("a": {"bit": 0})"), ""},
    {"bits_of_a_text", kSettings, params(R"("a": {"format": "STR", "bits": 8})"),
     "W p.json:1:85: /protocols/g1/packets/BV1/params/a/bits: \"bits\" means nothing for the encoding STR"},
    {"bounds_swapped", kSettings, params(R"("a": {"valid_bot": 4, "valid_top": 2})"),
     "W p.json:1:89: /protocols/g1/packets/BV1/params/a/valid_top: 2 is below valid_bot, 4: they are taken "
     "the other "
     "way round"},
    {"list_of_numbers", kSettings, params(R"("a": {"packing": "LIST"})"),
     "E p.json:1:71: /protocols/g1/packets/BV1/params/a/packing: LIST needs the encoding HEX_DEC_BYTE_ARRAY, "
     "not "
     "HEX_DEC"},
    {"array_without_list", kSettings, params(R"("a": {"encoding": "HEX_DEC_BYTE_ARRAY"})"),
     "E p.json:1:59: /protocols/g1/packets/BV1/params/a: the encoding HEX_DEC_BYTE_ARRAY needs \"packing\": "
     "\"LIST\""},
    {"list_keys_without_list", kSettings, params(R"("a": {"index_field": 2, "expand": true})"),
     "E p.json:1:75: /protocols/g1/packets/BV1/params/a/index_field: means nothing without \"packing\": "
     "\"LIST\"\n"
     "E p.json:1:88: /protocols/g1/packets/BV1/params/a/expand: means nothing without \"packing\": \"LIST\""},
    {"names_of_a_fraction", kSettings, params(R"("a": {"factor": 0.1, "names": {"1": "on"}})"),
     "E p.json:1:84: /protocols/g1/packets/BV1/params/a/names: only whole numbers have names: this value is "
     "a text or "
     "has a fractional factor or offset"},
    {"name_of_no_number", kSettings, params(R"("a": {"names": {"x1": "on", "0x": "off", "-0x1": "z"}})"),
     "E p.json:1:76: /protocols/g1/packets/BV1/params/a/names/x1: the code must be a whole number such as 7 "
     "or 0x1F, "
     "not \"x1\"\n"
     "E p.json:1:88: /protocols/g1/packets/BV1/params/a/names/0x: the code must be a whole number such as 7 "
     "or 0x1F, "
     "not \"0x\"\n"
     "E p.json:1:103: /protocols/g1/packets/BV1/params/a/names/-0x1: the code must be a whole number such as "
     "7 or "
     "0x1F, not \"-0x1\""},
    {"name_twice", kSettings, params(R"("a": {"names": {"10": "on", "0xA": "off"}})"),
     "E p.json:1:89: /protocols/g1/packets/BV1/params/a/names/0xA: the code 10 has a name already"},
    {"intervals", kSettings, params(R"("a": {"min_interval": 9, "max_interval": 5})"),
     "E p.json:1:76: /protocols/g1/packets/BV1/params/a/min_interval: 9 s is more than max_interval, 5 s"},
    {"valid_if_unknown", kSettings, params(R"("a": {"valid_if": {"packet": "BV2", "field": 1}})"),
     "E p.json:1:83: /protocols/g1/packets/BV1/params/a/valid_if/packet: there is no packet \"BV2\"; did you "
     "mean "
     "\"BV1\"?"},
    {"valid_if_incomplete", kSettings, params(R"("a": {"valid_if": {"packet": "BV1"}})"),
     "E p.json:1:72: /protocols/g1/packets/BV1/params/a/valid_if: \"field\" is missing"},
    {"key_with_control_character", kSettings, params(R"("a": {"route_to_mqtt": "a\nb"})"),
     "E p.json:1:77: /protocols/g1/packets/BV1/params/a/route_to_mqtt: a key has no control characters, "
     "unlike "
     "\"a\\u000ab\""},
    {"sentence_name_too_long", kSettings, packets(R"("Voltages1": {})"),
     "E p.json:1:48: /protocols/g1/packets/Voltages1: a sentence is named by 1 to 8 letters and digits, not "
     "\"Voltages1\""},
    {"sentence_twice", kSettings, packets(R"("BV1": {}, "Volts": {"id": "BV1"})"),
     "E p.json:1:55: /protocols/g1/packets/Volts: the sentence \"BV1\" is that of packet \"BV1\" already: "
     "put their "
     "params together"},
    {"base_unknown", kSettings, R"({"protocols": {"g1": {"base": "g3"}}})",
     "E p.json:1:31: /protocols/g1/base: there is no protocol \"g3\"; did you mean \"g1\"?"},
    {"base_in_a_circle", R"({"serial": {"enabled": false}})",
     R"({"protocols": {"a": {"base": "b"}, "b": {"base": "a"}}})",
     "E p.json:1:30: /protocols/a/base: goes round in a circle: \"b\" is based on this one\n"
     "E p.json:1:50: /protocols/b/base: goes round in a circle: \"a\" is based on this one"},
    {"protocols_alike", kSettings, R"({"protocols": {"g1": {}, "G1": {}}})",
     "E p.json:1:32: /protocols/G1: differs from \"g1\" in case only"},
    {"protocol_unknown", kSettings, R"({"protocols": {"g1": {}, "j1939": {}}})",
     "W p.json:1:35: /protocols/j1939: is no protocol that we know; \"base\": \"g1\" would make it one"},
    {"unused_protocol_is_checked", R"({"serial": {"enabled": false}})", params(R"("a": {"format": "UHXE"})"),
     "E p.json:1:70: /protocols/g1/packets/BV1/params/a/format: there is no format \"UHXE\"; did you mean "
     "\"UHEX\"?"},
    {"said_once_for_two_buses", R"({"serial": [{"device": "a"}, {"device": "b", "key_prefix": "b"}]})",
     params(R"("a": {"factor": 0})"),
     "E p.json:1:70: /protocols/g1/packets/BV1/params/a/factor: must not be 0: every value would be 0"},
};

INSTANTIATE_TEST_SUITE_P(Load, ParamsProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

struct FormatCase {
  const char* name;
  const char* formats;
  const char* param;
  const char* expected;
};

void PrintTo(const FormatCase& row, std::ostream* out) {
  *out << row.name;
}

std::string text_of(const core::FieldFormat& format) {
  auto text = std::string(core::to_string(format.encoding));
  if (format.bits) text += " bits " + std::to_string(*format.bits);
  if (!format.big_end) text += " little";
  if (format.is_signed) text += " signed";
  if (format.offset != 0) text += " offset " + std::to_string(static_cast<int>(format.offset));
  if (format.factor != 1) text += " factor " + std::to_string(format.factor).substr(0, 4);
  if (format.decimals != -1) text += " decimals " + std::to_string(format.decimals);
  if (format.fixed) text += " fixed";
  if (format.bit != 0) text += " bit " + std::to_string(format.bit);
  return format.units.empty() ? text : text + " " + format.units;
}

class Format : public ::testing::TestWithParam<FormatCase> {};

TEST_P(Format, IsResolved) {
  const auto& row = GetParam();
  const auto config =
      load_quietly(kSettings, R"({"protocols": {"g1": {"formats": {)" + std::string(row.formats) +
                                  R"(}, "packets": {"BV1": {"params": {"a": {)" + row.param + "}}}}}}}");
  ASSERT_EQ(config.params.buses.size(), 1U);
  EXPECT_EQ(text_of(config.params.buses[0].packets.at(0).params.at(0).format), row.expected);
}

const std::vector<FormatCase> kFormats{
    {"none", "", "", "HEX_DEC"},
    {"dec", "", R"("format": "DEC")", "DEC_INT"},
    {"uhex", "", R"("format": "UHEX")", "HEX_DEC"},
    {"shex", "", R"("format": "SHEX")", "HEX_DEC signed"},
    {"str", "", R"("format": "STR")", "STR"},
    {"own", R"("V": {"factor": 0.01, "decimals": 2, "units": "V", "type": "FIXED"})", R"("format": "V")",
     "HEX_DEC factor 0.01 decimals 2 fixed V"},
    {"overridden", R"("V": {"offset": 200, "factor": 0.01, "units": "V"})",
     R"("format": "V", "offset": 0, "big_end": false)", "HEX_DEC little factor 0.01 V"},
    {"inline_object", "", R"("format": {"encoding": "HEX_BIT_BOOL", "bits": 16}, "bit": 9)",
     "HEX_BIT_BOOL bits 16 bit 9"},
    {"layers_in_order", R"("V": [{"offset": 1, "units": "V"}, {"offset": 2}])", R"("format": "V")",
     "HEX_DEC offset 2 V"},
    {"empty_built_in", R"("DEC": {})", R"("format": "DEC")", "DEC_INT"},
    {"empty_list", R"("COULMB": [])", R"("format": "COULMB")", "HEX_DEC"},
    {"built_in_redefined", R"("DEC": {"encoding": "HEX_DEC", "bits": 8})", R"("format": "DEC")",
     "HEX_DEC bits 8"},
    {"built_in_extended", R"("SHEX": {"units": "A"})", R"("format": "SHEX")", "HEX_DEC signed A"},
    {"empty_texts_are_absent", R"("V": {"units": "V", "type": "", "encoding": ""})",
     R"("format": "V", "units": "")", "HEX_DEC V"},
    {"whole_fractions", "", R"("bits": 8.0, "decimals": 2.0)", "HEX_DEC bits 8 decimals 2"},
};

INSTANTIATE_TEST_SUITE_P(Load, Format, ::testing::ValuesIn(kFormats), name_of<FormatCase>);

ParamConfig only_param(const std::string& text) {
  const auto config = load_quietly(kSettings, params(text));
  return config.params.buses.at(0).packets.at(0).params.at(0);
}

TEST(Param, IsReadAsGiven) {
  const auto param = only_param(R"("cells": {
    "field": 4, "encoding": "HEX_DEC_BYTE_ARRAY", "packing": "array", "index_field": 2, "expand": true,
    "valid_bot": -1, "valid_top": 5, "send_invalid": true, "route_to_mqtt": "cell", "max_age": 30,
    "valid_if": {"packet": "BV1", "field": 5, "bit": 3}, "not_available": [255, -1],
    "deadband": 0.5, "min_interval": 1, "max_interval": 60})");
  EXPECT_EQ(param.name, "cells");
  EXPECT_EQ(param.field, 4U);
  EXPECT_TRUE(param.list && param.expand && param.send_invalid);
  EXPECT_EQ(param.index_field, 2U);
  EXPECT_EQ(param.valid_bot, -1.0);
  EXPECT_EQ(param.valid_top, 5.0);
  EXPECT_EQ(param.route_to_mqtt, "cell");
  EXPECT_EQ(param.max_age_s, 30.0);
  ASSERT_TRUE(param.valid_if.has_value());
  EXPECT_EQ(param.valid_if->packet, "BV1");
  EXPECT_EQ(param.valid_if->field, 5U);
  EXPECT_EQ(param.valid_if->bit, 3);
  EXPECT_EQ(param.format.not_available, (std::vector<std::int64_t>{255, -1}));
  EXPECT_EQ(param.report.deadband, 0.5);
  EXPECT_EQ(param.report.min_interval_s, 1.0);
  EXPECT_EQ(param.report.max_interval_s, 60.0);
}

TEST(Param, HasNoBoundsWhenBothAreZero) {
  const auto param = only_param(R"("a": {"valid_bot": 0, "valid_top": 0})");
  EXPECT_FALSE(param.valid_bot || param.valid_top);
}

TEST(Param, HasOneBoundWhenOneIsGiven) {
  const auto param = only_param(R"("a": {"valid_top": 0})");
  EXPECT_FALSE(param.valid_bot.has_value());
  EXPECT_EQ(param.valid_top, 0.0);
}

TEST(Param, NamesCodesInDecimalAndHexadecimal) {
  const auto param = only_param(R"("a": {"names": {"1": "on", "0x1F": "off", "-2": ""}})");
  EXPECT_EQ(param.names, (std::map<std::int64_t, std::string>{{1, "on"}, {31, "off"}, {-2, ""}}));
}

TEST(Packets, KeepTheOrderOfTheFile) {
  const auto config = load_quietly(
      kSettings,
      packets(R"("Z": {"request_period": 0.5, "params": {"z": {}, "a": {}}}, "A": {"id": "BV1"})"));
  const auto& found = config.params.buses.at(0).packets;
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].name + found[0].id + found[1].name + found[1].id, "ZZABV1");
  EXPECT_EQ(found[0].request_period_s, 0.5);
  EXPECT_FALSE(found[1].request_period_s.has_value());
  EXPECT_EQ(found[0].params.at(0).name + found[0].params.at(1).name, "za");
}

TEST(Protocol, InheritsFormatsAndPackets) {
  const auto config =
      load_quietly(R"({"serial": {"device": "/dev/bms", "protocol": "Mine"}})", R"({"protocols": {
    "g1": {"formats": {"V": {"units": "V"}}, "packets": {"BV1": {"params": {"a": {"format": "V"}, "b": {}}},
                                                         "BT1": {}}},
    "mine": {"base": "g1", "packets": {"BV1": {"request_period": 2, "params": {"b": {"format": "V"}}}}}}})");
  const auto& bus = config.params.buses.at(0);
  EXPECT_EQ(bus.protocol, "mine");
  EXPECT_EQ(config.settings.serial[0].bus.protocol, "mine");
  ASSERT_EQ(bus.packets.size(), 2U);
  EXPECT_EQ(bus.packets[0].request_period_s, 2.0);
  ASSERT_EQ(bus.packets[0].params.size(), 2U);
  EXPECT_EQ(bus.packets[0].params[0].name, "b");
  EXPECT_EQ(bus.packets[0].params[0].format.units, "V");
}

}  // namespace
}  // namespace bmsgw::config
