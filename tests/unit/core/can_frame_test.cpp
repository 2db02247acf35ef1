#include "bmsgw/core/can_frame.hpp"

#include <gtest/gtest.h>

namespace bmsgw::core {
namespace {

TEST(CanId, IsReadAsTheFilesWriteIt) {
  struct Row {
    const char* text;
    std::optional<CanId> expected;
  };
  const Row rows[] = {
      {"X19B50000", CanId::extended(0x19B50000)},
      {"X19b5000a", CanId::extended(0x19B5000A)},
      {"X0", CanId::extended(0)},
      {"X1FFFFFFF", CanId::extended(0x1FFFFFFF)},
      {"S301", CanId::standard(0x301)},
      {"S7FF", CanId::standard(0x7FF)},
      {"S1", CanId::standard(1)},
      {"", {}},
      {"X", {}},
      {"S", {}},
      {"x19B50000", {}},
      {"19B50000", {}},
      {"X20000000", {}},
      {"X019B50000", {}},
      {"S800", {}},
      {"S0301", {}},
      {"S-1", {}},
      {"S 1", {}},
      {"S30G", {}},
      {"X0x19", {}},
  };
  for (const auto& row : rows) EXPECT_EQ(parse_can_id(row.text), row.expected) << row.text;
}

TEST(CanId, IsWrittenWithAllItsDigits) {
  EXPECT_EQ(to_string(CanId::extended(0x19B50001)), "X19B50001");
  EXPECT_EQ(to_string(CanId::extended(0x1)), "X00000001");
  EXPECT_EQ(to_string(CanId::standard(0x301)), "S301");
  EXPECT_EQ(to_string(CanId::standard(0)), "S000");
  EXPECT_EQ(parse_can_id(to_string(kNeverSent)), kNeverSent);
}

CanFrame frame_of(std::uint8_t length, std::uint8_t first_byte) {
  CanFrame frame;
  frame.id = CanId::standard(0x100);
  frame.length = length;
  frame.data[0] = first_byte;
  return frame;
}

TEST(CanFrame, IsTheSameWhereItsContentIs) {
  const auto frame = frame_of(2, 7);
  EXPECT_TRUE(same_frame(frame, frame_of(2, 7)));
  EXPECT_FALSE(same_frame(frame, frame_of(2, 8)));
  EXPECT_FALSE(same_frame(frame, frame_of(3, 7)));
  auto other = frame;
  other.data[2] = 1;  // beyond its length
  EXPECT_TRUE(same_frame(frame, other));
  other.id = CanId::extended(0x100);
  EXPECT_FALSE(same_frame(frame, other));
  other = frame;
  other.fd = true;
  EXPECT_FALSE(same_frame(frame, other));
  other = frame_of(2, 8);
  other.remote = true;
  EXPECT_FALSE(same_frame(frame, other));
  auto remote = frame;
  remote.remote = true;  // it carries no data
  EXPECT_TRUE(same_frame(remote, other));
}

TEST(CanFrame, ALengthThatNoFrameHasReadsNothingBeyondTheData) {
  EXPECT_TRUE(same_frame(frame_of(255, 1), frame_of(255, 1)));
  EXPECT_FALSE(same_frame(frame_of(255, 1), frame_of(255, 2)));
}

TEST(CanId, IsAmongNeighboursOfItsKind) {
  const auto first = CanId::standard(0x100);
  EXPECT_FALSE(CanId::standard(0x0FF).is_among(first, 2));
  EXPECT_TRUE(CanId::standard(0x100).is_among(first, 2));
  EXPECT_TRUE(CanId::standard(0x101).is_among(first, 2));
  EXPECT_FALSE(CanId::standard(0x102).is_among(first, 2));
  EXPECT_FALSE(CanId::extended(0x100).is_among(first, 2));
}

}  // namespace
}  // namespace bmsgw::core
