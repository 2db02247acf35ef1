#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class SnmpMapProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(SnmpMapProblem, IsReported) {
  expect_lines(GetParam());
}

std::string many(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

const std::vector<LoadCase>
    kCases{
        {"quiet", kSnmpSettings,
         snmp_map(
             R"("oid_base": "1.3.6.1.4.1.9", "packets": {"P": {"oid_base": "5.1", "count": 4, "params": {"a": {"oid": "7", "packing": "LIST"}, "b": {"oid": ".1.3.6.1.2.1.1.3.0"}, "c": {"oid": "1.0", "raw": "text"}}}})"),
         ""},
        {"no_oid", kSnmpSettings, snmp_params(R"("a": {})"),
         "E p.json:1:59: /protocols/snmp/packets/P/params/a: \"oid\" is missing"},
        {"oid_of_another_type", kSnmpSettings, snmp_params(R"("a": {"oid": 1})"),
         "E p.json:1:67: /protocols/snmp/packets/P/params/a/oid: must be a text of 1 to 512 characters, not "
         "1"},
        {"oid_syntax", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.x"}, "b": {"oid": "1.3.6.1..2"}, "c": {"oid": "1.3.6.1.2."}, "d": {"oid": "1.3.6.1.4294967296"}, "e": {"oid": "-1"}, "f": {"oid": "1.3.6.1.4294967295"})"),
         "E p.json:1:67: /protocols/snmp/packets/P/params/a/oid: must be at most 128 numbers with dots "
         "between "
         "them, as in 1.3.6.1.2.1.1.3.0, not \"1.3.6.1.x\"\n"
         "E p.json:1:94: /protocols/snmp/packets/P/params/b/oid: must be at most 128 numbers with dots "
         "between "
         "them, as in 1.3.6.1.2.1.1.3.0, not \"1.3.6.1..2\"\n"
         "E p.json:1:122: /protocols/snmp/packets/P/params/c/oid: must be at most 128 numbers with dots "
         "between "
         "them, as in 1.3.6.1.2.1.1.3.0, not \"1.3.6.1.2.\"\n"
         "E p.json:1:150: /protocols/snmp/packets/P/params/d/oid: must be at most 128 numbers with dots "
         "between "
         "them, as in 1.3.6.1.2.1.1.3.0, not \"1.3.6.1.4294967296\"\n"
         "E p.json:1:186: /protocols/snmp/packets/P/params/e/oid: must be at most 128 numbers with dots "
         "between "
         "them, as in 1.3.6.1.2.1.1.3.0, not \"-1\""},
        {"oid_relative_without_base", kSnmpSettings,
         snmp_params(R"("a": {"oid": "5.4.0"}, "b": {"oid": "1.3.6.10"})"),
         "E p.json:1:67: /protocols/snmp/packets/P/params/a/oid: \"5.4.0\" doesn't begin with 1.3.6.1, and "
         "there "
         "is no \"oid_base\" that it could follow\n"
         "E p.json:1:90: /protocols/snmp/packets/P/params/b/oid: \"1.3.6.10\" doesn't begin with 1.3.6.1, "
         "and "
         "there is no \"oid_base\" that it could follow"},
        {"oid_too_long", kSnmpSettings,
         snmp_params(R"("a": {"oid": "1.3.6.1)" + many(".1", 124) + R"("}, "b": {"oid": "1.3.6.1)" +
                     many(".1", 125) + R"("}, "c": {"oid": "1.3.6.1)" + many(".1", 124) +
                     R"(", "packing": "LIST", "count": 1})"),
         "E p.json:1:340: /protocols/snmp/packets/P/params/b/oid: must be at most 128 numbers with dots "
         "between "
         "them, as in 1.3.6.1.2.1.1.3.0, not "
         "\"1.3.6.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1....\"\n"
         "E p.json:1:615: /protocols/snmp/packets/P/params/c/oid: has no room for the instance: 128 numbers "
         "are "
         "the most"},
        {"oid_too_long_with_its_base", kSnmpSettings,
         snmp_map(R"("oid_base": "1.3.6.1.4", "packets": {"P": {"params": {"a": {"oid": "1)" +
                  many(".1", 123) + R"("}}}})"),
         "E p.json:1:92: /protocols/snmp/packets/P/params/a/oid: has more than 128 numbers behind its "
         "\"oid_base\""},
        {"base_syntax", kSnmpSettings,
         snmp_map(
             R"("oid_base": "1.3.6.1.", "packets": {"P": {"params": {"a": {"oid": "1.0"}, "b": {"oid": "2.0"}}}})"),
         "E p.json:1:37: /protocols/snmp/oid_base: must be at most 128 numbers with dots between them, as in "
         "1.3.6.1.2.1.1.3.0, not \"1.3.6.1.\""},
        {"base_relative", kSnmpSettings,
         snmp_map(R"("oid_base": "4.1.9", "packets": {"P": {"params": {"a": {"oid": "1.0"}}}})"),
         "E p.json:1:37: /protocols/snmp/oid_base: must begin with 1.3.6.1: there is nothing that it could "
         "follow"},
        {"base_of_a_packet_relative", kSnmpSettings,
         snmp_map(R"("packets": {"P": {"oid_base": "5", "params": {"a": {"oid": "1.0"}}}})"),
         "E p.json:1:55: /protocols/snmp/packets/P/oid_base: doesn't begin with 1.3.6.1, and around the "
         "packet "
         "there is no \"oid_base\" that it could follow"},
        {"base_of_another_type", kSnmpSettings,
         snmp_map(R"("oid_base": 1, "packets": {"P": {"params": {"a": {"oid": "1.0"}}}})"),
         "E p.json:1:37: /protocols/snmp/oid_base: must be a text of at most 512 characters, not 1"},
        {"list_without_count", kSnmpSettings,
         snmp_params(R"("a": {"oid": "1.3.6.1.2.1", "packing": "LIST"})"),
         "E p.json:1:59: /protocols/snmp/packets/P/params/a: \"count\" is missing, here or in its packet: "
         "how "
         "many elements there are"},
        {"count_out_of_range", kSnmpSettings,
         snmp_map(
             R"("packets": {"P": {"count": 1025, "first_index": -1, "params": {"a": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 0}}}})"),
         "E p.json:1:52: /protocols/snmp/packets/P/count: must be a whole number from 1 to 1024, not 1025\n"
         "E p.json:1:73: /protocols/snmp/packets/P/first_index: must be a whole number from 0 to 2147483647, "
         "not "
         "-1\n"
         "E p.json:1:144: /protocols/snmp/packets/P/params/a/count: must be a whole number from 1 to 1024, "
         "not "
         "0"},
        {"count_without_list", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "count": 2, "count_from": {"packet": "P", "param": "b"}}, "b": {"oid": "1.3.6.1.2.1"})"),
         "W p.json:1:91: /protocols/snmp/packets/P/params/a/count: means nothing without \"packing\": "
         "\"LIST\"\n"
         "W p.json:1:108: /protocols/snmp/packets/P/params/a/count_from: means nothing without \"packing\": "
         "\"LIST\""},
        {"count_from_without_count", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count_from": {"packet": "P", "param": "b"}}, "b": {"oid": "1.3.6.1.2.1"})"),
         "E p.json:1:115: /protocols/snmp/packets/P/params/a/count_from: needs a \"count\": the most "
         "elements "
         "there can be"},
        {"count_from_nothing", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 3, "count_from": {"packet": "Q", "param": "b"}}, "b": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 3, "count_from": {"packet": "P", "param": "cc"}}, "c": {"oid": "1.3.6.1.2.1"})"),
         "E p.json:1:138: /protocols/snmp/packets/P/params/a/count_from/packet: there is no packet \"Q\"; "
         "there "
         "is \"P\"\n"
         "E p.json:1:257: /protocols/snmp/packets/P/params/b/count_from/param: there is no param \"cc\" in "
         "\"P\"; there is \"a\", \"b\", \"c\""},
        {"count_from_a_list", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 3, "count_from": {"packet": "P", "param": "a"}}, "b": {"oid": "1.3.6.1.2.1", "packing": "LIST", "count": 3, "count_from": {"packet": "P", "param": "t"}}, "t": {"oid": "1.3.6.1.2.1", "raw": "text"})"),
         "E p.json:1:152: /protocols/snmp/packets/P/params/a/count_from/param: \"a\" is a list: only a "
         "single "
         "number tells how many there are\n"
         "E p.json:1:257: /protocols/snmp/packets/P/params/b/count_from/param: \"t\" is a text: only a "
         "single "
         "number tells how many there are"},
        {"raw", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "raw": "u16"}, "b": {"oid": "1.3.6.1.2.1", "raw": "numbr"})"),
         "E p.json:1:89: /protocols/snmp/packets/P/params/a/raw: over SNMP a value is a number or a text, "
         "not "
         "\"u16\"\n"
         "E p.json:1:132: /protocols/snmp/packets/P/params/b/raw: must be one of \"u16\", \"s16\", \"u32\", "
         "\"s32\", \"u64\", \"s64\", \"f32\", \"f64\", \"sm16\", \"sm32\", \"bcd16\", \"bcd32\", \"text\", "
         "\"bit\", \"number\", not \"numbr\"; did you mean \"number\"?"},
        {"text_of_many_things", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "raw": "text", "factor": 2}, "b": {"oid": "1.3.6.1.2.1", "raw": "text", "packing": "LIST", "count": 2}, "c": {"oid": "1.3.6.1.2.1", "format": "STR"}, "d": {"oid": "1.3.6.1.2.1", "raw": "text", "format": "STR"})"),
         "W p.json:1:59: /protocols/snmp/packets/P/params/a: \"factor\" and \"offset\" mean nothing for a "
         "text\n"
         "E p.json:1:116: /protocols/snmp/packets/P/params/b: a list holds numbers: give each text a param "
         "of "
         "its own\n"
         "W p.json:1:224: /protocols/snmp/packets/P/params/c/format: is one of texts; over SNMP \"raw\": "
         "\"text\" says that"},
        {"format_unknown", kSnmpSettings, snmp_params(R"("a": {"oid": "1.3.6.1.2.1", "format": "VLOT"})"),
         "E p.json:1:92: /protocols/snmp/packets/P/params/a/format: there is no format \"VLOT\"; there is "
         "\"DEC\", \"UHEX\", \"SHEX\", \"STR\""},
        {"factor_zero", kSnmpSettings, snmp_params(R"("a": {"oid": "1.3.6.1.2.1", "factor": 0})"),
         "E p.json:1:92: /protocols/snmp/packets/P/params/a/factor: must not be 0: every value would be 0"},
        {"keys_of_others", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "field": 1, "index_field": 2, "start": 8, "parts": [], "pack_length": 2, "bit_numbering": "dbc", "encoding": "DEC_INT", "signed": true, "big_end": true, "bits": 8, "bit": 1, "address": 1, "word_order": "low_first", "length": 2, "stride": 2})"),
         "W p.json:1:91: /protocols/snmp/packets/P/params/a/field: means nothing over SNMP\n"
         "W p.json:1:109: /protocols/snmp/packets/P/params/a/index_field: means nothing over SNMP\n"
         "W p.json:1:121: /protocols/snmp/packets/P/params/a/start: means nothing over SNMP\n"
         "W p.json:1:133: /protocols/snmp/packets/P/params/a/parts: means nothing over SNMP\n"
         "W p.json:1:152: /protocols/snmp/packets/P/params/a/pack_length: means nothing over SNMP\n"
         "W p.json:1:172: /protocols/snmp/packets/P/params/a/bit_numbering: means nothing over SNMP\n"
         "W p.json:1:191: /protocols/snmp/packets/P/params/a/encoding: means nothing over SNMP\n"
         "W p.json:1:212: /protocols/snmp/packets/P/params/a/signed: means nothing over SNMP\n"
         "W p.json:1:229: /protocols/snmp/packets/P/params/a/big_end: means nothing over SNMP\n"
         "W p.json:1:243: /protocols/snmp/packets/P/params/a/bits: means nothing over SNMP\n"
         "W p.json:1:253: /protocols/snmp/packets/P/params/a/bit: means nothing over SNMP\n"
         "W p.json:1:267: /protocols/snmp/packets/P/params/a/address: means nothing over SNMP\n"
         "W p.json:1:284: /protocols/snmp/packets/P/params/a/word_order: means nothing over SNMP\n"
         "W p.json:1:307: /protocols/snmp/packets/P/params/a/length: means nothing over SNMP\n"
         "W p.json:1:320: /protocols/snmp/packets/P/params/a/stride: means nothing over SNMP"},
        {"keys_of_others_in_a_packet", kSnmpSettings,
         snmp_map(
             R"("addressing": "one", "addresses": {"x": 1}, "limits": {"gap": 1}, "packets": {"P": {"id": "X1", "dlc": 8, "range": 1, "request": "RTR", "standard_id": "S1", "generation": 2, "function": 3, "addressing": "one", "stride": 1, "params": {"a": {"oid": "1.3.6.1.2.1"}}}})"),
         "W p.json:1:39: /protocols/snmp/addressing: means nothing over SNMP\n"
         "W p.json:1:59: /protocols/snmp/addresses: means nothing over SNMP\n"
         "W p.json:1:79: /protocols/snmp/limits: means nothing over SNMP\n"
         "W p.json:1:115: /protocols/snmp/packets/P/id: means nothing over SNMP\n"
         "W p.json:1:128: /protocols/snmp/packets/P/dlc: means nothing over SNMP\n"
         "W p.json:1:140: /protocols/snmp/packets/P/range: means nothing over SNMP\n"
         "W p.json:1:154: /protocols/snmp/packets/P/request: means nothing over SNMP\n"
         "W p.json:1:176: /protocols/snmp/packets/P/standard_id: means nothing over SNMP\n"
         "W p.json:1:196: /protocols/snmp/packets/P/generation: means nothing over SNMP\n"
         "W p.json:1:211: /protocols/snmp/packets/P/function: means nothing over SNMP\n"
         "W p.json:1:228: /protocols/snmp/packets/P/addressing: means nothing over SNMP\n"
         "W p.json:1:245: /protocols/snmp/packets/P/stride: means nothing over SNMP"},
        {"condition", kSnmpSettings,
         snmp_params(R"("a": {"oid": "1.3.6.1.2.1", "valid_if": {"packet": "P"}})"),
         "E p.json:1:94: /protocols/snmp/packets/P/params/a/valid_if: a flag that makes values valid is not "
         "looked at over SNMP: leave it out"},
        {"write", kSnmpSettings,
         snmp_params(
             R"("a": {"oid": "1.3.6.1.2.1", "write": true}, "b": {"oid": "1.3.6.1.2.1", "write": false}, "c": {"oid": "1.3.6.1.2.1", "write": 6}, "d": {"oid": "1.3.6.1.2.1", "write": true, "packing": "LIST", "count": 2}, "e": {"oid": "1.3.6.1.2.1", "write": true, "raw": "text"}, "f": {"oid": "1.3.6.1.2.1", "verify": false})"),
         "E p.json:1:180: /protocols/snmp/packets/P/params/c/write: over SNMP it is true or false\n"
         "E p.json:1:221: /protocols/snmp/packets/P/params/d/write: a list can't be written, only single "
         "values\n"
         "E p.json:1:296: /protocols/snmp/packets/P/params/e/write: a text can't be written, only numbers\n"
         "W p.json:1:356: /protocols/snmp/packets/P/params/f/verify: means nothing without \"write\""},
        {"write_of_a_scaled_value", kSnmpSettings,
         snmp_map(
             R"("formats": {"F": {}}, "scales": {"s": {"factors": [1, 0.1]}}, "packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2.1", "write": true, "scale": "s"}, "b": {"oid": "1.3.6.1.2.1", "write": true, "format_by": {"packet": "P", "param": "u", "formats": {"1": "F"}}}, "u": {"oid": "1.3.6.1.2.1"}}}})"),
         "E p.json:1:153: /protocols/snmp/packets/P/params/a/write: a value whose format is found out can't "
         "be "
         "written\n"
         "E p.json:1:211: /protocols/snmp/packets/P/params/b/write: a value whose format is found out can't "
         "be "
         "written"},
        {"empty_packet", kSnmpSettings,
         snmp_map(
             R"("packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2.1"}}}, "p": {"request_period": 5}})"),
         "W p.json:1:90: /protocols/snmp/packets/p: has no \"params\", here or in a profile: nothing of it "
         "is "
         "read; did you mean \"P\"?"},
        {"format_by", kSnmpSettings,
         snmp_map(
             R"("formats": {"CELSIUS": {"factor": 0.01}}, "packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2.1", "format_by": {"packet": "P", "param": "unit", "formats": {"1": "CELSIUS", "2": "CELSUIS", "x": "CELSIUS"}}}, "b": {"oid": "1.3.6.1.2.1", "format_by": {"packet": "P", "param": "unit", "formats": {}}}, "c": {"oid": "1.3.6.1.2.1", "format_by": {"packet": "P", "param": "unti", "formats": {"1": "CELSIUS"}}}, "unit": {"oid": "1.3.6.1.2.1"}}}})"),
         "E p.json:1:203: /protocols/snmp/packets/P/params/a/format_by/formats/2: there is no format "
         "\"CELSUIS\"; did you mean \"CELSIUS\"?\n"
         "E p.json:1:219: /protocols/snmp/packets/P/params/a/format_by/formats/x: the code must be a whole "
         "number such as 7 or 0x1F, not \"x\"\n"
         "E p.json:1:318: /protocols/snmp/packets/P/params/b/format_by/formats: has no format: there would "
         "never "
         "be a value\n"
         "E p.json:1:390: /protocols/snmp/packets/P/params/c/format_by/param: there is no param \"unti\" in "
         "\"P\"; did you mean \"unit\"?"},
        {"format_by_what_is_no_number", kSnmpSettings,
         snmp_map(
             R"("formats": {"C": {}}, "packets": {"P": {"count": 2, "params": {"a": {"oid": "1.3.6.1.2.1", "format_by": {"packet": "P", "param": "l", "formats": {"1": "C"}}}, "b": {"oid": "1.3.6.1.2.1", "format_by": {"packet": "P", "param": "a", "formats": {"1": "C"}}}, "t": {"oid": "1.3.6.1.2.1", "raw": "text", "format_by": {"packet": "P", "param": "u", "formats": {"1": "C"}}}, "l": {"oid": "1.3.6.1.2.1", "packing": "LIST"}, "u": {"oid": "1.3.6.1.2.1"}}}})"),
         "E p.json:1:154: /protocols/snmp/packets/P/params/a/format_by/param: \"l\" is a list: only a single "
         "number decides on a format\n"
         "E p.json:1:250: /protocols/snmp/packets/P/params/b/format_by/param: \"a\" has a format that "
         "another "
         "value decides on\n"
         "E p.json:1:336: /protocols/snmp/packets/P/params/t/format_by: a text has no format"},
        {"format_by_not_whole", kSnmpSettings,
         snmp_params(R"("a": {"oid": "1.3.6.1.2.1", "format_by": {"packet": "P"}})"),
         "E p.json:1:95: /protocols/snmp/packets/P/params/a/format_by: \"formats\" is missing\n"
         "E p.json:1:95: /protocols/snmp/packets/P/params/a/format_by: \"param\" is missing"},
        {"scale", kSnmpSettings,
         snmp_map(
             R"("scales": {"s": {"factors": [1, 0.1]}}, "packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2.1", "scale": "s"}, "b": {"oid": "1.3.6.1.2.1", "until_settled": "s"}}}})"),
         ""},
        {"scale_unknown", kSnmpSettings,
         snmp_map(
             R"("scales": {"temperature": {"factors": [1, 0.1]}}, "packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2.1", "scale": "temprature"}, "b": {"oid": "1.3.6.1.2.1", "until_settled": "temperature"}}}})"),
         "W p.json:1:51: /protocols/snmp/scales/temperature: no param has this scale: it will never be "
         "settled\n"
         "E p.json:1:141: /protocols/snmp/packets/P/params/a/scale: there is no scale \"temprature\" under "
         "\"scales\"; did you mean \"temperature\"?"},
        {"scale_twice", kSnmpSettings,
         snmp_map(
             R"("formats": {"F": {}}, "scales": {"s": {"factors": [1, 0.1]}}, "packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2.1", "scale": "s", "until_settled": "s"}, "b": {"oid": "1.3.6.1.2.1", "scale": "s", "raw": "text"}, "c": {"oid": "1.3.6.1.2.1", "scale": "s", "format_by": {"packet": "P", "param": "u", "formats": {"1": "F"}}}, "u": {"oid": "1.3.6.1.2.1"}}}})"),
         "E p.json:1:175: /protocols/snmp/packets/P/params/a/until_settled: goes by its own format: it can't "
         "have a \"scale\" too\n"
         "E p.json:1:218: /protocols/snmp/packets/P/params/b/scale: a text has no scale\n"
         "E p.json:1:294: /protocols/snmp/packets/P/params/c/format_by: decides on the factor, and so does "
         "the "
         "scale: leave one of them out"},
        {"scale_factors", kSnmpSettings,
         snmp_map(
             R"("scales": {"s": {"factors": [0.1, 1], "raw_range": [100, -40]}, "t": {"factors": [1]}, "u": {"factors": [1, 0]}, "v": {}}, "packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2.1", "scale": "s"}, "b": {"oid": "1.3.6.1.2.1", "scale": "t"}, "c": {"oid": "1.3.6.1.2.1", "scale": "u"}, "d": {"oid": "1.3.6.1.2.1", "scale": "v"}}}})"),
         "E p.json:1:53: /protocols/snmp/scales/s/factors: the larger factor comes first, unlike 0.1, 1\n"
         "E p.json:1:76: /protocols/snmp/scales/s/raw_range: ends before it begins: 100, -40\n"
         "E p.json:1:106: /protocols/snmp/scales/t/factors: must be a list [ ] of 2 entries, not a list\n"
         "E p.json:1:133: /protocols/snmp/scales/u/factors/1: must be a number above 0 up to 1e+15, not 0\n"
         "E p.json:1:143: /protocols/snmp/scales/v: \"factors\" is missing"},
        {"scale_references", kSnmpSettings,
         snmp_map(
             R"("scales": {"s": {"factors": [1, 0.1], "limit_low": {"packet": "P", "param": "lo"}, "limit_high": {"packet": "Q", "param": "hi"}, "references": [{"packet": "P", "param": "a"}, {"packet": "P", "param": "l"}, {"packet": "P"}]}}, "packets": {"P": {"count": 2, "params": {"a": {"oid": "1.3.6.1.2.1", "scale": "s"}, "l": {"oid": "1.3.6.1.2.1", "packing": "LIST"}, "low": {"oid": "1.3.6.1.2.1"}}}})"),
         "E p.json:1:101: /protocols/snmp/scales/s/limit_low/param: there is no param \"lo\" in \"P\"; did "
         "you "
         "mean \"low\"?\n"
         "E p.json:1:133: /protocols/snmp/scales/s/limit_high/packet: there is no packet \"Q\"; there is "
         "\"P\"\n"
         "E p.json:1:194: /protocols/snmp/scales/s/references/0/param: \"a\" is a number whose scale is "
         "found "
         "out: only a single number can be a reference\n"
         "E p.json:1:225: /protocols/snmp/scales/s/references/1/param: \"l\" is a list: only a single number "
         "can "
         "be a reference\n"
         "E p.json:1:231: /protocols/snmp/scales/s/references/2: \"param\" is missing"},
        {"names_of_no_code", kSnmpSettings,
         snmp_params(R"("a": {"oid": "1.3.6.1.2.1", "names": {"one": "normal", "0x1": "a", "1": "b"}})"),
         "E p.json:1:99: /protocols/snmp/packets/P/params/a/names/one: the code must be a whole number such "
         "as 7 "
         "or 0x1F, not \"one\"\n"
         "E p.json:1:126: /protocols/snmp/packets/P/params/a/names/1: the code 1 has a name already"},
        {"keys_unknown", kSnmpSettings, snmp_params(R"("a": {"oid": "1.3.6.1.2.1", "scal": "s"})"),
         "E p.json:1:82: /protocols/snmp/packets/P/params/a/scal: there is no key \"scal\" here; did you "
         "mean "
         "\"scale\"?"},
    };

INSTANTIATE_TEST_SUITE_P(Load, SnmpMapProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

const std::vector<LoadCase> kWithOthers{
    {"keys_of_snmp_in_a_sentence", kSettings,
     R"({"protocols": {"g1": {"oid_base": "1.3.6.1", "scales": {}, "traps": {}, "packets": {"BV1": {"oid_base": "1", "first_index": 1, "params": {"a": {"oid": "1", "scale": "s", "until_settled": "s", "format_by": {"packet": "P", "param": "p", "formats": {}}, "alarm": {"quantity": "q"}}}}}}}})",
     "W p.json:1:35: /protocols/g1/oid_base: only means something over SNMP\n"
     "W p.json:1:56: /protocols/g1/scales: only means something over SNMP\n"
     "W p.json:1:69: /protocols/g1/traps: only means something over SNMP\n"
     "W p.json:1:105: /protocols/g1/packets/BV1/oid_base: only means something over SNMP\n"
     "W p.json:1:125: /protocols/g1/packets/BV1/first_index: only means something over SNMP\n"
     "W p.json:1:152: /protocols/g1/packets/BV1/params/a/oid: only means something over SNMP\n"
     "W p.json:1:166: /protocols/g1/packets/BV1/params/a/scale: only means something over SNMP\n"
     "W p.json:1:188: /protocols/g1/packets/BV1/params/a/until_settled: only means something over SNMP\n"
     "W p.json:1:206: /protocols/g1/packets/BV1/params/a/format_by: only means something over SNMP\n"
     "W p.json:1:261: /protocols/g1/packets/BV1/params/a/alarm: only means something over SNMP"},
    {"keys_of_snmp_on_modbus", kModbusSettings,
     modbus_map(
         R"("oid_base": "1.3.6.1", "scales": {}, "traps": {}, "packets": {"P": {"oid_base": "1", "first_index": 1, "params": {"a": {"address": 1, "oid": "1", "scale": "s", "until_settled": "s", "format_by": {"packet": "P", "param": "p", "formats": {}}, "alarm": {"quantity": "q"}}}}}, "commands": {"go": {"verify": true, "write": {"address": 1, "oid": "1", "value": 1}, "until": {"address": 1, "oid": "1", "equals": 1, "fails": {}}}})"),
     "W p.json:1:39: /protocols/modbus/oid_base: means nothing on Modbus\n"
     "W p.json:1:60: /protocols/modbus/scales: means nothing on Modbus\n"
     "W p.json:1:73: /protocols/modbus/traps: means nothing on Modbus\n"
     "W p.json:1:107: /protocols/modbus/packets/P/oid_base: means nothing on Modbus\n"
     "W p.json:1:127: /protocols/modbus/packets/P/first_index: means nothing on Modbus\n"
     "W p.json:1:168: /protocols/modbus/packets/P/params/a/oid: means nothing on Modbus\n"
     "W p.json:1:182: /protocols/modbus/packets/P/params/a/scale: means nothing on Modbus\n"
     "W p.json:1:204: /protocols/modbus/packets/P/params/a/until_settled: means nothing on Modbus\n"
     "W p.json:1:222: /protocols/modbus/packets/P/params/a/format_by: means nothing on Modbus\n"
     "W p.json:1:277: /protocols/modbus/packets/P/params/a/alarm: means nothing on Modbus\n"
     "W p.json:1:330: /protocols/modbus/commands/go/verify: means nothing on Modbus\n"
     "W p.json:1:367: /protocols/modbus/commands/go/write/oid: means nothing on Modbus\n"
     "W p.json:1:416: /protocols/modbus/commands/go/until/oid: means nothing on Modbus\n"
     "W p.json:1:443: /protocols/modbus/commands/go/until/fails: means nothing on Modbus"},
    {"words_of_snmp_on_modbus", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "raw": "number"}, "b": {"address": 2, "write": true}, "c": {"address": 3, "write": false})"),
     "E p.json:1:83: /protocols/modbus/packets/P/params/a/raw: on Modbus \"number\" doesn't say how the "
     "registers hold it\n"
     "E p.json:1:123: /protocols/modbus/packets/P/params/b/write: on Modbus it is the function that writes: "
     "5, 6, 15 or 16\n"
     "E p.json:1:159: /protocols/modbus/packets/P/params/c/write: on Modbus it is the function that writes: "
     "5, 6, 15 or 16"},
    {"no_bus_reads_it", "{}", snmp_params(R"("a": {})"),
     "E p.json:1:59: /protocols/snmp/packets/P/params/a: \"oid\" is missing"},
    {"route_to_the_server", kSnmpSettings,
     R"({"protocols": {"snmp": {"packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2"}}}}}}, "routes": [{"from": {"prot": "snmp", "packet": "P", "param": "a"}, "to": {"prot": "mqtt", "param": "k"}}, {"from": {"prot": "snmp", "packet": "P", "param": "b"}, "to": {"prot": "mqtt", "param": "l"}}]})",
     "E p.json:1:242: /routes/1/from/param: there is no param \"b\" in \"P\"; there is \"a\""},
    {"route_into_it", kSnmpSettings,
     R"({"protocols": {"snmp": {"packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2", "write": true}, "b": {"oid": "1.3.6.1.3"}}}}}}, "routes": [{"from": {"prot": "snmp", "packet": "P", "param": "b"}, "to": {"prot": "snmp", "packet": "P", "param": "a"}}]})",
     "E p.json:1:210: /routes/0/to/prot: routes can't write to SNMP yet, only to g1, can and mqtt"},
    {"route_without_a_bus", R"({"snmp": {"enabled": false, "host": "h"}})",
     R"({"protocols": {"snmp": {"packets": {"P": {"params": {"a": {"oid": "1.3.6.1.2"}}}}}}, "routes": [{"from": {"prot": "snmp", "bus": "snmp0", "packet": "P", "param": "a"}, "to": {"prot": "mqtt", "param": "k"}}]})",
     "N p.json:1:130: /routes/0/from/bus: the bus \"snmp0\" is not enabled: this route rests"},
};

INSTANTIATE_TEST_SUITE_P(WithOthers, SnmpMapProblem, ::testing::ValuesIn(kWithOthers), name_of<LoadCase>);

}  // namespace
}  // namespace bmsgw::config
