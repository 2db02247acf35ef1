// Lists over one frame and over several ids: EMUS CAN protocol, individual cells (options A and B).
#include <gtest/gtest.h>

#include "bmsgw/codec/can/decoder.hpp"

#include "can_samples.hpp"

namespace bmsgw::codec::can {
namespace {

using core::milliseconds;
using core::MonoTime;
using core::Sample;
using test::list_of;
using test::shown;
using Texts = std::vector<std::string>;

/// A frame comes, or (none) time passes.
struct Step {
  int at_ms = 0;
  const char* frame = nullptr;
  Texts expected;
};

struct Row {
  const char* name;
  std::uint32_t range;
  SignalSpec list;
  std::vector<Step> steps;
};

const std::vector<Row>& rows() {
  static const auto kCells = list_of({0, 8}, 8);
  static const auto kPair = list_of({0, 8}, 2);
  static const std::vector<Row> kRows{
      {"a short last frame: the list ends; then the longest list seen",
       4,
       kCells,
       {{0, "100#0102030405060708", {}},
        {10, "101#090A0B", {}},
        {209, nullptr, {}},
        {210, nullptr, {"[1 2 3 4 5 6 7 8 9 10 11]"}},
        {1000, "100#0102030405060708", {}},
        {1010, "101#090A0B", {"[1 2 3 4 5 6 7 8 9 10 11]"}},
        {9000, nullptr, {}}}},
      {"scaled as cell voltages are",
       2,
       list_of({0, 8}, 8, {200, 0.01, 2}),
       {{0, "100#9495", {}}, {200, nullptr, {"[3.48 3.4900000000000002]"}}}},
      {"frames in any order",
       2,
       kPair,
       {{0, "101#0304", {}}, {10, "100#0102", {}}, {210, nullptr, {"[1 2 3 4]"}}}},
      {"a frame is missing",
       3,
       kPair,
       {{0, "100#0102", {}}, {10, "102#0506", {}}, {210, nullptr, {"[1 2 - - 5 6]"}}}},
      {"the first and the last frame are missing",
       3,
       kPair,
       {{0, "100#0102", {}},
        {1, "101#0304", {}},
        {2, "102#0506", {}},
        {202, nullptr, {"[1 2 3 4 5 6]"}},
        {900, "101#0304", {}},
        {1100, nullptr, {"[- - 3 4 - -]"}}}},
      {"a frame in the middle is short",
       2,
       kPair,
       {{0, "100#01", {}}, {10, "101#0304", {}}, {210, nullptr, {"[1 - 3 4]"}}}},
      {"the next answer begins before the first is whole",
       2,
       kPair,
       {{0, "100#0102", {}},
        {1, "101#0304", {}},
        {201, nullptr, {"[1 2 3 4]"}},
        {300, "100#0506", {}},
        {400, "100#0708", {"[5 6 - -]"}},
        {401, "101#090A", {"[7 8 9 10]"}}}},
      {"longer frames than elements", 2, kPair, {{0, "100#0102FFFF", {}}, {200, nullptr, {"[1 2]"}}}},
      {"words", 2, list_of({0, 16}, 4), {{0, "100#000100020003", {}}, {200, nullptr, {"[1 2 3]"}}}},
      {"half an element is none",
       2,
       list_of({0, 16}, 4),
       {{0, "100#0001000203", {}}, {200, nullptr, {"[1 2]"}}}},
      {"no element at all starts nothing", 2, list_of({0, 16}, 4), {{0, "100#01", {}}, {200, nullptr, {}}}},
      {"a cell without value",
       2,
       test::without(kPair, {255}),
       {{0, "100#FF02", {}}, {200, nullptr, {"[- 2]"}}}},
      {"one id: a list per frame",
       1,
       kCells,
       {{0, "100#0102", {"[1 2]"}},
        {1, "100#010203", {"[1 2 3]"}},
        {2, "100#05", {"[5]"}},
        {900, nullptr, {}}}},
      {"one id: seven values behind the group number",
       1,
       list_of({8, 8}, 7),
       {{0, "100#0001020304050607", {"[1 2 3 4 5 6 7]"}}, {1, "100#00", {"unavailable"}}}},
      {"nibbles", 1, list_of({0, 4}, 16), {{0, "100#2143", {"[1 2 3 4]"}}}},
      {"a request of somebody changes nothing",
       2,
       kPair,
       {{0, "100#0102", {}}, {1, "100#", {}}, {2, "101#R", {}}, {200, nullptr, {"[1 2]"}}}},
  };
  return kRows;
}

Texts samples_of(Decoder& decoder, const Step& step) {
  std::vector<Sample> samples;
  const auto now = MonoTime() + milliseconds(step.at_ms);
  if (step.frame == nullptr) {
    decoder.flush_due(now, samples);
  } else {
    decoder.decode(test::frame_of(step.frame), now, samples);
  }
  return shown(samples);
}

TEST(CanLists, ArePutTogether) {
  for (const auto& row : rows()) {
    SCOPED_TRACE(row.name);
    Decoder decoder({{core::CanId::standard(0x100), row.range, -1, {row.list}}});
    for (const auto& step : row.steps)
      EXPECT_EQ(samples_of(decoder, step), step.expected) << step.at_ms << " ms";
    EXPECT_EQ(decoder.next_deadline(), core::kNever);
  }
}

TEST(CanLists, SayWhenTheyAreDue) {
  Decoder decoder({{core::CanId::standard(0x100), 2, -1, {list_of({0, 8}, 8)}},
                   {core::CanId::standard(0x200), 2, -1, {list_of({0, 8}, 8)}}});
  std::vector<Sample> samples;
  EXPECT_EQ(decoder.next_deadline(), core::kNever);
  decoder.decode(test::frame_of("200#01"), MonoTime() + milliseconds(5), samples);
  decoder.decode(test::frame_of("100#01"), MonoTime() + milliseconds(9), samples);
  EXPECT_EQ(decoder.next_deadline(), MonoTime() + milliseconds(205));
}

TEST(CanLists, HoldNoMoreThanTheAssemblerDoes) {
  Decoder decoder({{core::CanId::standard(0), 200, -1, {list_of({0, 8}, 8)}}});
  std::vector<Sample> samples;
  decoder.decode(test::frame_of("07F#0102030405060708"), MonoTime(), samples);
  decoder.decode(test::frame_of("080#0102030405060708"), MonoTime(), samples);
  decoder.flush_due(MonoTime() + ListAssembler::kQuiet, samples);
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(std::get<core::List>(samples[0].value).size(), ListAssembler::kMaxElements);
}

}  // namespace
}  // namespace bmsgw::codec::can
