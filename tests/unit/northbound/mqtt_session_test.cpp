#include "bmsgw/northbound/mqtt_session.hpp"

#include <numeric>

#include <boost/asio/ip/tcp.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/mosquitto.hpp"
#include "support/session_harness.hpp"

namespace bmsgw::northbound {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::Mosquitto;
using test::SessionHarness;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::SizeIs;

/// More than MqttSession needs at its worst, on a busy machine.
constexpr milliseconds kQuick{1000};

MqttOptions options_for(std::uint16_t port) {
  MqttOptions options;
  options.host = "127.0.0.1";
  options.port = port;
  options.client_id = "bmsgw-test";
  options.username = "battery";
  options.connect_timeout = seconds(5);
  return options;
}

template <typename Action>
milliseconds time_of(Action action) {
  const auto start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

TEST(MqttSession, ConnectsAndDeliversInOrder) {
  Mosquitto broker;
  SessionHarness harness;
  ASSERT_TRUE(harness.connect(options_for(broker.port())));
  for (std::uint64_t delivery = 1000; delivery < 1020; ++delivery) {
    EXPECT_TRUE(harness.session->publish(delivery, "t", "payload", 1));
  }
  ASSERT_TRUE(harness.until([&] { return harness.events.deliveries.size() == 20; }));
  std::vector<std::uint64_t> expected(20);
  std::iota(expected.begin(), expected.end(), 1000);
  EXPECT_EQ(harness.events.deliveries, expected);
}

TEST(MqttSession, TellsOfQosZeroToo) {
  Mosquitto broker;
  SessionHarness harness;
  ASSERT_TRUE(harness.connect(options_for(broker.port())));
  EXPECT_TRUE(harness.session->publish(0xffff'ffff'ffff'fff0U, "t", "payload", 0));
  ASSERT_TRUE(harness.until([&] { return !harness.events.deliveries.empty(); }));
  EXPECT_THAT(harness.events.deliveries, ElementsAre(0xffff'ffff'ffff'fff0U));
}

TEST(MqttSession, SubscribesAndReceives) {
  Mosquitto broker;
  SessionHarness harness;
  ASSERT_TRUE(harness.connect(options_for(broker.port())));
  harness.session->subscribe({"a/+", "b"});
  harness.session->publish(1, "a/1", "one", 1);
  harness.session->publish(2, "b", std::string("t\0o", 3), 0);
  harness.session->publish(3, "c", "three", 1);
  ASSERT_TRUE(harness.until(
      [&] { return harness.events.deliveries.size() == 3 && harness.events.messages.size() == 2; }));
  EXPECT_THAT(harness.events.messages, ElementsAre(Pair("a/1", "one"), Pair("b", std::string("t\0o", 3))));
}

TEST(MqttSession, PublishesNothingUnlessConnected) {
  Mosquitto broker;
  SessionHarness harness;
  EXPECT_FALSE(harness.session->publish(1, "t", "payload", 1));
  harness.session->connect(options_for(broker.port()));
  EXPECT_FALSE(harness.session->publish(1, "t", "payload", 1));
  harness.session->subscribe({"t"});
  ASSERT_TRUE(harness.until([&] { return harness.events.connected == 1; }));
  harness.session->disconnect();
  EXPECT_FALSE(harness.session->publish(1, "t", "payload", 1));
}

TEST(MqttSession, WrongPasswordIsRefusedCredentials) {
  Mosquitto broker({.users = {{"battery", "right"}}, .tls = {}, .more = {}});
  SessionHarness harness;
  auto options = options_for(broker.port());
  options.password = "a-secret-mistake";
  const auto failure = harness.failure_of(options);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, ConnectFailure::refused_credentials);
  EXPECT_THAT(failure->reason, HasSubstr("not authorised"));
  EXPECT_THAT(failure->reason, testing::Not(HasSubstr("secret")));
  options.password = "right";
  EXPECT_TRUE(harness.connect(options));
}

TEST(MqttSession, NobodyListeningIsNetwork) {
  SessionHarness harness;
  const auto failure = harness.failure_of(options_for(test::free_port()));
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, ConnectFailure::network);
  EXPECT_THAT(failure->reason, HasSubstr("Connection refused"));
}

TEST(MqttSession, UnknownHostIsNetwork) {
  SessionHarness harness;
  auto options = options_for(1883);
  options.host = "no-such-host.invalid";
  const auto failure = harness.failure_of(options);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, ConnectFailure::network);
  EXPECT_THAT(failure->reason, HasSubstr("no-such-host.invalid"));
}

TEST(MqttSession, KilledBrokerIsConnectionLost) {
  Mosquitto broker;
  SessionHarness harness;
  ASSERT_TRUE(harness.connect(options_for(broker.port())));
  broker.kill();
  ASSERT_TRUE(harness.until([&] { return !harness.events.losses.empty(); }));
  EXPECT_THAT(harness.events.losses, SizeIs(1));
  EXPECT_FALSE(harness.session->publish(1, "t", "payload", 1));
}

TEST(MqttSession, ConnectsAnewAfterARestart) {
  Mosquitto broker;
  SessionHarness harness;
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(harness.connect(options_for(broker.port())));
    harness.session->publish(static_cast<std::uint64_t>(round), "t", "payload", 1);
    ASSERT_TRUE(harness.until(
        [&] { return harness.events.deliveries.size() == static_cast<std::size_t>(round) + 1; }));
    broker.kill();
    ASSERT_TRUE(
        harness.until([&] { return harness.events.losses.size() == static_cast<std::size_t>(round) + 1; }));
    broker.start();
  }
}

TEST(MqttSession, StoppedBrokerIsNetworkWithinTheTimeout) {
  Mosquitto broker;
  SessionHarness harness;
  broker.pause();
  auto options = options_for(broker.port());
  options.connect_timeout = milliseconds(700);
  std::optional<test::RecordedEvents::Failure> failure;
  const auto time = time_of([&] { failure = harness.failure_of(options); });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind, ConnectFailure::network);
  EXPECT_THAT(failure->reason, HasSubstr("does not answer within 700 ms"));
  EXPECT_LT(time, milliseconds(700) + kQuick);
  broker.resume();
  EXPECT_TRUE(harness.connect(options_for(broker.port())));
}

TEST(MqttSession, DisconnectSilencesWhatIsUnderWay) {
  Mosquitto broker;
  SessionHarness harness;
  ASSERT_TRUE(harness.connect(options_for(broker.port())));
  for (std::uint64_t delivery = 0; delivery < 50; ++delivery)
    harness.session->publish(delivery, "t", "payload", 1);
  ASSERT_TRUE(harness.until([&] { return !harness.events.deliveries.empty(); }));
  const auto count = harness.events.count();
  harness.session->disconnect();
  broker.kill();
  harness.settle(milliseconds(300));
  EXPECT_EQ(harness.events.count(), count);
}

TEST(MqttSession, DisconnectWhileConnectingSilences) {
  Mosquitto broker;
  SessionHarness harness;
  harness.session->connect(options_for(broker.port()));
  harness.session->disconnect();
  harness.settle(milliseconds(300));
  EXPECT_EQ(harness.events.count(), 0U);
}

TEST(MqttSession, SaysGoodbyeAfterWhatWasPublished) {
  Mosquitto broker;
  SessionHarness harness;
  ASSERT_TRUE(harness.connect(options_for(broker.port())));
  harness.session->publish(1, "last/words", "payload", 1);
  harness.session->disconnect();
  harness.session.reset();
  broker.stop();
  const auto log = broker.log();
  EXPECT_THAT(log, HasSubstr("Received PUBLISH from bmsgw-test"));
  EXPECT_THAT(log, HasSubstr("Received DISCONNECT from bmsgw-test"));
}

TEST(MqttSession, ASecondConnectReplacesTheFirst) {
  Mosquitto first;
  Mosquitto second;
  SessionHarness harness;
  harness.session->connect(options_for(first.port()));
  ASSERT_TRUE(harness.connect(options_for(second.port())));
  first.kill();
  harness.settle(milliseconds(200));
  EXPECT_EQ(harness.events.count(), 1U);
}

/// An event in which the session goes.
struct Destroyer final : MqttEvents {
  void on_connected() override { session.reset(); }
  void on_connect_failed(ConnectFailure /*kind*/, const std::string& /*reason*/) override { session.reset(); }
  void on_connection_lost(const std::string& /*reason*/) override {}
  void on_delivered(std::uint64_t /*delivery*/) override {}
  void on_message(const std::string& /*topic*/, const std::string& /*payload*/) override {}
  std::unique_ptr<MqttSession> session;
};

TEST(MqttSession, MayGoInItsOwnEvent) {
  Mosquitto broker;
  for (const auto port : {broker.port(), test::free_port()}) {
    SessionHarness harness;
    Destroyer destroyer;
    destroyer.session = std::make_unique<MqttSession>(harness.loop);
    destroyer.session->set_events(destroyer);
    destroyer.session->connect(options_for(port));
    EXPECT_TRUE(harness.until([&] { return destroyer.session == nullptr; }));
  }
}

TEST(MqttSession, MayOutliveTheLoopAfterDisconnect) {
  Mosquitto broker;
  test::RecordedEvents events;
  std::unique_ptr<MqttSession> session;
  {
    boost::asio::io_context loop;
    session = std::make_unique<MqttSession>(loop);
    session->set_events(events);
    session->connect(options_for(broker.port()));
    session->disconnect();
  }
  session.reset();
  EXPECT_EQ(events.count(), 0U);
}

class MqttSessionGoes : public testing::Test {
 protected:
  void expect_quick() {
    const auto time = time_of([this] { harness.session.reset(); });
    EXPECT_LT(time, kQuick);
    const auto count = harness.events.count();
    harness.settle(milliseconds(100));
    EXPECT_EQ(harness.events.count(), count);
  }

  SessionHarness harness;
};

TEST_F(MqttSessionGoes, Idle) {
  expect_quick();
}

TEST_F(MqttSessionGoes, Connected) {
  Mosquitto broker;
  ASSERT_TRUE(harness.connect(options_for(broker.port())));
  expect_quick();
}

TEST_F(MqttSessionGoes, BrokerKilled) {
  Mosquitto broker;
  ASSERT_TRUE(harness.connect(options_for(broker.port())));
  harness.session->publish(1, "t", "payload", 1);
  broker.kill();
  expect_quick();
}

TEST_F(MqttSessionGoes, BrokerStoppedAndTheSocketFull) {
  Mosquitto broker;
  ASSERT_TRUE(harness.connect(options_for(broker.port())));
  broker.pause();
  const std::string large(60'000, 'x');
  for (std::uint64_t delivery = 0; delivery < 200; ++delivery)
    harness.session->publish(delivery, "t", large, 1);
  harness.settle(milliseconds(100));
  expect_quick();
}

TEST_F(MqttSessionGoes, BrokerStoppedWhileConnecting) {
  Mosquitto broker;
  broker.pause();
  harness.session->connect(options_for(broker.port()));
  harness.settle(milliseconds(100));
  expect_quick();
}

TEST_F(MqttSessionGoes, ConnectingToWhereNobodyAnswers) {
  // A full backlog: the kernel drops what comes more.
  boost::asio::ip::tcp::acceptor acceptor(harness.loop);
  acceptor.open(boost::asio::ip::tcp::v4());
  acceptor.bind({boost::asio::ip::address_v4::loopback(), 0});
  acceptor.listen(0);
  std::vector<boost::asio::ip::tcp::socket> fillers;
  for (int i = 0; i < 4; ++i) {
    auto& filler = fillers.emplace_back(harness.loop, boost::asio::ip::tcp::v4());
    filler.async_connect(acceptor.local_endpoint(), [](const boost::system::error_code&) {});
  }
  harness.settle(milliseconds(50));
  harness.session->connect(options_for(acceptor.local_endpoint().port()));
  harness.settle(milliseconds(100));
  EXPECT_EQ(harness.events.count(), 0U);
  expect_quick();
}

TEST_F(MqttSessionGoes, Resolving) {
  auto options = options_for(1883);
  options.host = "no-such-host.invalid";
  harness.session->connect(options);
  expect_quick();
}

}  // namespace
}  // namespace bmsgw::northbound
