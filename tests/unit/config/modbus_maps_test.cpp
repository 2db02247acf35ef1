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

INSTANTIATE_TEST_SUITE_P(Routes, ModbusMapProblem, ::testing::ValuesIn(kRoutes), name_of<LoadCase>);

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
