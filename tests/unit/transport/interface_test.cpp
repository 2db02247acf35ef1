// Kernel's answers put together by hand: linux/rtnetlink.h, linux/if_link.h, linux/can/netlink.h.
#include "transport/can/interface.hpp"

#include <cstring>
#include <vector>

#include <gtest/gtest.h>
#include <linux/can/netlink.h>
#include <linux/rtnetlink.h>

namespace bmsgw::transport {
namespace {

using Bytes = std::vector<char>;

template <typename T>
Bytes bytes_of(const T& value) {
  Bytes bytes(sizeof(value));
  std::memcpy(bytes.data(), &value, sizeof(value));
  return bytes;
}

Bytes operator+(Bytes first, const Bytes& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

Bytes unpadded(unsigned type, const Bytes& payload) {
  return bytes_of(rtattr{static_cast<unsigned short>(RTA_LENGTH(payload.size())),
                         static_cast<unsigned short>(type)}) +
         payload;
}

Bytes attribute(unsigned type, const Bytes& payload) {
  Bytes bytes = unpadded(type, payload);
  bytes.resize(RTA_ALIGN(bytes.size()));
  return bytes;
}

const Bytes kCan{'c', 'a', 'n', '\0'};

Bytes message(const Bytes& attributes) {
  nlmsghdr header{};
  header.nlmsg_type = RTM_NEWLINK;
  header.nlmsg_len = static_cast<unsigned>(NLMSG_LENGTH(sizeof(ifinfomsg)) + attributes.size());
  return bytes_of(header) + bytes_of(ifinfomsg{}) + attributes;
}

Bytes controller(const Bytes& data) {
  return message(attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, kCan) + attribute(IFLA_INFO_DATA, data)));
}

Bytes bit_rate(std::uint32_t rate) {
  can_bittiming timing{};
  timing.bitrate = rate;
  return attribute(IFLA_CAN_BITTIMING, bytes_of(timing));
}

Bytes restart_ms(std::uint32_t ms) {
  return attribute(IFLA_CAN_RESTART_MS, bytes_of(ms));
}

TEST(LinkAnswers, SayWhatTheControllerIs) {
  const std::uint32_t passive = CAN_STATE_ERROR_PASSIVE;
  const auto info = parse_link(
      controller(bit_rate(250000) + restart_ms(100) + attribute(IFLA_CAN_STATE, bytes_of(passive))));
  EXPECT_TRUE(info.is_controller);
  EXPECT_EQ(info.bit_rate, 250000U);
  EXPECT_EQ(info.restart_ms, 100U);
  EXPECT_EQ(info.state, ControllerState::error_passive);
}

TEST(LinkAnswers, AnUnknownBitRateIsNone) {
  EXPECT_EQ(parse_link(controller(bit_rate(0xFFFFFFFF))).bit_rate, 0U);
}

TEST(LinkAnswers, AnotherKindOfInterfaceIsNoController) {
  const auto info =
      parse_link(message(attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, {'v', 'c', 'a', 'n', '\0'}) +
                                                      attribute(IFLA_INFO_DATA, restart_ms(100)))));
  EXPECT_FALSE(info.is_controller);
  EXPECT_EQ(info.restart_ms, 0U);
}

/// What follows in the buffer belongs to nobody, and must not be read.
TEST(LinkAnswers, EndWithALastAttributeThatLacksItsPadding) {
  Bytes answer = message(
      unpadded(IFLA_LINKINFO,
               attribute(IFLA_INFO_KIND, kCan) +
                   unpadded(IFLA_INFO_DATA, restart_ms(100) + unpadded(IFLA_CAN_CTRLMODE, {1, 2, 3, 4, 5}))));
  const std::size_t size = answer.size();
  answer.resize(RTA_ALIGN(size));
  answer = std::move(answer) + restart_ms(77) + Bytes(64);
  const auto info = parse_link({answer.data(), size});
  EXPECT_TRUE(info.is_controller);
  EXPECT_EQ(info.restart_ms, 100U);
}

TEST(LinkAnswers, CutShortSayNothing) {
  const Bytes whole = controller(restart_ms(100));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_link({whole.data(), size}).is_controller) << size;
  }
  Bytes headless = whole;  // the header claims less than an ifinfomsg
  const std::uint32_t length = sizeof(nlmsghdr) + 4;
  std::memcpy(headless.data(), &length, sizeof(length));
  EXPECT_FALSE(parse_link(headless).is_controller);
}

}  // namespace
}  // namespace bmsgw::transport
