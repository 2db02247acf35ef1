#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class ModbusMapProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(ModbusMapProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kCases{
    {"quiet", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1}, "b": {"address": "0x1F", "raw": "s32", "word_order": "low_first", "big_end": false})"),
     ""},
    {"no_address", kModbusSettings, modbus_params(R"("a": {})"),
     "E p.json:1:61: /protocols/modbus/packets/P/params/a: \"address\" is missing"},
    {"address_is_null", kModbusSettings, modbus_params(R"("a": {"address": null})"),
     "E p.json:1:61: /protocols/modbus/packets/P/params/a: \"address\" is missing"},
    {"address_of_another_type", kModbusSettings, modbus_params(R"("a": {"address": true})"),
     "E p.json:1:73: /protocols/modbus/packets/P/params/a/address: must be a whole number from 0 to 465536 "
     "or a text of at most 128 characters, not true"},
    {"address_too_large", kModbusSettings, modbus_params(R"("a": {"address": 65536})"),
     "E p.json:1:73: /protocols/modbus/packets/P/params/a/address: must be an address from 0 to 65535, in "
     "hex as a text such as \"0x1F\", not 65536"},
    {"address_by_modicon", kModbusSettings, modbus_params(R"("a": {"address": 400001})"),
     "E p.json:1:73: /protocols/modbus/packets/P/params/a/address: must be an address from 0 to 65535, in "
     "hex as a text such as \"0x1F\", not 400001; \"addressing\": \"modicon\" would read it"},
    {"address_in_hex", kModbusSettings,
     modbus_params(R"("a": {"address": "0x10000"}, "b": {"address": "1F"})"),
     "E p.json:1:73: /protocols/modbus/packets/P/params/a/address: must be an address from 0 to 65535, in "
     "hex as a text such as \"0x1F\", not \"0x10000\"\n"
     "E p.json:1:102: /protocols/modbus/packets/P/params/b/address: must be an address from 0 to 65535, in "
     "hex as a text such as \"0x1F\", not \"1F\""},
    {"address_unknown", kModbusSettings, modbus_params(R"("a": {"address": "volt"})"),
     "E p.json:1:73: /protocols/modbus/packets/P/params/a/address: there is no address \"volt\" under "
     "\"addresses\""},
    {"address_near", kModbusSettings,
     modbus_map(R"("addresses": {"volt": 1}, "packets": {"P": {"params": {"a": {"address": "vlt"}}}})"),
     "N p.json:1:49: /protocols/modbus/addresses/volt: nothing uses this address\n"
     "E p.json:1:99: /protocols/modbus/packets/P/params/a/address: there is no address \"vlt\" under "
     "\"addresses\"; did you mean \"volt\"?"},
    {"address_unused", kModbusSettings,
     modbus_map(
         R"("addresses": {"vlt": 1, "volt": 2, "other": "none"}, "packets": {"P": {"params": {"a": {"address": "volt"}}}})"),
     "N p.json:1:48: /protocols/modbus/addresses/vlt: nothing uses this address; did you mean \"volt\"?\n"
     "N p.json:1:71: /protocols/modbus/addresses/other: nothing uses this address"},
    {"address_of_the_table_wrong", kModbusSettings,
     modbus_map(
         R"("addresses": {"v": "x", "w": -1, "z": ""}, "packets": {"P": {"params": {"a": {"address": "v"}, "b": {"address": "w"}, "c": {"address": "z"}}}})"),
     "E p.json:1:46: /protocols/modbus/addresses/v: must be an address from 0 to 65535, in hex as a text "
     "such as \"0x1F\", not \"x\"\n"
     "E p.json:1:56: /protocols/modbus/addresses/w: must be a whole number from 0 to 465536 or a text of at "
     "most 32 characters or null, not -1\n"
     "E p.json:1:65: /protocols/modbus/addresses/z: must be an address from 0 to 65535, in hex as a text "
     "such as \"0x1F\", not \"\""},
    {"counted_from_one", kModbusSettings,
     modbus_map(
         R"("addressing": "one", "packets": {"P": {"params": {"a": {"address": 0}, "b": {"address": 65536}, "c": {"address": 65537}}}})"),
     "E p.json:1:94: /protocols/modbus/packets/P/params/a/address: must be an address from 1 to 65536, in "
     "hex as a text such as \"0x1F\", not 0\n"
     "E p.json:1:140: /protocols/modbus/packets/P/params/c/address: must be an address from 1 to 65536, in "
     "hex as a text such as \"0x1F\", not 65537"},
    {"modicon", kModbusSettings,
     modbus_map(
         R"("addressing": "modicon", "packets": {"P": {"params": {"a": {"address": 40001}, "b": {"address": "000017"}, "c": {"address": 300017}, "d": {"address": 465536}}}})"),
     ""},
    {"modicon_of_no_kind", kModbusSettings,
     modbus_map(
         R"("addressing": "modicon", "packets": {"P": {"params": {"a": {"address": 20001}, "b": {"address": 40000}, "c": {"address": 17}, "d": {"address": "0x9C41"}, "e": {"address": 465536}, "f": {"address": "465537"}}}})"),
     "E p.json:1:98: /protocols/modbus/packets/P/params/a/address: must be 5 or 6 digits: 0, 1, 3 or 4 for "
     "what is read, then a number counted from 1, as in 40001 (as a text where the first is 0), not 20001\n"
     "E p.json:1:123: /protocols/modbus/packets/P/params/b/address: must be 5 or 6 digits: 0, 1, 3 or 4 for "
     "what is read, then a number counted from 1, as in 40001 (as a text where the first is 0), not 40000\n"
     "E p.json:1:148: /protocols/modbus/packets/P/params/c/address: must be 5 or 6 digits: 0, 1, 3 or 4 for "
     "what is read, then a number counted from 1, as in 40001 (as a text where the first is 0), not 17\n"
     "E p.json:1:170: /protocols/modbus/packets/P/params/d/address: must be 5 or 6 digits: 0, 1, 3 or 4 for "
     "what is read, then a number counted from 1, as in 40001 (as a text where the first is 0), not "
     "\"0x9C41\"\n"
     "E p.json:1:224: /protocols/modbus/packets/P/params/f/address: must be 5 or 6 digits: 0, 1, 3 or 4 for "
     "what is read, then a number counted from 1, as in 40001 (as a text where the first is 0), not "
     "\"465537\""},
    {"function_against_modicon", kModbusSettings,
     modbus_map(
         R"("addressing": "modicon", "packets": {"P": {"function": 4, "params": {"a": {"address": 40001}, "b": {"address": 30001}}}})"),
     "E p.json:1:113: /protocols/modbus/packets/P/params/a/address: 40001 is read by function 3, and "
     "\"function\" at p.json:1:82 is 4"},
    {"addressing_unknown", kModbusSettings, modbus_map(R"("addressing": "two")"),
     "E p.json:1:41: /protocols/modbus/addressing: must be one of \"zero\", \"one\", \"modicon\", not "
     "\"two\""},
    {"addressing_of_a_packet", kModbusSettings,
     modbus_map(R"("packets": {"P": {"addressing": "modicon", "params": {"a": {"address": 1}}}})"),
     "E p.json:1:98: /protocols/modbus/packets/P/params/a/address: must be 5 or 6 digits: 0, 1, 3 or 4 for "
     "what is read, then a number counted from 1, as in 40001 (as a text where the first is 0), not 1"},
    {"function_that_writes", kModbusSettings,
     modbus_map(R"("packets": {"P": {"function": 6, "params": {"a": {"address": 1}}}})"),
     "E p.json:1:57: /protocols/modbus/packets/P/function: must be one of \"1\", \"2\", \"3\", \"4\", not 6"},
    {"raw", kModbusSettings, modbus_params(R"("a": {"address": 1, "raw": "u8"})"),
     "E p.json:1:83: /protocols/modbus/packets/P/params/a/raw: must be one of \"u16\", \"s16\", \"u32\", "
     "\"s32\", \"u64\", \"s64\", \"f32\", \"f64\", \"sm16\", \"sm32\", \"bcd16\", \"bcd32\", \"text\", "
     "\"bit\", \"number\", not \"u8\""},
    {"raw_of_coils", kModbusSettings,
     modbus_map(
         R"("packets": {"P": {"function": 1, "params": {"a": {"address": 1, "raw": "u16"}, "b": {"address": 1, "bit": 3}, "c": {"address": 2}}}})"),
     "E p.json:1:98: /protocols/modbus/packets/P/params/a/raw: coils and discrete inputs are single bits: "
     "\"raw\" must be bit, not \"u16\"\n"
     "E p.json:1:133: /protocols/modbus/packets/P/params/b/bit: a coil or discrete input is one bit; its "
     "number is its \"address\""},
    {"text", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "raw": "text"}, "b": {"address": 2, "length": 4}, "c": {"address": 10, "raw": "text", "length": 251}, "d": {"address": 20, "raw": "text", "length": 9, "factor": 2})"),
     "E p.json:1:61: /protocols/modbus/packets/P/params/a: \"length\" is missing: how many characters the "
     "text has\n"
     "W p.json:1:122: /protocols/modbus/packets/P/params/b/length: means nothing without \"raw\": \"text\"\n"
     "E p.json:1:172: /protocols/modbus/packets/P/params/c/length: must be a whole number from 1 to 250, not "
     "251\n"
     "W p.json:1:183: /protocols/modbus/packets/P/params/d: \"factor\" and \"offset\" mean nothing for a "
     "text or a bit"},
    {"bit", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "raw": "bit", "bit": 16}, "b": {"address": 1, "raw": "bit", "bit": 15}, "c": {"address": 1, "raw": "bit", "bits": 2})"),
     "E p.json:1:97: /protocols/modbus/packets/P/params/a/bit: a register has the bits 0 to 15, not 16\n"
     "W p.json:1:190: /protocols/modbus/packets/P/params/c/bits: means nothing for \"raw\": \"bit\""},
    {"part", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "bit": 8, "bits": 9}, "b": {"address": 1, "bit": 16}, "c": {"address": 1, "bit": 8, "bits": 8}, "d": {"address": 2, "raw": "f32", "bit": 1, "bits": 2}, "e": {"address": 4, "raw": "u64", "bit": 63})"),
     "E p.json:1:94: /protocols/modbus/packets/P/params/a/bits: reaches beyond the 16 bits of u16: \"bit\" "
     "is 8, \"bits\" 9\n"
     "E p.json:1:125: /protocols/modbus/packets/P/params/b/bit: reaches beyond the 16 bits of u16: \"bit\" "
     "is 16, \"bits\" not given\n"
     "E p.json:1:213: /protocols/modbus/packets/P/params/d/bit: only whole numbers (u16, s16, u32 ...) have "
     "parts, not f32\n"
     "E p.json:1:224: /protocols/modbus/packets/P/params/d/bits: only whole numbers (u16, s16, u32 ...) have "
     "parts, not f32"},
    {"list_keys_without_list", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "count": 2, "stride": 1, "count_from": {"packet": "P", "param": "b"}}, "b": {"address": 9})"),
     "W p.json:1:85: /protocols/modbus/packets/P/params/a/count: means nothing without \"packing\": "
     "\"LIST\"\n"
     "W p.json:1:98: /protocols/modbus/packets/P/params/a/stride: means nothing without \"packing\": "
     "\"LIST\"\n"
     "W p.json:1:115: /protocols/modbus/packets/P/params/a/count_from: means nothing without \"packing\": "
     "\"LIST\""},
    {"overlapping_elements", kModbusSettings,
     modbus_params(R"("a": {"address": 1, "packing": "LIST", "count": 4, "raw": "u32", "stride": 1})"),
     "E p.json:1:131: /protocols/modbus/packets/P/params/a/stride: is 1, and an element takes 2 registers: "
     "they would overlap"},
    {"count_too_large", kModbusSettings,
     modbus_params(R"("a": {"address": 1, "packing": "LIST", "count": 1025})"),
     "E p.json:1:104: /protocols/modbus/packets/P/params/a/count: must be a whole number from 1 to 1024, not "
     "1025"},
    {"count_from_without_count", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "packing": "LIST", "count_from": {"packet": "P", "param": "n"}}, "n": {"address": 0})"),
     "E p.json:1:109: /protocols/modbus/packets/P/params/a/count_from: needs a \"count\": the most elements "
     "there can be"},
    {"count_from_incomplete", kModbusSettings,
     modbus_params(R"("a": {"address": 1, "packing": "LIST", "count": 2, "count_from": {"packet": "P"}})"),
     "E p.json:1:121: /protocols/modbus/packets/P/params/a/count_from: \"param\" is missing"},
    {"count_from_of_the_packet", kModbusSettings,
     modbus_map(
         R"("packets": {"P": {"count": 9, "count_from": {"packet": "Q", "param": "m"}, "params": {"a": {"address": 1, "packing": "LIST"}, "b": {"address": 50}}}, "Q": {"params": {"n": {"address": 30}}}})"),
     "E p.json:1:96: /protocols/modbus/packets/P/count_from/param: there is no param \"m\" in \"Q\"; there "
     "is \"n\""},
    {"count_from_a_packet_unknown", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "packing": "LIST", "count": 2, "count_from": {"packet": "Pp", "param": "n"}})"),
     "E p.json:1:132: /protocols/modbus/packets/P/params/a/count_from/packet: there is no packet \"Pp\"; "
     "there is \"P\""},
    {"count_from_a_list", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "packing": "LIST", "count": 2, "count_from": {"packet": "P", "param": "b"}}, "b": {"address": 5, "packing": "LIST", "count": 2})"),
     "E p.json:1:146: /protocols/modbus/packets/P/params/a/count_from/param: \"b\" is a list: only a single "
     "number tells how many there are"},
    {"count_from_itself", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "packing": "LIST", "count": 2, "count_from": {"packet": "P", "param": "a"}})"),
     "E p.json:1:146: /protocols/modbus/packets/P/params/a/count_from/param: \"a\" is a list: only a single "
     "number tells how many there are"},
    {"count_from_a_text", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "packing": "LIST", "count": 2, "count_from": {"packet": "P", "param": "t"}}, "t": {"address": 5, "raw": "text", "length": 2})"),
     "E p.json:1:146: /protocols/modbus/packets/P/params/a/count_from/param: \"t\" is a text: only a single "
     "number tells how many there are"},
    {"write", kModbusSettings,
     modbus_map(
         R"("packets": {"P": {"params": {"a": {"address": 1, "write": 6}, "b": {"address": 2, "write": 16, "raw": "u32", "verify": false}}}, "C": {"function": 1, "params": {"c": {"address": 1, "write": 5}, "d": {"address": 2, "write": 15}}}})"),
     ""},
    {"write_by_another_function", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "write": 5}, "b": {"address": 2, "write": 3}, "c": {"address": 3, "raw": "u32", "write": 6})"),
     "E p.json:1:85: /protocols/modbus/packets/P/params/a/write: what function 3 reads is written by 6 or "
     "16\n"
     "E p.json:1:118: /protocols/modbus/packets/P/params/b/write: must be one of \"5\", \"6\", \"15\", "
     "\"16\", \"true\", \"false\", not 3\n"
     "E p.json:1:165: /protocols/modbus/packets/P/params/c/write: writes one register, and the value takes "
     "2: 16 writes several"},
    {"write_of_an_input", kModbusSettings,
     modbus_map(
         R"("packets": {"P": {"function": 4, "params": {"a": {"address": 1, "write": 6}}}, "C": {"function": 1, "params": {"c": {"address": 1, "write": 6}}}})"),
     "E p.json:1:100: /protocols/modbus/packets/P/params/a/write: what function 4 reads is never written: "
     "leave it out\n"
     "E p.json:1:167: /protocols/modbus/packets/C/params/c/write: what function 1 reads is written by 5 or "
     "15"},
    {"write_of_a_part", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "write": 6, "bit": 8}, "b": {"address": 1, "raw": "bit", "write": 6}, "c": {"address": 2, "packing": "LIST", "write": 16}, "d": {"address": 3, "raw": "text", "length": 2, "write": 16})"),
     "E p.json:1:85: /protocols/modbus/packets/P/params/a/write: a part of a register can't be written "
     "without the rest of it\n"
     "E p.json:1:142: /protocols/modbus/packets/P/params/b/write: a part of a register can't be written "
     "without the rest of it\n"
     "E p.json:1:194: /protocols/modbus/packets/P/params/c/write: a list can't be written, only single "
     "values\n"
     "E p.json:1:256: /protocols/modbus/packets/P/params/d/write: a text can't be written, only numbers"},
    {"verify_without_write", kModbusSettings, modbus_params(R"("a": {"address": 1, "verify": false})"),
     "W p.json:1:86: /protocols/modbus/packets/P/params/a/verify: means nothing without \"write\""},
    {"condition", kModbusSettings,
     modbus_params(R"("a": {"address": 1, "valid_if": {"packet": "P", "bit": 1}})"),
     "E p.json:1:88: /protocols/modbus/packets/P/params/a/valid_if: a flag that makes values valid is not "
     "looked at on Modbus: leave it out"},
    {"keys_of_others", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "encoding": "DEC_INT", "signed": true, "field": 2, "index_field": 1, "start": 3, "bit_numbering": "dbc", "pack_length": 2, "parts": [{"start": 1}]})"),
     "W p.json:1:88: /protocols/modbus/packets/P/params/a/encoding: means nothing on Modbus\n"
     "W p.json:1:109: /protocols/modbus/packets/P/params/a/signed: means nothing on Modbus\n"
     "W p.json:1:124: /protocols/modbus/packets/P/params/a/field: means nothing on Modbus\n"
     "W p.json:1:142: /protocols/modbus/packets/P/params/a/index_field: means nothing on Modbus\n"
     "W p.json:1:154: /protocols/modbus/packets/P/params/a/start: means nothing on Modbus\n"
     "W p.json:1:174: /protocols/modbus/packets/P/params/a/bit_numbering: means nothing on Modbus\n"
     "W p.json:1:196: /protocols/modbus/packets/P/params/a/pack_length: means nothing on Modbus\n"
     "W p.json:1:208: /protocols/modbus/packets/P/params/a/parts: means nothing on Modbus"},
    {"keys_of_other_packets", kModbusSettings,
     modbus_map(
         R"("packets": {"P": {"id": "X100", "dlc": 8, "range": 2, "request": "00", "standard_id": "S100", "generation": 2, "params": {"a": {"address": 1}}}})"),
     "W p.json:1:51: /protocols/modbus/packets/P/id: means nothing on Modbus\n"
     "W p.json:1:66: /protocols/modbus/packets/P/dlc: means nothing on Modbus\n"
     "W p.json:1:78: /protocols/modbus/packets/P/range: means nothing on Modbus\n"
     "W p.json:1:92: /protocols/modbus/packets/P/request: means nothing on Modbus\n"
     "W p.json:1:113: /protocols/modbus/packets/P/standard_id: means nothing on Modbus\n"
     "W p.json:1:135: /protocols/modbus/packets/P/generation: means nothing on Modbus"},
    {"signed_format", kModbusSettings,
     modbus_params(
         R"("a": {"address": 1, "format": "SHEX"}, "b": {"address": 2, "format": "SHEX", "raw": "s16"})"),
     "W p.json:1:86: /protocols/modbus/packets/P/params/a/format: is one of signed numbers; on Modbus "
     "\"raw\" says that, as in s16"},
    {"factor_of_a_bit", kModbusSettings, modbus_params(R"("a": {"address": 1, "raw": "bit", "factor": 2})"),
     "W p.json:1:61: /protocols/modbus/packets/P/params/a: \"factor\" and \"offset\" mean nothing for a text "
     "or a bit"},
    {"limits", kModbusSettings, modbus_map(R"("limits": {"registers": 126, "bits": 0, "gap": 125})"),
     "E p.json:1:51: /protocols/modbus/limits/registers: must be a whole number from 1 to 125, not 126\n"
     "E p.json:1:64: /protocols/modbus/limits/bits: must be a whole number from 1 to 2000, not 0\n"
     "E p.json:1:74: /protocols/modbus/limits/gap: must be a whole number from 0 to 124, not 125"},
    {"forbidden", kModbusSettings,
     modbus_map(
         R"("limits": {"forbidden": [{"first": 9, "last": 3}, {"first": 1}, {"first": "x1", "last": 70000}]})"),
     "E p.json:1:73: /protocols/modbus/limits/forbidden/0/last: 3 is before \"first\", 9\n"
     "E p.json:1:77: /protocols/modbus/limits/forbidden/1: \"last\" is missing\n"
     "E p.json:1:101: /protocols/modbus/limits/forbidden/2/first: must be an address from 0 to 65535, in hex "
     "as a text such as \"0x1F\", not \"x1\"\n"
     "E p.json:1:115: /protocols/modbus/limits/forbidden/2/last: must be an address from 0 to 65535, in hex "
     "as a text such as \"0x1F\", not 70000"},
    {"forbidden_by_modicon", kModbusSettings,
     modbus_map(
         R"("addressing": "modicon", "limits": {"forbidden": [{"first": 40001, "last": 30009}, {"function": 4, "first": 40001, "last": 40002}, {"first": 30001, "last": 30003}]})"),
     "E p.json:1:102: /protocols/modbus/limits/forbidden/0/last: 30009 is of another kind than \"first\", "
     "40001\n"
     "E p.json:1:135: /protocols/modbus/limits/forbidden/1/first: 40001 is read by function 3, and "
     "\"function\" at p.json:1:123 is 4\n"
     "E p.json:1:150: /protocols/modbus/limits/forbidden/1/last: 40002 is read by function 3, and "
     "\"function\" at p.json:1:123 is 4"},
    {"keys_of_modbus_in_a_sentence", kSettings,
     packets(
         R"("BV1": {"function": 3, "addressing": "one", "count": 2, "stride": 2, "count_from": {"packet": "a", "param": "b"}, "params": {"a": {"address": 1, "raw": "u16", "word_order": "low_first", "length": 2, "count": 1, "stride": 1, "count_from": {"packet": "a", "param": "b"}, "write": 6, "verify": false}}})"),
     "W p.json:1:55: /protocols/g1/packets/BV1/function: only means something on Modbus\n"
     "W p.json:1:72: /protocols/g1/packets/BV1/addressing: only means something on Modbus\n"
     "W p.json:1:88: /protocols/g1/packets/BV1/count: only means something on Modbus and over SNMP\n"
     "W p.json:1:101: /protocols/g1/packets/BV1/stride: only means something on Modbus\n"
     "W p.json:1:118: /protocols/g1/packets/BV1/count_from: only means something on Modbus and over SNMP\n"
     "W p.json:1:177: /protocols/g1/packets/BV1/params/a/address: only means something on Modbus\n"
     "W p.json:1:187: /protocols/g1/packets/BV1/params/a/raw: only means something on Modbus and over SNMP\n"
     "W p.json:1:208: /protocols/g1/packets/BV1/params/a/word_order: only means something on Modbus\n"
     "W p.json:1:231: /protocols/g1/packets/BV1/params/a/length: only means something on Modbus\n"
     "W p.json:1:243: /protocols/g1/packets/BV1/params/a/count: only means something on Modbus and over "
     "SNMP\n"
     "W p.json:1:256: /protocols/g1/packets/BV1/params/a/stride: only means something on Modbus\n"
     "W p.json:1:273: /protocols/g1/packets/BV1/params/a/count_from: only means something on Modbus and over "
     "SNMP\n"
     "W p.json:1:313: /protocols/g1/packets/BV1/params/a/write: only means something on Modbus and over "
     "SNMP\n"
     "W p.json:1:326: /protocols/g1/packets/BV1/params/a/verify: only means something on Modbus and over "
     "SNMP"},
    {"keys_of_modbus_on_can", kCanSettings,
     R"({"protocols": {"can": {"addressing": "one", "addresses": {}, "limits": {"gap": 1}, "commands": {}, "packets": {"P": {"id": "X100", "params": {"a": {"address": 1}}}}}}})",
     "W p.json:1:38: /protocols/can/addressing: only means something on Modbus\n"
     "W p.json:1:58: /protocols/can/addresses: only means something on Modbus\n"
     "W p.json:1:72: /protocols/can/limits: only means something on Modbus\n"
     "W p.json:1:96: /protocols/can/commands: only means something on Modbus and over SNMP\n"
     "W p.json:1:160: /protocols/can/packets/P/params/a/address: only means something on Modbus"},
    {"unused_protocol_is_checked", R"({})", modbus_params(R"("a": {"address": 65536})"),
     "E p.json:1:73: /protocols/modbus/packets/P/params/a/address: must be an address from 0 to 65535, in "
     "hex as a text such as \"0x1F\", not 65536"},
    {"unused_protocol_may_be_open", R"({})",
     modbus_map(R"("addresses": {"v": null}, "packets": {"P": {"params": {"a": {"address": "v"}}}})"), ""},
    {"not_known_yet", kModbusSettings,
     modbus_map(
         R"("addresses": {"v": null, "w": null, "x": null}, "packets": {"P": {"params": {"a": {"address": "v"}, "b": {"address": "w"}, "c": {"address": "v", "raw": "u8"}}}})"),
     "N p.json:1:68: /protocols/modbus/addresses/x: nothing uses this address\n"
     "E p.json:1:179: /protocols/modbus/packets/P/params/c/raw: must be one of \"u16\", \"s16\", \"u32\", "
     "\"s32\", \"u64\", \"s64\", \"f32\", \"f64\", \"sm16\", \"sm32\", \"bcd16\", \"bcd32\", \"text\", "
     "\"bit\", \"number\", not \"u8\"\n"
     "W s.json:1:12: /modbus: \"modbus0u1\" rests: its map isn't complete; not known yet: \"v\", \"w\"; give "
     "them under \"addresses\" of the protocol \"modbus\" in params_config.json"},
    {"no_such_thing", kModbusSettings,
     modbus_map(
         R"("addresses": {"v": "none"}, "packets": {"P": {"params": {"a": {"address": "v"}, "b": {"address": "none"}, "c": {"address": 1}}}})"),
     "N p.json:1:46: /protocols/modbus/addresses/v: the device has no such thing; left out: \"a\" of \"P\"\n"
     "N p.json:1:124: /protocols/modbus/packets/P/params/b/address: the device has no such thing; left out: "
     "\"b\" of \"P\""},
    {"no_such_things", kModbusSettings,
     modbus_map(
         R"("addresses": {"v": "none", "u": "none", "w": 5}, "packets": {"P": {"params": {"a": {"address": "u"}, "b": {"address": "v"}, "c": {"address": "w"}, "d": {"address": "v"}}}})"),
     "N p.json:1:46: /protocols/modbus/addresses/v: the device has no such thing; left out: \"b\" of \"P\", "
     "\"d\" of \"P\", \"a\" of \"P\""},
    {"count_that_is_no_such_thing", kModbusSettings,
     modbus_map(
         R"("addresses": {"n": "none"}, "packets": {"P": {"params": {"n": {"address": "n"}, "c": {"address": 1, "packing": "LIST", "count": 3, "count_from": {"packet": "P", "param": "n"}}}}})"),
     "N p.json:1:46: /protocols/modbus/addresses/n: the device has no such thing; left out: \"n\" of \"P\""},
};

INSTANTIATE_TEST_SUITE_P(Load, ModbusMapProblem, ::testing::ValuesIn(kCases), name_of<LoadCase>);

}  // namespace
}  // namespace bmsgw::config
