#include "bmsgw/core/can_signal.hpp"

#include <gtest/gtest.h>

namespace bmsgw::core {
namespace {

CanPlace place_of(std::vector<CanPiece> pieces, std::uint16_t pack_length = 1) {
  return {std::move(pieces), true, false, pack_length};
}
CanPlace little(CanPlace place) {
  place.big_end = false;
  return place;
}
CanPlace dbc(CanPlace place) {
  place.dbc_numbering = true;
  return place;
}

TEST(CanPlace, ThatCanHoldAValueHasNoFault) {
  struct Row {
    const char* name;
    CanPlace place;
    std::uint8_t most_bytes;
    unsigned width;
    unsigned bytes;
  };
  const Row rows[] = {
      {"a byte", place_of({{8, 8}}), 8, 8, 2},
      {"a bit", place_of({{59, 1}}), 8, 1, 8},
      {"bits within a byte", place_of({{2, 5}}), 8, 5, 1},
      {"big-endian, two bytes", place_of({{16, 16}}), 8, 16, 4},
      {"big-endian, all of a frame", place_of({{0, 64}}), 8, 64, 8},
      {"little-endian over bytes", little(place_of({{6, 12}})), 8, 12, 3},
      {"little-endian, nine bytes touched", little(place_of({{1, 64}})), 64, 64, 9},
      {"DBC, highest bit 7, two bytes", dbc(place_of({{7, 16}})), 8, 16, 2},
      {"DBC, odd bits over bytes", dbc(place_of({{3, 10}})), 8, 10, 2},
      {"DBC, little-endian as ever", little(dbc(place_of({{6, 12}}))), 8, 12, 3},
      {"the scrambled total voltage (EMUS 0x0001)", place_of({{40, 16}, {24, 16}}), 8, 32, 7},
      {"the split cell count (EMUS 0x0000)", place_of({{16, 8}, {56, 8}}), 8, 16, 8},
      {"eight cells", place_of({{0, 8}}, 8), 8, 8, 8},
      {"seven cells after the group number", place_of({{8, 8}}, 7), 8, 8, 8},
      {"four words", place_of({{0, 16}}, 4), 8, 16, 8},
      {"nibbles", place_of({{0, 4}}, 16), 8, 4, 8},
      {"DBC list of 12 bits", dbc(place_of({{7, 12}}, 5)), 8, 12, 8},
      {"FD, the last bit", place_of({{511, 1}}), 64, 1, 64},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(fault_of(row.place, row.most_bytes), "") << row.name;
    EXPECT_EQ(width_of(row.place), row.width) << row.name;
    EXPECT_EQ(unsigned{bytes_needed(row.place)}, row.bytes) << row.name;
  }
}

TEST(CanPlace, SaysWhatIsWrongAndWhatHelps) {
  constexpr auto kWhole =
      R"(a big-endian value over more than a byte is whole bytes: make "start" and "bits" multiples of 8, )"
      R"(or say "bit_numbering": "dbc")";
  static constexpr auto kSmaller = R"(: make "start" or "bits" smaller)";
  constexpr auto kListSmaller = R"(: make "pack_length", "start" or "bits" smaller)";
  constexpr auto kTwice =
      R"( holds a bit that is taken twice: move a piece's "start" or make its "bits" fewer)";
  const auto value_to = [](int byte, int last) {
    return "the value reaches into byte " + std::to_string(byte) + ", but the frame's last is byte " +
           std::to_string(last) + kSmaller;
  };
  struct Row {
    const char* name;
    CanPlace place;
    std::uint8_t most_bytes;
    std::string expected;
  };
  const Row rows[] = {
      {"no pieces", place_of({}), 8, R"("parts" is empty: give each piece's "start" and "bits")"},
      {"no bits", place_of({{0, 0}}), 8, R"(0 bits can't be a value: make "bits" 1 to 64)"},
      {"too many bits", place_of({{0, 65}}), 64, R"(65 bits can't be a value: make "bits" 1 to 64)"},
      {"pieces too wide together", place_of({{0, 40}, {40, 32}}), 64,
       R"(the pieces have 72 bits together: make their "bits" 64 or fewer in all)"},
      {"big-endian, not at a byte", place_of({{4, 16}}), 8, kWhole},
      {"big-endian, not whole bytes", place_of({{8, 12}}), 8, kWhole},
      {"big-endian, eight bits over two bytes", place_of({{4, 8}}), 8, kWhole},
      {"a piece likewise", place_of({{0, 8}, {12, 8}}), 8, kWhole},
      {"a later element likewise", place_of({{0, 3}}, 3), 8, kWhole},
      {"a byte too far", place_of({{64, 8}}), 8, value_to(8, 7)},
      {"big-endian beyond the end", place_of({{56, 16}}), 8, value_to(8, 7)},
      {"little-endian beyond the end", little(place_of({{57, 8}})), 8, value_to(8, 7)},
      {"DBC beyond the end", dbc(place_of({{56, 2}})), 8, value_to(8, 7)},
      {"FD beyond the end", place_of({{504, 16}}), 64, value_to(64, 63)},
      {"more bytes than any frame has", place_of({{512, 8}}), 255, value_to(64, 63)},
      {"nine cells", place_of({{0, 8}}, 9), 8,
       std::string("the list reaches into byte 8, but the frame's last is byte 7") + kListSmaller},
      {"a list of nothing", place_of({{0, 8}}, 0), 8,
       R"(a list without elements: make "pack_length" 1 or more)"},
      {"the same byte twice", place_of({{8, 8}, {8, 8}}), 8, std::string("byte 1") + kTwice},
      {"elements in each other", place_of({{0, 8}, {16, 8}}, 2), 8, std::string("byte 2") + kTwice},
  };
  for (const auto& row : rows) EXPECT_EQ(fault_of(row.place, row.most_bytes), row.expected) << row.name;
}

TEST(CanPlace, AsNeighbouringBits) {
  struct Row {
    const char* name;
    CanPlace place;
    std::size_t piece;
    std::uint32_t element;
    CanRun expected;
  };
  const Row rows[] = {
      {"a byte", place_of({{8, 8}}), 0, 0, {8, 8, false}},
      {"big-endian", place_of({{8, 16}}), 0, 0, {8, 16, true}},
      {"little-endian", little(place_of({{8, 16}})), 0, 0, {8, 16, false}},
      {"DBC starts at the highest bit", dbc(place_of({{7, 16}})), 0, 0, {0, 16, true}},
      {"DBC within a byte", dbc(place_of({{12, 3}})), 0, 0, {11, 3, true}},
      {"the second piece", place_of({{40, 16}, {24, 16}}), 1, 0, {24, 16, true}},
      {"an element", place_of({{0, 16}}, 4), 0, 3, {48, 16, true}},
      {"a DBC element", dbc(place_of({{7, 12}}, 5)), 0, 1, {12, 12, true}},
  };
  for (const auto& row : rows) {
    const auto run = run_of(row.place, row.piece, row.element);
    EXPECT_EQ(run.first, row.expected.first) << row.name;
    EXPECT_EQ(run.bits, row.expected.bits) << row.name;
    EXPECT_EQ(run.high_first, row.expected.high_first) << row.name;
  }
  EXPECT_EQ(unsigned{bytes_needed(place_of({{0, 16}}, 4), 1)}, 4U);
}

}  // namespace
}  // namespace bmsgw::core
