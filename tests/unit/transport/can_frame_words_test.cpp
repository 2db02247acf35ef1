#include "bmsgw/transport/can_frame_words.hpp"

#include <gtest/gtest.h>

namespace bmsgw::transport {
namespace {

using core::CanFrame;
using core::CanId;

struct FrameCase {
  const char* name;
  CanFrame frame;
  std::uint32_t can_id;
  std::size_t size;
};

class CanFrameWords : public testing::TestWithParam<FrameCase> {};

TEST_P(CanFrameWords, ThereAndBack) {
  const KernelFrame kernel = to_kernel(GetParam().frame);
  EXPECT_EQ(kernel.raw.can_id, GetParam().can_id);
  EXPECT_EQ(kernel.size, GetParam().size);
  EXPECT_EQ(kernel.raw.len, GetParam().frame.length);
  const CanFrame back = from_kernel(kernel.raw, GetParam().frame.fd);
  EXPECT_EQ(back.id, GetParam().frame.id);
  EXPECT_EQ(back.remote, GetParam().frame.remote);
  EXPECT_EQ(back.fd, GetParam().frame.fd);
  EXPECT_EQ(back.length, GetParam().frame.length);
  EXPECT_EQ(back.data, GetParam().frame.data);
}

INSTANTIATE_TEST_SUITE_P(
    Tables, CanFrameWords,
    testing::Values(
        FrameCase{"standard", {CanId::standard(0x301), false, false, 2, {1, 2}}, 0x301, CAN_MTU},
        FrameCase{"extended",
                  {CanId::extended(0x301), false, false, 8, {1, 2, 3, 4, 5, 6, 7, 8}},
                  0x301U | CAN_EFF_FLAG,
                  CAN_MTU},
        FrameCase{"empty", {CanId::extended(1), false, false, 0, {}}, 1U | CAN_EFF_FLAG, CAN_MTU},
        FrameCase{"remote", {CanId::standard(0x7FF), true, false, 4, {}}, 0x7FFU | CAN_RTR_FLAG, CAN_MTU},
        FrameCase{"fd",
                  {CanId::extended(0x1FFFFFFF), false, true, 12, {9}},
                  0x1FFFFFFFU | CAN_EFF_FLAG,
                  CANFD_MTU}),
    [](const auto& row) { return row.param.name; });

TEST(CanFrameWordLimits, ALengthThatTheFrameCantHaveIsCut) {
  EXPECT_EQ(to_kernel({CanId::standard(1), false, false, 60, {}}).raw.len, 8);
  canfd_frame raw{};
  raw.len = 255;
  EXPECT_EQ(from_kernel(raw, false).length, 8);
  EXPECT_EQ(from_kernel(raw, true).length, 64);
}

}  // namespace
}  // namespace bmsgw::transport
