// Vectors: EMUS CAN protocol, message layouts, the other way round than in can_decoder_test.cpp.
#include <limits>

#include <gtest/gtest.h>

#include "bmsgw/codec/can/decoder.hpp"
#include "bmsgw/codec/can/encoder.hpp"

#include "can_samples.hpp"

namespace bmsgw::codec::can {
namespace {

using test::dbc;
using test::flag_of;
using test::little;
using test::signal_of;
using test::with_sign;
using test::without;

constexpr auto kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr auto kInfinite = std::numeric_limits<double>::infinity();

TEST(CanEncoder, SetsTheBitsOfASignal) {
  struct Row {
    const char* name;
    SignalSpec signal;
    double value;
    const char* before;
    const char* expected;  ///< empty: refused
  };
  const Row rows[] = {
      {"byte", signal_of({{8, 8}}), 2, "FFFFFF", "FF02FF"},
      {"bits within a byte", signal_of({{10, 3}}), 5, "0000", "0014"},
      {"the others stay", signal_of({{10, 3}}), 0, "FFFF", "FFE3"},
      {"big-endian", signal_of({{8, 16}}), 0x1234, "000000", "001234"},
      {"little-endian", little(signal_of({{8, 16}})), 0x1234, "000000", "003412"},
      {"little-endian, 12 bits", little(signal_of({{4, 12}})), 3258, "0500", "A5CB"},
      {"DBC, 10 bits", dbc(signal_of({{3, 10}})), 678, "F03F", "FA9B"},
      {"total voltage", signal_of({{40, 16}, {24, 16}}, {0, 0.01, 2}), 700, "4A94800000000000",
       "4A94801170000100"},
      {"cell count", signal_of({{16, 8}, {56, 8}}), 300, "0104000200780000", "010401020078002C"},
      {"cell voltage", signal_of({{0, 8}}, {200, 0.01, 2}), 3.48, "00", "94"},
      {"current", with_sign(signal_of({{0, 16}}, {0, 0.1, 1})), -12.3, "0000", "FF85"},
      {"to the nearest", signal_of({{0, 8}}, {0, 0.1, 1}), 1.27, "00", "0D"},
      {"flag set", flag_of(10), 1, "0000", "0004"},
      {"flag cleared", flag_of(10), 0, "FFFF", "FFFB"},
      {"flag, anything but 0", flag_of(10), -7.5, "0000", "0004"},
      {"the greatest byte", signal_of({{0, 8}}), 255.4, "00", "FF"},
      {"more than a byte", signal_of({{0, 8}}), 255.5, "00", ""},
      {"below nothing", signal_of({{0, 8}}), -0.6, "00", ""},
      {"rounded to nothing", signal_of({{0, 8}}), -0.4, "FF", "00"},
      {"the least signed byte", with_sign(signal_of({{0, 8}})), -128, "00", "80"},
      {"less than that", with_sign(signal_of({{0, 8}})), -129, "00", ""},
      {"more than a signed byte", with_sign(signal_of({{0, 8}})), 128, "00", ""},
      {"64 bits", signal_of({{0, 64}}), 9223372036854775808.0, "0000000000000000", "8000000000000000"},
      {"more than 64 bits", signal_of({{0, 64}}), 18446744073709551616.0, "0000000000000000", ""},
      {"64 bits, signed", with_sign(signal_of({{0, 64}})), -9223372036854775808.0, "0000000000000000",
       "8000000000000000"},
      {"64 bits, signed, too many", with_sign(signal_of({{0, 64}})), 9223372036854775808.0,
       "0000000000000000", ""},
      {"no number", signal_of({{0, 8}}), kNaN, "00", ""},
      {"without end", signal_of({{0, 8}}), kInfinite, "00", ""},
      {"a flag that is no number", flag_of(0), kNaN, "00", ""},
      {"a factor of nothing", signal_of({{0, 8}}, {0, 0, -1}), 1, "00", ""},
      {"the code of no value", without(signal_of({{0, 8}}), {255}), 255, "00", ""},
      {"the code of no value, by sign", without(with_sign(signal_of({{0, 8}})), {255}), -1, "00", ""},
  };
  for (const auto& row : rows) {
    const auto before = std::string("100#") + row.before;
    auto frame = test::frame_of(before);
    const bool fits = encode_signal(row.signal, row.value, frame);
    EXPECT_EQ(fits, row.expected[0] != '\0') << row.name;
    EXPECT_EQ(format_frame(frame), fits ? std::string("100#") + row.expected : before) << row.name;
  }
}

TEST(CanEncoder, LeavesTheLengthToTheCaller) {
  core::CanFrame frame;
  EXPECT_TRUE(encode_signal(signal_of({{504, 8}}), 7, frame));
  EXPECT_EQ(frame.length, 0);
  EXPECT_EQ(frame.data[63], 7);
  EXPECT_TRUE(encode_flag(flag_of(0), true, frame));
  EXPECT_EQ(frame.data[0], 1);
  EXPECT_TRUE(encode_flag(flag_of(0), false, frame));
  EXPECT_EQ(frame.data[0], 0);
}

/// Every code of every width and place comes back.
TEST(CanEncoder, IsTheInverseOfTheDecoder) {
  const SignalSpec signals[] = {
      signal_of({{16, 8}}, {200, 0.01, 2}),
      with_sign(signal_of({{16, 8}}, {0, 0.1, 1})),
      with_sign(little(signal_of({{13, 11}}, {-100, 0.5, 1}))),
      dbc(signal_of({{13, 9}}, {7, 1, -1})),
      with_sign(dbc(signal_of({{4, 4}, {52, 7}}, {0, -2, 0}))),
      signal_of({{16, 8}, {60, 3}}),
  };
  for (const auto& signal : signals) {
    ASSERT_EQ(core::fault_of(signal.place, 8), "");
    const auto width = core::width_of(signal.place);
    Decoder decoder({{core::CanId::standard(1), 1, -1, {signal}}});
    for (std::uint64_t raw = 0; raw < (1ULL << width); ++raw) {
      const auto number =
          signal.format.is_signed ? static_cast<double>(sign_extended(raw, width)) : static_cast<double>(raw);
      const auto value = (number + signal.format.offset) * signal.format.factor;
      auto frame = test::frame_of("001#A5A5A5A5A5A5A5A5");
      ASSERT_TRUE(encode_signal(signal, value, frame)) << value;
      std::vector<core::Sample> samples;
      decoder.decode(frame, core::MonoTime(), samples);
      ASSERT_NEAR(core::number_of(samples.at(0).value).value_or(kNaN), value, 1e-9);
    }
  }
}

}  // namespace
}  // namespace bmsgw::codec::can
