#include "bmsgw/payload/thingsboard_topics.hpp"

#include <gtest/gtest.h>

namespace bmsgw::payload {
namespace {

TEST(ThingsboardTopics, ReadsTheIdOfARequest) {
  EXPECT_EQ(parse_rpc_request_topic("v1/devices/me/rpc/request/17"), 17U);
  for (const char* const topic :
       {"v1/devices/me/rpc/request/", "v1/devices/me/rpc/request/x", "v1/devices/me/rpc/request/1/2",
        "v1/devices/me/rpc/request/-1", "v1/devices/me/attributes", "",
        "v1/devices/me/rpc/request/99999999999999999999999"}) {
    EXPECT_EQ(parse_rpc_request_topic(topic), std::nullopt) << topic;
  }
  EXPECT_EQ(format_rpc_response_topic(17), "v1/devices/me/rpc/response/17");
}

}  // namespace
}  // namespace bmsgw::payload
