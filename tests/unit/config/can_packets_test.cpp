#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class CanPacketProblem : public ::testing::TestWithParam<LoadCase> {};

TEST_P(CanPacketProblem, IsReported) {
  expect_lines(GetParam());
}

const std::vector<LoadCase> kPackets{
    {"id", kCanSettings, can_packets(R"("P": {"id": "19B50000"})"),
     "E p.json:1:48: /protocols/can/packets/P/id: the id of a CAN packet is X and up to 8 hex digits (29 "
     "bit), or S and up to 3 (11 bit), as in X19B50000, not \"19B50000\""},
    {"id_is_the_name", kCanSettings, can_packets(R"("X19B50000": {})"), ""},
    {"id_missing", kCanSettings, can_packets(R"("Overall": {})"),
     "E p.json:1:47: /protocols/can/packets/Overall: the id of a CAN packet is X and up to 8 hex digits (29 "
     "bit), or S and up to 3 (11 bit), as in X19B50000, not \"Overall\""},
    {"id_too_large", kCanSettings, can_packets(R"("P": {"id": "S800"})"),
     "E p.json:1:48: /protocols/can/packets/P/id: the id of a CAN packet is X and up to 8 hex digits (29 "
     "bit), or S and up to 3 (11 bit), as in X19B50000, not \"S800\""},
    {"range_leaves_the_ids", kCanSettings, can_packets(R"("P": {"id": "S7FE", "range": 3})"),
     "E p.json:1:65: /protocols/can/packets/P/range: from S7FE on there are only 2 ids, not 3"},
    {"same_id", kCanSettings, can_packets(R"("P": {"id": "X100"}, "Q": {"id": "X0100"})"),
     "E p.json:1:62: /protocols/can/packets/Q: the id X00000100 can't be told from the id X00000100 of "
     "packet \"P\": put their params together"},
    {"ids_overlap", kCanSettings, can_packets(R"("Q": {"id": "X103"}, "P": {"id": "X100", "range": 4})"),
     "E p.json:1:41: /protocols/can/packets/Q: the id X00000103 can't be told from the ids X00000100 to "
     "X00000103 of packet \"P\": put their params together"},
    {"ids_side_by_side", kCanSettings,
     can_packets(R"("Q": {"id": "X104"}, "P": {"id": "X100", "range": 4}, "R": {"id": "S100"})"), ""},
    {"dlc", kCanSettings, can_packets(R"("P": {"id": "X100", "dlc": 65})"),
     "E p.json:1:63: /protocols/can/packets/P/dlc: must be a whole number from -1 to 64 byte, not 65"},
    {"request", kCanSettings, can_packets(R"("P": {"id": "X100", "request": "0"})"),
     "E p.json:1:67: /protocols/can/packets/P/request: must be up to 8 bytes, two hex digits each, or RTR, "
     "not \"0\""},
    {"request_of_two_bytes", kCanSettings, can_packets(R"("P": {"id": "X100", "request": "0001"})"),
     "W p.json:1:67: /protocols/can/packets/P/request: \"0001\": with data the same ids may be commands; a "
     "request has at most one byte, and not FF"},
    {"request_of_everything", kCanSettings, can_packets(R"("P": {"id": "X100", "request": "ff"})"),
     "W p.json:1:67: /protocols/can/packets/P/request: \"ff\": with data the same ids may be commands; a "
     "request has at most one byte, and not FF"},
    {"request_of_a_string", kCanSettings, can_packets(R"("P": {"id": "X100", "request": "00"})"),
     "W p.json:1:67: /protocols/can/packets/P/request: \"00\": with data the same ids may be commands: make "
     "sure that it only asks"},
    {"request_without_data", kCanSettings,
     can_packets(R"("P": {"id": "X100", "request": ""}, "Q": {"id": "X101", "request": "rtr"})"), ""},
    {"poll_of_a_charger", kCanSettings,
     can_packets(R"("P": {"id": "X18FF50E0", "range": 8, "request_period": 1})"),
     "E p.json:1:91: /protocols/can/packets/P/request_period: X18FF50E5 is what a charger reports: whoever "
     "sends it makes the unit believe that a charger is connected, so it is never sent; without "
     "\"request_period\" it is listened to"},
    {"listening_to_a_charger", kCanSettings, can_packets(R"("P": {"id": "X18FF50E5"})"), ""},
    {"keys_of_can_in_a_sentence", kSettings,
     packets(R"("BV1": {"range": 2, "dlc": 8, "params": {"a": {"start": 8}}})"),
     "W p.json:1:52: /protocols/g1/packets/BV1/range: means nothing for a sentence\n"
     "W p.json:1:62: /protocols/g1/packets/BV1/dlc: means nothing for a sentence\n"
     "W p.json:1:91: /protocols/g1/packets/BV1/params/a/start: means nothing in a sentence"},
    {"generation_of_an_own_packet", kCanSettings, can_packets(R"("P": {"id": "X100", "generation": 2})"),
     "N s.json:1:9: /can: left out, as they differ by the unit's generation: \"P\"; \"generation\": 2 "
     "(firmware 2.x) or 3 decides"},
};

INSTANTIATE_TEST_SUITE_P(Packets, CanPacketProblem, ::testing::ValuesIn(kPackets), name_of<LoadCase>);

const std::vector<LoadCase> kParamCases{
    {"quiet", kCanSettings, can_params(R"("a": {}, "b": {"start": 8, "bits": 16, "signed": true})"), ""},
    {"two_at_one_place", kCanSettings, can_params(R"("a": {}, "b": {})"), ""},
    {"big_endian_within_bytes", kCanSettings, can_params(R"("a": {"start": 4, "bits": 12})"),
     "E p.json:1:82: /protocols/can/packets/P/params/a/start: a big-endian value over more than a byte is "
     "whole bytes: make \"start\" and \"bits\" multiples of 8, or say \"bit_numbering\": \"dbc\""},
    {"beyond_the_frame", kCanSettings, can_params(R"("a": {"start": 504, "bits": 16})"),
     "E p.json:1:82: /protocols/can/packets/P/params/a/start: the value reaches into byte 64, but the "
     "frame's last is byte 63: make \"start\" or \"bits\" smaller"},
    {"beyond_dlc", kCanSettings,
     can_packets(R"("P": {"id": "X100", "dlc": 4, "params": {"a": {"start": 24, "bits": 16}}})"),
     "E p.json:1:92: /protocols/can/packets/P/params/a/start: needs a frame of 5 bytes, and the packet's "
     "\"dlc\" is 4"},
    {"dlc_0_is_any", kCanSettings,
     can_packets(R"("P": {"id": "X100", "dlc": 0, "params": {"a": {"start": 24, "bits": 16}}})"), ""},
    {"first_bit_beyond_a_classic_frame", kCanSettings, can_params(R"("a": {"start": 64})"),
     "W p.json:1:82: /protocols/can/packets/P/params/a/start: needs a frame of 9 bytes, and only an FD frame "
     "is longer than 8: unavailable in any other; if it is meant, say so with a \"dlc\" up to 64"},
    {"last_bit_beyond_a_classic_frame", kCanSettings,
     can_packets(R"("P": {"id": "X100", "dlc": 0, "params": {"a": {"start": 56, "bits": 16}}})"),
     "W p.json:1:92: /protocols/can/packets/P/params/a/start: needs a frame of 9 bytes, and only an FD frame "
     "is longer than 8: unavailable in any other; if it is meant, say so with a \"dlc\" up to 64"},
    {"last_bit_of_a_classic_frame", kCanSettings, can_params(R"("a": {"start": 48, "bits": 16})"), ""},
    {"fd_frame", kCanSettings,
     can_packets(R"("P": {"id": "X100", "dlc": 64, "params": {"a": {"start": 504}}})"), ""},
    {"parts_overlap", kCanSettings,
     can_params(R"("a": {"parts": [{"start": 0}, {"start": 8, "bits": 4}, {"start": 4, "bits": 2}]})"),
     "E p.json:1:82: /protocols/can/packets/P/params/a/parts: byte 0 holds a bit that is taken twice: move a "
     "piece's \"start\" or make its \"bits\" fewer"},
    {"start_beside_parts", kCanSettings,
     can_params(R"("a": {"start": 8, "parts": [{"start": 16}, {"start": 8}]})"),
     "W p.json:1:82: /protocols/can/packets/P/params/a/start: means nothing beside \"parts\""},
    {"text", kCanSettings, can_params(R"("a": {"format": "STR"})"),
     "E p.json:1:83: /protocols/can/packets/P/params/a/format: the encoding STR is one of sentences: a CAN "
     "frame holds numbers (HEX_DEC) and flags (HEX_BIT_BOOL)"},
    {"byte_array", kCanSettings, can_params(R"("a": {"encoding": "HEX_DEC_BYTE_ARRAY", "packing": "LIST"})"),
     "E p.json:1:85: /protocols/can/packets/P/params/a/encoding: the encoding HEX_DEC_BYTE_ARRAY is one of "
     "sentences: a CAN frame holds numbers (HEX_DEC) and flags (HEX_BIT_BOOL)"},
    {"keys_of_sentences", kCanSettings, can_params(R"("a": {"field": 2, "bit": 3, "index_field": 1})"),
     "W p.json:1:82: /protocols/can/packets/P/params/a/field: means nothing in a CAN frame\n"
     "W p.json:1:92: /protocols/can/packets/P/params/a/bit: means nothing in a CAN frame\n"
     "W p.json:1:110: /protocols/can/packets/P/params/a/index_field: means nothing in a CAN frame"},
    {"pack_length_of_one_value", kCanSettings, can_params(R"("a": {"pack_length": 4})"),
     "W p.json:1:88: /protocols/can/packets/P/params/a/pack_length: means nothing without \"packing\": "
     "\"LIST\""},
    {"list_too_long", kCanSettings,
     can_packets(
         R"("P": {"id": "X100", "range": 129, "params": {"a": {"packing": "LIST", "pack_length": 8}}})"),
     "E p.json:1:121: /protocols/can/packets/P/params/a/pack_length: 129 ids of 8 elements are 1032; a list "
     "has at most 1024"},
    {"list_beyond_the_frame", kCanSettings, can_params(R"("a": {"packing": "LIST", "pack_length": 65})"),
     "E p.json:1:72: /protocols/can/packets/P/params/a: the list reaches into byte 64, but the frame's last "
     "is byte 63: make \"pack_length\", \"start\" or \"bits\" smaller"},
    {"condition_with_a_field", kCanSettings,
     can_params(R"("a": {"valid_if": {"packet": "P", "field": 1, "bit": 9}})"),
     "W p.json:1:110: /protocols/can/packets/P/params/a/valid_if/field: means nothing on CAN: \"bit\" is "
     "that of the frame"},
    {"condition_beyond_a_classic_frame", kCanSettings,
     can_params(R"("a": {"valid_if": {"packet": "P", "bit": 64}})"),
     "E p.json:1:108: /protocols/can/packets/P/params/a/valid_if/bit: a frame of \"P\" has the bits 0 to 63, "
     "not 64; an FD frame has more, with a \"dlc\" up to 64"},
    {"condition_beyond_dlc", kCanSettings,
     can_packets(
         R"("P": {"id": "X100", "params": {"a": {"valid_if": {"packet": "X00000101", "bit": 16}}}}, "Q": {"id": "X101", "dlc": 2})"),
     "E p.json:1:116: /protocols/can/packets/P/params/a/valid_if/bit: a frame of \"Q\" has the bits 0 to 15, "
     "not 16"},
    {"condition_of_an_fd_frame", kCanSettings,
     can_packets(
         R"("P": {"id": "X100", "dlc": 64, "params": {"a": {"valid_if": {"packet": "P", "bit": 511}}}})"),
     ""},
    {"bit_of_a_condition_in_a_sentence", kSettings,
     params(R"("a": {"valid_if": {"packet": "BV1", "field": 1, "bit": 64}})"),
     "E p.json:1:109: /protocols/g1/packets/BV1/params/a/valid_if/bit: a field has the bits 0 to 63, not 64"},
    {"certainty", kCanSettings, can_params(R"("a": {"certainty": "sure"})"),
     "E p.json:1:86: /protocols/can/packets/P/params/a/certainty: must be one of \"certain\", \"likely\", "
     "\"unverified\", not \"sure\""},
    {"unused_protocol_is_checked", "{}", can_params(R"("a": {"start": 4, "bits": 12})"),
     "E p.json:1:82: /protocols/can/packets/P/params/a/start: a big-endian value over more than a byte is "
     "whole bytes: make \"start\" and \"bits\" multiples of 8, or say \"bit_numbering\": \"dbc\""},
};

INSTANTIATE_TEST_SUITE_P(Params, CanPacketProblem, ::testing::ValuesIn(kParamCases), name_of<LoadCase>);

BusProtocol only_bus(const std::string& params) {
  return load_quietly(kCanSettings, params).params.buses.at(0);
}

TEST(CanPacket, IsReadAsGiven) {
  const auto config =
      load_both(kCanSettings,
                can_packets(
                    R"("P": {"id": "X19b50100", "range": 4, "dlc": 8, "request": "0A", "request_period": 0.5,
               "description": "cells"})"))
          .config;
  ASSERT_TRUE(config.has_value());
  const auto& packet = config->params.buses.at(0).packets.at(0);
  EXPECT_EQ(packet.name + " " + packet.id, "P X19B50100");
  EXPECT_EQ(packet.request_period_s, 0.5);
  ASSERT_TRUE(packet.can.has_value());
  EXPECT_EQ(packet.can->id, core::CanId::extended(0x19B50100));
  EXPECT_EQ(packet.can->range, 4U);
  EXPECT_EQ(packet.can->dlc, 8);
  EXPECT_EQ(packet.can->request, std::vector<std::uint8_t>{0x0A});
  EXPECT_FALSE(packet.can->remote_request);
}

TEST(CanPacket, IsListenedToByDefault) {
  const auto packet = only_bus(can_packets(R"("S301": {"request": "RTR"})")).packets.at(0);
  EXPECT_FALSE(packet.request_period_s.has_value());
  ASSERT_TRUE(packet.can.has_value());
  EXPECT_EQ(packet.can->id, core::CanId::standard(0x301));
  EXPECT_EQ(packet.can->dlc, -1);
  EXPECT_TRUE(packet.can->remote_request && packet.can->request.empty());
}

struct PlaceCase {
  const char* name;
  const char* param;
  std::vector<core::CanPiece> pieces;
  bool big_end;
  std::uint16_t pack_length;
};

void PrintTo(const PlaceCase& row, std::ostream* out) {
  *out << row.name;
}

class CanParamPlace : public ::testing::TestWithParam<PlaceCase> {};

TEST_P(CanParamPlace, IsRead) {
  const auto& row = GetParam();
  const auto bus = only_bus(can_params(R"("a": {)" + std::string(row.param) + "}"));
  const auto& place = bus.packets.at(0).params.at(0).place;
  EXPECT_EQ(place.pieces, row.pieces);
  EXPECT_EQ(place.big_end, row.big_end);
  EXPECT_EQ(place.pack_length, row.pack_length);
}

const std::vector<PlaceCase> kPlaces{
    {"by_default", "", {{0, 8}}, true, 1},
    {"flag", R"("encoding": "HEX_BIT_BOOL", "start": 9)", {{9, 1}}, true, 1},
    {"flag_of_several_bits", R"("encoding": "HEX_BIT_BOOL", "start": 9, "bits": 2)", {{9, 2}}, true, 1},
    {"little", R"("start": 12, "bits": 12, "big_end": false)", {{12, 12}}, false, 1},
    {"parts", R"("parts": [{"start": 16}, {"start": 56, "bits": 4}])", {{16, 8}, {56, 4}}, true, 1},
    {"list", R"("packing": "LIST", "pack_length": 8)", {{0, 8}}, true, 8},
    {"format_has_bits", R"("format": {"bits": 16})", {{0, 16}}, true, 1},
};

INSTANTIATE_TEST_SUITE_P(Load, CanParamPlace, ::testing::ValuesIn(kPlaces), name_of<PlaceCase>);

TEST(CanParam, CountsAsADbcFileDoesWhenAsked) {
  const auto bus = only_bus(can_params(R"("a": {"bit_numbering": "dbc", "start": 7, "bits": 12}, "b": {})"));
  EXPECT_TRUE(bus.packets.at(0).params.at(0).place.dbc_numbering);
  EXPECT_FALSE(bus.packets.at(0).params.at(1).place.dbc_numbering);
}

TEST(CanParam, HasAConditionWithoutAField) {
  const auto bus = only_bus(can_packets(
      R"("P": {"id": "X100", "params": {"a": {"valid_if": {"packet": "Q", "bit": 57}}}}, "Q": {"id": "X101"})"));
  const auto& condition = bus.packets.at(0).params.at(0).valid_if;
  ASSERT_TRUE(condition.has_value());
  EXPECT_EQ(condition->packet, "Q");
  EXPECT_EQ(condition->bit, 57);
}

TEST(CanParam, IsAsCertainAsItsPacketUnlessItSaysSo) {
  const auto bus = only_bus(can_packets(
      R"("P": {"id": "X100", "certainty": "likely", "params": {"a": {}, "b": {"certainty": "certain"}}},
         "Q": {"id": "X101", "params": {"c": {}}})"));
  EXPECT_EQ(bus.packets.at(0).params.at(0).certainty, Certainty::likely);
  EXPECT_EQ(bus.packets.at(0).params.at(1).certainty, Certainty::certain);
  EXPECT_EQ(bus.packets.at(1).params.at(0).certainty, Certainty::certain);
}

}  // namespace
}  // namespace bmsgw::config
