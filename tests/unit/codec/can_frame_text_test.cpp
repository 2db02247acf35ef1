// cansend(1) and candump(1) -L of can-utils.
#include <gtest/gtest.h>

#include "bmsgw/codec/can/frame_text.hpp"

namespace bmsgw::codec::can {
namespace {

TEST(CanFrameText, IsReadAndWritten) {
  struct Row {
    const char* text;
    const char* expected;  ///< written again
    unsigned length;
  };
  const Row rows[] = {
      {"19B50001#4A94801170000100", "19B50001#4A94801170000100", 8},
      {"19b50001#4a94", "19B50001#4A94", 2},
      {"123#", "123#", 0},
      {"123#11.22.33", "123#112233", 3},
      {"123#1122.3344", "123#11223344", 4},
      {"00000123#11", "00000123#11", 1},
      {"000#11", "000#11", 1},
      {"7FF#R", "7FF#R", 0},
      {"123#R0", "123#R", 0},
      {"1FFFFFFF#R8", "1FFFFFFF#R8", 8},
      {"123##0", "123##0", 0},
      {"123##1112233", "123##0112233", 3},
      {"123##F11.22", "123##01122", 2},
      {"123##0112233445566778899", "123##0112233445566778899000000", 12},
  };
  for (const auto& row : rows) {
    const auto frame = parse_frame(row.text);
    ASSERT_TRUE(frame.has_value()) << row.text << ": " << frame.error().reason;
    EXPECT_EQ(format_frame(*frame), row.expected);
    EXPECT_EQ(unsigned{frame->length}, row.length) << row.text;
    EXPECT_EQ(frame->remote, std::string_view(row.text).find('R') != std::string_view::npos) << row.text;
    EXPECT_EQ(frame->fd, std::string_view(row.text).find("##") != std::string_view::npos) << row.text;
  }
  EXPECT_EQ(parse_frame("123#11")->id, core::CanId::standard(0x123));
  EXPECT_EQ(parse_frame("00000123#11")->id, core::CanId::extended(0x123));
  EXPECT_EQ(parse_frame("123##0" + std::string(128, '7'))->length, 64);
}

TEST(CanFrameText, SaysWhyItIsNone) {
  struct Row {
    const char* text;
    const char* reason;
  };
  const Row rows[] = {
      {"", R"("" is no frame: there is no # behind the id)"},
      {"123", R"("123" is no frame: there is no # behind the id)"},
      {"#11", R"("" is no id: 3 hex digits for 11 bit, or 8 for 29 bit)"},
      {"1234#11", R"("1234" is no id: 3 hex digits for 11 bit, or 8 for 29 bit)"},
      {"12G#11", R"("12G" is no id: 3 hex digits for 11 bit, or 8 for 29 bit)"},
      {"-12#11", R"("-12" is no id: 3 hex digits for 11 bit, or 8 for 29 bit)"},
      {"800#11", "the id 800 is too large: the last is 7FF"},
      {"40000000#11", "the id 40000000 is too large: the last is 1FFFFFFF"},
      {"20000040#0000000000000000", "20000040 is an error frame of the controller: it carries no data"},
      {"123#1", R"("1" is no byte of data: two hex digits each)"},
      {"123#1G", R"("1G" is no byte of data: two hex digits each)"},
      {"123#11 22", R"(" 2" is no byte of data: two hex digits each)"},
      {"123#11.", R"("" is no byte of data: two hex digits each)"},
      {"123#1.1", R"("1." is no byte of data: two hex digits each)"},
      {"123#112233445566778899", "more than 8 bytes of data"},
      {"123#R9", R"("R9" is no remote request: R, or R and the length 0 to 8)"},
      {"123#R11", R"("R11" is no remote request: R, or R and the length 0 to 8)"},
      {"123##", "a hex digit of flags is missing behind ##"},
      {"123##G11", "a hex digit of flags is missing behind ##"},
      {"123##011G", R"("G" is no byte of data: two hex digits each)"},
  };
  for (const auto& row : rows) {
    const auto frame = parse_frame(row.text);
    ASSERT_FALSE(frame.has_value()) << row.text;
    EXPECT_EQ(frame.error().reason, row.reason) << row.text;
  }
  const auto long_frame = parse_frame("123##0" + std::string(130, '7'));
  ASSERT_FALSE(long_frame.has_value());
  EXPECT_EQ(long_frame.error().reason, "more than 64 bytes of data");
}

TEST(CanLogLine, IsRead) {
  struct Row {
    const char* line;
    std::int64_t unix_us;
    const char* interface;
    const char* frame;
  };
  const Row rows[] = {
      {"(1436509052.249713) vcan0 044#2A366C2BBA", 1436509052249713, "vcan0", "044#2A366C2BBA"},
      {"(1436509052.249713) vcan0 044#2A366C2BBA\r\n", 1436509052249713, "vcan0", "044#2A366C2BBA"},
      {"  (0000000000.000001)  can1  19B50000#R  R ", 1, "can1", "19B50000#R"},
      {"(12.5) can0 123##1AA T", 12500000, "can0", "123##0AA"},
      {"(12.123456789) can0 123#", 12123456, "can0", "123#"},
      {"(12) can0 123#", 12000000, "can0", "123#"},
  };
  for (const auto& row : rows) {
    const auto line = parse_log_line(row.line);
    ASSERT_TRUE(line.has_value()) << row.line << ": " << line.error().reason;
    EXPECT_EQ(line->unix_us, row.unix_us) << row.line;
    EXPECT_EQ(line->interface, row.interface) << row.line;
    EXPECT_EQ(format_frame(line->frame), row.frame) << row.line;
  }
}

TEST(CanLogLine, SaysWhyItIsNone) {
  struct Row {
    const char* line;
    const char* reason;
  };
  const Row rows[] = {
      {"", "no time in brackets at the beginning"},
      {"vcan0  044   [5]  2A 36 6C 2B BA", "no time in brackets at the beginning"},
      {"(1436509052.249713 vcan0 044#2A", "no time in brackets at the beginning"},
      {"() vcan0 044#2A", "() is no time: seconds since 1970 and their fraction"},
      {"(-1.0) vcan0 044#2A", "(-1.0) is no time: seconds since 1970 and their fraction"},
      {"(1.) vcan0 044#2A", "(1.) is no time: seconds since 1970 and their fraction"},
      {"(1.-5) vcan0 044#2A", "(1.-5) is no time: seconds since 1970 and their fraction"},
      {"(9223372036854775807.0) vcan0 044#2A",
       "(9223372036854775807.0) is no time: seconds since 1970 and their fraction"},
      {"(2026-10-01) vcan0 044#2A", "(2026-10-01) is no time: seconds since 1970 and their fraction"},
      {"(1.0)", "an interface and a frame are missing behind the time"},
      {"(1.0) vcan0", "an interface and a frame are missing behind the time"},
      {"(1.0) vcan0 044#2", R"("2" is no byte of data: two hex digits each)"},
      {"(1.0) vcan0 044#2A X", R"("X" behind the frame)"},
      {"(1.0) vcan0 044#2A R 3", R"("R 3" behind the frame)"},
  };
  for (const auto& row : rows) {
    const auto line = parse_log_line(row.line);
    ASSERT_FALSE(line.has_value()) << row.line;
    EXPECT_EQ(line.error().reason, row.reason) << row.line;
  }
}

}  // namespace
}  // namespace bmsgw::codec::can
