// What ends a session, and what the stand-in says of it: with a client that speaks raw MQTT.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "raw_client.hpp"
#include "support/thingsboard_stand_in.hpp"

namespace bmsgw::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr const char* kTelemetry = "v1/devices/me/telemetry";

TEST(StandInSession, CredentialsAreChecked) {
  ThingsboardStandIn server;
  EXPECT_EQ(RawClient(server.port()).connect("token"), 0);
  EXPECT_EQ(RawClient(server.port()).connect("wrong"), 4);
  EXPECT_EQ(RawClient(server.port()).connect(""), 2);
  EXPECT_EQ(RawClient(server.port()).connect("", ""), 5);
  EXPECT_EQ(server.sessions(), 1U);
  EXPECT_TRUE(server.violations().empty());
}

TEST(StandInSession, OtherVersionsAreRefused) {
  ThingsboardStandIn server;
  for (const char level : {'\3', '\5'}) {
    RawClient client(server.port());
    client.send(RawClient::connect_packet("token", "c", level));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body.at(1), 1);
    EXPECT_FALSE(client.receive());
  }
}

TEST(StandInSession, ACleanSessionWithoutWillIsWanted) {
  ThingsboardStandIn server;
  RawClient client(server.port());
  client.send(RawClient::connect_packet("token", "c", 4, 0));
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, std::string("\1\0", 2)) << "session present is said although there is none";
  EXPECT_THAT(server.violations(), Contains(HasSubstr("not clean")));
}

TEST(StandInSession, TheSecondOneOfADeviceEndsTheFirst) {
  ThingsboardStandIn server;
  RawClient first(server.port());
  ASSERT_EQ(first.connect("token"), 0);
  RawClient second(server.port());
  ASSERT_EQ(second.connect("token"), 0);
  EXPECT_FALSE(first.receive());
  EXPECT_TRUE(server.is_connected());
  EXPECT_THAT(server.closings(), Contains("another session of the same device"));
}

TEST(StandInSession, OnlyKnownFiltersAreGranted) {
  ThingsboardStandIn server;
  RawClient client(server.port());
  ASSERT_EQ(client.connect("token"), 0);
  client.send(RawClient::subscribe_packet("v1/devices/me/rpc/request/+", 2));
  auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, std::string("\0\1\1", 3)) << "QoS 1 in place of 2";
  client.send(RawClient::subscribe_packet("v1/devices/me/#"));
  answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, std::string("\0\1\x80", 3));
  EXPECT_THAT(server.violations(), Contains(HasSubstr("v1/devices/me/#")));
}

struct EndCase {
  const char* name;
  std::string bytes;
  const char* blame;
};

class EndOfSession : public testing::TestWithParam<EndCase> {};

TEST_P(EndOfSession, ComesWithoutAnAnswer) {
  ThingsboardStandIn server({.messages_limit = "10:1,3:60", .points_limit = "5:60"});
  RawClient client(server.port());
  ASSERT_EQ(client.connect("token"), 0);
  client.send(GetParam().bytes);
  EXPECT_FALSE(client.receive());
  EXPECT_THAT(server.violations(), Contains(HasSubstr(GetParam().blame)));
  EXPECT_FALSE(server.is_connected());
}

std::string telemetry(const std::string& payload, std::uint8_t qos) {
  return write_publish({kTelemetry, payload, qos, false, false, 1});
}

std::string repeated(const std::string& bytes, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += bytes;
  return all;
}

INSTANTIATE_TEST_SUITE_P(
    , EndOfSession,
    testing::Values(EndCase{"bad_payload", telemetry("{", 1), "bad payload"},
                    EndCase{"size", telemetry('"' + std::string(65'536, 'x') + '"', 1), "65536"},
                    EndCase{"qos_2", telemetry("{}", 2), "QoS 2"},
                    EndCase{"messages", repeated(telemetry(R"({"a":1})", 0), 4), "rate limit"},
                    EndCase{"points", telemetry(R"({"a":1,"b":1,"c":1,"d":1,"e":1,"f":1})", 1), "rate limit"},
                    EndCase{"connect_again", RawClient::connect_packet("token"), "type 1"},
                    EndCase{"client_rpc_without_method",
                            write_publish({"v1/devices/me/rpc/request/1", "{}", 1, false, false, 1}),
                            "bad payload"}),
    [](const auto& instance) { return instance.param.name; });

TEST(StandInSession, ConnackIsToBeWaitedFor) {
  ThingsboardStandIn server({.lookup_time = std::chrono::milliseconds(50)});
  RawClient client(server.port());
  client.send(RawClient::connect_packet("token") + RawClient::subscribe_packet("v1/devices/me/attributes"));
  ASSERT_TRUE(client.receive());
  EXPECT_TRUE(client.receive()) << "worked off when the device is let in";
  EXPECT_THAT(server.violations(), Contains(HasSubstr("before CONNACK")));
  RawClient other(server.port());
  other.send(RawClient::connect_packet("token") + repeated(telemetry("{}", 0), 101));
  EXPECT_FALSE(other.receive());
  EXPECT_THAT(server.violations(), Contains(HasSubstr("more than 100")));
}

TEST(StandInSession, AnythingButConnectFirstEndsIt) {
  ThingsboardStandIn server;
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: somebody who took the wrong port\r\n\r\n");
  EXPECT_FALSE(client.receive());
  EXPECT_EQ(server.sessions(), 0U);
}

TEST(StandInSession, GarbageHarmsNobody) {
  ThingsboardStandIn server;
  unsigned random = 1;
  for (int round = 0; round < 200; ++round) {
    std::string bytes = round % 2 == 0 ? "" : RawClient::connect_packet("token");
    for (int i = 0; i < 50; ++i)
      bytes += static_cast<char>((random = random * 1'664'525U + 1'013'904'223U) >> 24U);
    RawClient(server.port()).send(bytes);
  }
  EXPECT_EQ(RawClient(server.port()).connect("token"), 0);
}

}  // namespace
}  // namespace bmsgw::test
