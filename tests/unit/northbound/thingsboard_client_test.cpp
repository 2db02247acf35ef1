#include "bmsgw/northbound/thingsboard_client.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/outbox/memory_outbox.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_mqtt.hpp"

namespace bmsgw::northbound {
namespace {

using core::OutputId;
using core::Quality;
using std::chrono::milliseconds;
using std::chrono::seconds;

class HostSpy final : public ThingsboardHost {
 public:
  std::string attributes(core::Stamp /*now*/) override { return R"({"version":"1"})"; }
  void on_rpc(std::uint64_t id, std::uint64_t session, const std::string& request,
              core::Stamp /*now*/) override {
    calls.push_back(request);
    last_id = id;
    last_session = session;
  }
  void on_shared_attributes(const std::string& message, bool is_answer, core::Stamp /*now*/) override {
    shared.push_back((is_answer ? "answer " : "change ") + message);
  }
  void on_session(core::Stamp /*now*/) override { ++sessions; }

  std::vector<std::string> calls;
  std::vector<std::string> shared;
  std::uint64_t last_id = 0;
  std::uint64_t last_session = 0;
  int sessions = 0;
};

class ThingsboardClientTest : public testing::Test {
 protected:
  ThingsboardClientTest() : client_({{}, seconds(10), 1}, mqtt_, outbox_, outputs_, host_, clock_, 3) {
    client_.start(clock_.now());
  }

  void capture(int time, int count = 1) {
    core::RecordBatch batch;
    for (int i = 0; i < count; ++i) batch.add(time + i, OutputId{0}, Quality::good, false, 1.0);
    outbox_.append(batch);
    client_.pump(clock_.now());
  }
  void pass(milliseconds time) {
    const auto until = clock_.time() + time;
    while (wake_time(client_.next_wake()) <= until) {
      clock_.set(std::max(clock_.time(), wake_time(client_.next_wake())));
      client_.on_time(clock_.now());
    }
    clock_.set(until);
  }
  static milliseconds wake_time(core::MonoTime wake) {
    return wake == core::kNever ? milliseconds::max() : test::FakeClock::time_of(wake);
  }
  [[nodiscard]] std::vector<std::string> telemetry() const {
    std::vector<std::string> payloads;
    for (const auto& publication : mqtt_.published) {
      if (publication.topic == "v1/devices/me/telemetry") payloads.push_back(publication.payload);
    }
    return payloads;
  }
  [[nodiscard]] std::size_t count_of(const std::string& topic) const {
    return static_cast<std::size_t>(
        std::ranges::count(mqtt_.published, topic, &test::FakeMqtt::Publication::topic));
  }

  std::vector<core::OutputDescription> outputs_{{"soc", -1, false, false, {}}};
  test::FakeClock clock_;
  test::FakeMqtt mqtt_;
  outbox::MemoryOutbox outbox_;
  HostSpy host_;
  ThingsboardClient client_;
};

TEST_F(ThingsboardClientTest, PublishesOnceConnectedAndForgetsOnAcknowledgement) {
  capture(1);
  EXPECT_TRUE(telemetry().empty());
  mqtt_.accept();
  EXPECT_EQ(telemetry(), std::vector<std::string>{R"([{"ts":1,"values":{"soc":1}}])"});
  EXPECT_EQ(outbox_.counters().waiting, 1U);
  mqtt_.acknowledge_all();
  EXPECT_EQ(outbox_.counters().waiting, 0U);
  EXPECT_EQ(client_.status().messages, 1U);
  EXPECT_TRUE(client_.drained());
}

TEST_F(ThingsboardClientTest, SaysItsAttributesAtConnectAndEachPeriod) {
  mqtt_.accept();
  EXPECT_EQ(host_.sessions, 1);
  EXPECT_EQ(count_of("v1/devices/me/attributes"), 1U);
  pass(seconds(35));
  EXPECT_EQ(count_of("v1/devices/me/attributes"), 4U);
}

TEST_F(ThingsboardClientTest, KeepsToItsWindow) {
  mqtt_.accept();
  for (int i = 0; i < 100; ++i) capture(i);
  EXPECT_EQ(telemetry().size(), ThingsboardClient::kWindow);
  mqtt_.acknowledge_all();
  EXPECT_EQ(outbox_.counters().waiting, 0U);
  EXPECT_LT(telemetry().size(), 25U) << "what waits leaves in few messages";
}

TEST_F(ThingsboardClientTest, PublishesAgainWhatALostSessionDidNotAcknowledge) {
  mqtt_.accept();
  capture(1);
  capture(2);
  mqtt_.lose("gone");
  EXPECT_EQ(client_.status().state, SessionState::waiting);
  capture(3);
  pass(seconds(1));
  ASSERT_TRUE(mqtt_.connecting());
  mqtt_.published.clear();
  mqtt_.accept();
  EXPECT_EQ(telemetry(),
            std::vector<std::string>{
                R"([{"ts":1,"values":{"soc":1}},{"ts":2,"values":{"soc":1}},{"ts":3,"values":{"soc":1}}])"});
  mqtt_.acknowledge_all();
  EXPECT_EQ(outbox_.counters().waiting, 0U);
}

TEST_F(ThingsboardClientTest, BacksOffFromHalfASecondToThirty) {
  std::vector<milliseconds> waits;
  for (int i = 0; i < 10; ++i) {
    mqtt_.refuse(ConnectFailure::network, "no route");
    const auto start = clock_.time();
    while (!mqtt_.connecting()) pass(milliseconds(10));
    waits.push_back(clock_.time() - start);
  }
  EXPECT_GE(waits[0], milliseconds(400));
  EXPECT_LE(waits[0], milliseconds(620));
  EXPECT_GE(waits[1], milliseconds(800));
  EXPECT_GE(waits[9], milliseconds(24'000));
  EXPECT_LE(waits[9], milliseconds(30'010));
}

TEST_F(ThingsboardClientTest, RefusedCredentialsWaitHalfAMinute) {
  mqtt_.refuse(ConnectFailure::refused_credentials, "bad user name or password");
  pass(milliseconds(29'900));
  EXPECT_FALSE(mqtt_.connecting());
  pass(milliseconds(200));
  EXPECT_TRUE(mqtt_.connecting());
}

TEST_F(ThingsboardClientTest, ASessionThatDiesAtOnceDoesNotResetTheBackOff) {
  for (int i = 0; i < 6; ++i) {
    mqtt_.accept();
    mqtt_.lose("closed by the server");
    while (!mqtt_.connecting()) pass(milliseconds(10));
  }
  EXPECT_GT(clock_.time(), milliseconds(500 + 1000 + 2000 + 4000 + 8000));
}

TEST_F(ThingsboardClientTest, ASteadySessionResetsTheBackOff) {
  for (int i = 0; i < 6; ++i) mqtt_.refuse(ConnectFailure::network, "no route");
  while (!mqtt_.connecting()) pass(milliseconds(100));
  mqtt_.accept();
  pass(seconds(11));
  mqtt_.lose("gone");
  pass(milliseconds(620));
  EXPECT_TRUE(mqtt_.connecting());
}

TEST_F(ThingsboardClientTest, NoAcknowledgementForTwentySecondsIsALostSession) {
  mqtt_.accept();
  capture(1);
  pass(milliseconds(19'900));
  EXPECT_TRUE(mqtt_.connected());
  pass(seconds(1));
  EXPECT_EQ(mqtt_.connects, 2);
  mqtt_.accept();
  mqtt_.acknowledge_all();
  EXPECT_EQ(outbox_.counters().waiting, 0U);
}

TEST_F(ThingsboardClientTest, ASlowLinkThatStillMovesIsNotLost) {
  mqtt_.accept();
  for (int i = 0; i < 60; ++i) capture(i * 1000, 400);
  ASSERT_GT(mqtt_.published.size(), 2U);
  std::size_t bytes = 0;
  for (const auto& publication : mqtt_.published) bytes += publication.payload.size();
  EXPECT_LT(bytes, 2 * ThingsboardClient::kWindowBytes) << "what is handed over fits a slow link";
  for (std::size_t i = 0; i < 10 && i < mqtt_.published.size(); ++i) {
    pass(seconds(15));
    client_.on_delivered(mqtt_.published[i].delivery);
  }
  EXPECT_EQ(mqtt_.connects, 1);
}

TEST_F(ThingsboardClientTest, AnAnswerLargerThanAMessageIsRefused) {
  mqtt_.accept();
  client_.answer(9, 1, std::string(70'000, 'x'));
  EXPECT_NE(mqtt_.published.back().payload.find("too_large"), std::string::npos);
}

TEST_F(ThingsboardClientTest, AnswersARequestOnItsTopicNowOrLater) {
  mqtt_.accept();
  mqtt_.message("v1/devices/me/rpc/request/7", R"({"method":"getStatus"})");
  EXPECT_EQ(host_.calls, std::vector<std::string>{R"({"method":"getStatus"})"});
  EXPECT_EQ(host_.last_id, 7U);
  pass(seconds(3));
  client_.answer(7, host_.last_session, R"({"ok":true})");
  EXPECT_EQ(mqtt_.published.back().topic, "v1/devices/me/rpc/response/7");
  EXPECT_EQ(mqtt_.published.back().payload, R"({"ok":true})");
}

TEST_F(ThingsboardClientTest, AnAnswerForAnEarlierSessionIsNotSent) {
  mqtt_.accept();
  mqtt_.message("v1/devices/me/rpc/request/7", R"({"method":"getStatus"})");
  const auto session = host_.last_session;
  mqtt_.lose("gone");
  client_.answer(7, session, "{}");
  pass(seconds(60));
  mqtt_.accept();
  client_.answer(7, session, "{}");
  EXPECT_EQ(count_of("v1/devices/me/rpc/response/7"), 0U);
}

TEST(ThingsboardClientShared, AttributesAreAskedForInEachSession) {
  const std::vector<core::OutputDescription> outputs{{"soc", -1, false, false, {}}};
  test::FakeClock clock;
  test::FakeMqtt mqtt;
  outbox::MemoryOutbox outbox;
  HostSpy host;
  ThingsboardClient client({{}, seconds(10), 1, R"({"sharedKeys":"limit"})"}, mqtt, outbox, outputs, host,
                           clock, 3);
  client.start(clock.now());
  mqtt.accept();
  const auto asked = std::ranges::find(mqtt.published, "v1/devices/me/attributes/request/1",
                                       &test::FakeMqtt::Publication::topic);
  ASSERT_NE(asked, mqtt.published.end());
  EXPECT_EQ(asked->payload, R"({"sharedKeys":"limit"})");
  mqtt.message("v1/devices/me/attributes/response/1", R"({"shared":{"limit":5}})");
  mqtt.message("v1/devices/me/attributes", R"({"limit":6})");
  EXPECT_EQ(host.shared,
            (std::vector<std::string>{R"(answer {"shared":{"limit":5}})", R"(change {"limit":6})"}));
}

TEST_F(ThingsboardClientTest, StoppingConnectsNoMore) {
  client_.stop();
  mqtt_.refuse(ConnectFailure::network, "no route");
  pass(seconds(100));
  EXPECT_EQ(mqtt_.connects, 1);
  EXPECT_TRUE(client_.drained());
}

}  // namespace
}  // namespace bmsgw::northbound
