// The stand-in with clients of other people: mosquitto's and Paho.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/child_process.hpp"
#include "support/session_harness.hpp"
#include "support/thingsboard_stand_in.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kRequests = "v1/devices/me/rpc/request/+";
constexpr const char* kAttributes = "v1/devices/me/attributes";

std::vector<std::string> mosquitto_options(const ThingsboardStandIn& server, const std::string& token,
                                           std::vector<std::string> more) {
  std::vector<std::string> options{"-h", "127.0.0.1", "-p", std::to_string(server.port()),
                                   "-V", "mqttv311",  "-u", token};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

/// A device by Paho.
struct Device : SessionHarness {
  explicit Device(const ThingsboardStandIn& server, const std::vector<std::string>& filters = {}) {
    options.host = "127.0.0.1";
    options.port = server.port();
    options.client_id = "device";
    options.username = "token";
    if (!connect(options)) throw std::runtime_error("the device is not let in");
    if (!filters.empty()) session->subscribe(filters);
  }
  /// Turns the loop until the n-th message is there.
  std::pair<std::string, std::string> message(std::size_t index = 0) {
    if (!until([this, index] { return events.messages.size() > index; })) return {};
    return events.messages[index];
  }
  void answer(const std::string& topic, const std::string& payload) {
    auto response = topic;
    session->publish(0, response.replace(response.find("request"), 7, "response"), payload, 1);
  }
  template <typename Future>
  bool await(const Future& future) {
    return until_polling([&future] { return future.wait_for(milliseconds(0)) == std::future_status::ready; });
  }
  /// For what happens elsewhere than in this loop.
  template <typename Condition>
  bool until_polling(Condition condition) {
    for (int i = 0; i < 2000 && !condition(); ++i) settle(milliseconds(5));
    return condition();
  }

  northbound::MqttOptions options;
};

TEST(StandIn, MosquittoPubDeliversTelemetry) {
  ThingsboardStandIn server;
  ChildProcess client("/usr/bin/mosquitto_pub",
                      mosquitto_options(server, "token",
                                        {"-q", "1", "-t", "v1/devices/me/telemetry", "-m",
                                         R"({"ts":1700000000000,"values":{"a":1.5}})"}));
  EXPECT_EQ(client.wait(), 0) << client.err();
  EXPECT_EQ(server.latest("a"), json(1.5));
  EXPECT_EQ(server.series("a").begin()->first, 1'700'000'000'000);
  EXPECT_THAT(server.violations(), IsEmpty());
}

TEST(StandIn, MosquittoPubWithAWrongTokenIsRefused) {
  ThingsboardStandIn server;
  ChildProcess client("/usr/bin/mosquitto_pub",
                      mosquitto_options(server, "wrong", {"-q", "1", "-t", "x", "-m", "{}"}));
  EXPECT_NE(client.wait(), 0);
  EXPECT_THAT(client.err(), HasSubstr("bad user name or password"));
}

TEST(StandIn, MosquittoSubGetsASharedAttribute) {
  ThingsboardStandIn server;
  ChildProcess client("/usr/bin/mosquitto_sub",
                      mosquitto_options(server, "token", {"-q", "1", "-C", "1", "-t", kAttributes}));
  ASSERT_TRUE(server.until([&] { return server.is_subscribed(kAttributes); })) << client.err();
  server.set_shared_attribute("limit", 5);
  EXPECT_EQ(client.wait(), 0) << client.err();
  EXPECT_THAT(client.out(), HasSubstr(R"({"limit":5})"));
}

TEST(StandIn, ATwoWayCallIsAnswered) {
  ThingsboardStandIn server;
  Device device(server, {kRequests});
  const auto call = server.rpc("getTerm", {{"a", 1}});
  const auto [topic, payload] = device.message();
  EXPECT_EQ(topic, "v1/devices/me/rpc/request/" + std::to_string(call.id));
  EXPECT_EQ(json::parse(payload), (json{{"method", "getTerm"}, {"params", {{"a", 1}}}}));
  device.answer(topic, R"({"ok":true})");
  ASSERT_TRUE(device.await(call.result));
  EXPECT_EQ(call.result.get().end, RpcResult::End::answered);
  EXPECT_EQ(call.result.get().answer, (json{{"ok", true}}));
  EXPECT_THAT(server.violations(), IsEmpty());
  device.answer(topic, R"({"ok":true})");
  EXPECT_TRUE(device.until_polling([&] { return server.answers(call).size() == 2; }));
  EXPECT_THAT(server.violations(), Contains(HasSubstr("more often")));
}

TEST(StandIn, ACallWithoutAnswerTimesOut) {
  ThingsboardStandIn server;
  Device device(server, {kRequests});
  const auto call = server.rpc("x", {}, {.timeout = milliseconds(50)});
  ASSERT_TRUE(device.await(call.result));
  EXPECT_EQ(call.result.get().end, RpcResult::End::timed_out);
  const auto [topic, payload] = device.message();
  EXPECT_EQ(server.unanswered(), std::vector<std::uint32_t>{call.id});
  device.answer(topic, "1");
  EXPECT_TRUE(device.until_polling([&] { return !server.violations().empty(); }));
  EXPECT_THAT(server.violations(), Contains(HasSubstr("too late")));
}

TEST(StandIn, AOneWayCallEndsWhenItIsSent) {
  ThingsboardStandIn server;
  Device device(server, {kRequests});
  const auto call = server.rpc("x", {}, {.two_way = false});
  ASSERT_TRUE(device.await(call.result));
  EXPECT_EQ(call.result.get().end, RpcResult::End::delivered);
}

TEST(StandIn, ACallWaitsForTheDevice) {
  ThingsboardStandIn server;
  const auto call = server.rpc("x");
  Device device(server, {kRequests});
  const auto [topic, payload] = device.message();
  device.answer(topic, "1");
  ASSERT_TRUE(device.await(call.result));
  EXPECT_EQ(call.result.get().answer, 1);
}

TEST(StandIn, WhatIsOpenGoesOutAgainInTheNextSession) {
  ThingsboardStandIn server;
  RpcCall call;
  {
    Device device(server, {kRequests});
    call = server.rpc("x", {}, {.persistent = true});
    device.message();
    server.drop_connection();
    ASSERT_TRUE(device.until([&] { return !device.events.losses.empty(); }));
  }
  Device device(server, {kRequests});
  const auto [topic, payload] = device.message();
  EXPECT_EQ(topic, "v1/devices/me/rpc/request/" + std::to_string(call.id));
  device.answer(topic, "1");
  ASSERT_TRUE(device.await(call.result));
  EXPECT_EQ(server.sessions(), 2U);
  EXPECT_THAT(server.violations(), IsEmpty());
}

TEST(StandIn, TheSameRequestTwice) {
  ThingsboardStandIn server;
  Device device(server, {kRequests});
  const auto call = server.rpc("x");
  const auto first = device.message();
  server.send_again(call);
  EXPECT_EQ(device.message(1), first);
  device.answer(first.first, "1");
  device.answer(first.first, "1");
  EXPECT_TRUE(device.until_polling([&] { return server.answers(call).size() == 2; }));
  EXPECT_THAT(server.violations(), IsEmpty());
}

TEST(StandIn, AnswersToNothingAndNonsenseAreBlamed) {
  ThingsboardStandIn server;
  Device device(server, {kRequests});
  const auto call = server.rpc("x");
  device.answer("v1/devices/me/rpc/request/77", "1");
  device.answer(device.message().first, "{");
  ASSERT_TRUE(device.await(call.result));
  EXPECT_THAT(server.violations(), Contains(HasSubstr("never asked")));
  EXPECT_THAT(server.violations(), Contains(HasSubstr("no JSON")));
}

TEST(StandIn, AttributesAreAskedFor) {
  ThingsboardStandIn server;
  server.set_shared_attribute("limit", 5);
  Device device(server, {"v1/devices/me/attributes/response/+"});
  device.session->publish(0, kAttributes, R"({"version":"1.2.3"})", 1);
  device.session->publish(0, "v1/devices/me/attributes/request/3",
                          R"({"clientKeys":"version,none","sharedKeys":"limit"})", 1);
  auto [topic, payload] = device.message();
  EXPECT_EQ(topic, "v1/devices/me/attributes/response/3");
  EXPECT_EQ(json::parse(payload), (json{{"client", {{"version", "1.2.3"}}}, {"shared", {{"limit", 5}}}}));
  device.session->publish(0, "v1/devices/me/attributes/request/4", R"({"sharedKeys":"none"})", 1);
  EXPECT_EQ(device.message(1).second, "{}") << "a scope without any is left out";
  EXPECT_EQ(server.client_attributes(), (json{{"version", "1.2.3"}}));
}

TEST(StandIn, SharedAttributesArePushedAndDeleted) {
  ThingsboardStandIn server;
  Device device(server, {kAttributes});
  ASSERT_TRUE(server.until([&] { return server.is_subscribed(kAttributes); }));
  server.set_shared_attribute("a", 1);
  EXPECT_EQ(device.message().second, R"({"a":1})");
  server.delete_shared_attribute("a");
  EXPECT_EQ(device.message(1).second, R"({"deleted":["a"]})");
}

TEST(StandIn, SessionLimitsAreTold) {
  ThingsboardStandIn server({.messages_limit = "200:1"});
  Device device(server, {"v1/devices/me/rpc/response/+"});
  device.session->publish(0, "v1/devices/me/rpc/request/1", R"({"method":"getSessionLimits","params":{}})",
                          1);
  const auto [topic, payload] = device.message();
  EXPECT_EQ(topic, "v1/devices/me/rpc/response/1");
  EXPECT_EQ(json::parse(payload)["rateLimits"]["messages"], "200:1");
  EXPECT_EQ(json::parse(payload)["maxPayloadSize"], 65'536);
  device.session->publish(0, "v1/devices/me/rpc/request/2", R"({"method":"getTime","params":{}})", 1);
  EXPECT_TRUE(json::parse(device.message(1).second).contains("error"));
}

TEST(StandIn, ItCanBeAwayAndBack) {
  ThingsboardStandIn server;
  Device device(server);
  server.refuse_connections();
  ASSERT_TRUE(device.until([&] { return !device.events.losses.empty(); }));
  SessionHarness other;
  EXPECT_TRUE(other.failure_of(device.options));
  server.accept_connections();
  EXPECT_NO_THROW(Device{server});
}

}  // namespace
}  // namespace bmsgw::test
