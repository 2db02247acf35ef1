// A pair of datagram sockets in place of the kernel's CAN: it keeps frames apart just the same.
#include "transport/can/frame_reader.hpp"

#include <array>

#include <gtest/gtest.h>
#include <linux/can/error.h>

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {
namespace {

class FrameReaders : public testing::Test {
 protected:
  FrameReaders() {
    std::array<int, 2> ends{-1, -1};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    bus_ = FileDescriptor(ends[0]);
    reader_end_ = FileDescriptor(ends[1]);
  }
  void put(std::uint32_t id, std::size_t size = CAN_MTU) const {
    canfd_frame frame{};
    frame.can_id = id;
    frame.len = 1;
    EXPECT_EQ(send(bus_.get(), &frame, size, 0), static_cast<ssize_t>(size));
  }
  FrameReader::Batch read() { return reader_.read(reader_end_.get(), clock_); }

  FileDescriptor bus_;
  FileDescriptor reader_end_;
  core::SystemClock clock_;
  FrameReader reader_;
};

TEST_F(FrameReaders, TellFramesAndErrorsWithTheirOrder) {
  put(CAN_ERR_FLAG | CAN_ERR_RESTARTED);
  put(1);
  put(2, CANFD_MTU);
  put(CAN_ERR_FLAG | CAN_ERR_BUSOFF);
  put(CAN_ERR_FLAG | CAN_ERR_BUSERROR);
  put(3);
  const auto batch = read();
  EXPECT_FALSE(batch.error);
  EXPECT_FALSE(batch.full);
  ASSERT_EQ(batch.frames.size(), 3U);
  EXPECT_FALSE(batch.frames[0].frame.fd);
  EXPECT_TRUE(batch.frames[1].frame.fd);
  EXPECT_EQ(batch.frames[2].frame.id, core::CanId::standard(3));
  ASSERT_EQ(batch.errors.size(), 3U);
  EXPECT_EQ(batch.errors[0].frames_before, 0U);
  EXPECT_EQ(batch.errors[0].report.state, ControllerState::error_active);
  EXPECT_EQ(batch.errors[1].frames_before, 2U);
  EXPECT_EQ(batch.errors[1].report.state, ControllerState::bus_off);
  EXPECT_EQ(batch.errors[2].frames_before, 2U);
}

TEST_F(FrameReaders, EachBatchCountsAnew) {
  put(1);
  put(CAN_ERR_FLAG | CAN_ERR_BUSOFF);
  ASSERT_EQ(read().frames.size(), 1U);
  put(CAN_ERR_FLAG | CAN_ERR_BUSOFF);
  const auto batch = read();
  EXPECT_TRUE(batch.frames.empty());
  ASSERT_EQ(batch.errors.size(), 1U);
  EXPECT_EQ(batch.errors[0].frames_before, 0U);
}

TEST_F(FrameReaders, NothingToReadIsNoError) {
  const auto batch = read();
  EXPECT_FALSE(batch.error);
  EXPECT_TRUE(batch.frames.empty());
  EXPECT_TRUE(batch.errors.empty());
}

}  // namespace
}  // namespace bmsgw::transport
