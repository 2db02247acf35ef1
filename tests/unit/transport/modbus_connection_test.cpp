#include <thread>

#include "modbus_worker_rig.hpp"

namespace bmsgw::transport::test {
namespace {

/// What becomes of TCP connections.
class ModbusConnectionTest : public ModbusWorkerRig {
 protected:
  ModbusOptions options(milliseconds response = milliseconds(5000)) const {
    ModbusOptions options;
    options.host = "127.0.0.1";
    options.port = server_.port();
    options.response_timeout = response;
    return options;
  }
  TcpPeer connected(const ModbusOptions& options) {
    start(options);
    TcpPeer peer = server_.accept();
    EXPECT_TRUE(is_open());
    return peer;
  }
  /// One read that is answered.
  void exchange(const TcpPeer& peer) {
    ASSERT_TRUE(submit(read_of(0)));
    peer.send(tcp(peer.receive(), {1, 3, 2, 0, 1}));
    ASSERT_EQ(answer().outcome, ModbusOutcome::ok);
  }

  TcpServer server_;
};

TEST_F(ModbusConnectionTest, ARefusedConnectionIsToldOnceAndTriedAgain) {
  const auto port = server_.port();
  server_.close();
  start(options());
  ASSERT_TRUE(until([this] { return !record_.downs.empty(); }));
  EXPECT_EQ(record_.downs.at(0), std::errc::connection_refused);
  EXPECT_EQ(record_.details.at(0), "127.0.0.1 port " + std::to_string(port) + ": Connection refused");
  EXPECT_FALSE(worker_->submit(1, read_of(0)));
  loop_.run_for(milliseconds(700));  // the second try comes after half a second
  EXPECT_EQ(record_.downs.size(), 1U);
  server_.listen_at(port);
  EXPECT_TRUE(is_open());
  exchange(server_.accept());
}

TEST_F(ModbusConnectionTest, AnUnknownHostIsToldByName) {
  auto wrong = options();
  wrong.host = "256.1.2.3";  // no address, and no name that anybody may have
  start(wrong);
  ASSERT_TRUE(until([this] { return !record_.downs.empty(); }));
  EXPECT_NE(record_.details.at(0).find("256.1.2.3 port "), std::string::npos) << record_.details.at(0);
}

TEST_F(ModbusConnectionTest, ANameIsLookedUp) {
  auto named = options();
  named.host = "localhost";
  const TcpPeer peer = connected(named);
  exchange(peer);
}

TEST_F(ModbusConnectionTest, AConnectionDroppedInTheMiddleOfAnAnswerIsLost) {
  TcpPeer peer = connected(options());
  exchange(peer);
  submit(read_of(0));
  const auto whole = tcp(peer.receive(), {1, 3, 2, 0, 5});
  peer.send(Bytes(whole.begin(), whole.begin() + 8));
  peer.close();
  EXPECT_EQ(answer().outcome, ModbusOutcome::link_lost);
  EXPECT_FALSE(worker_->submit(99, read_of(1))) << "on_down is about to come";
  EXPECT_TRUE(is_open(2)) << "opened again by itself";
  EXPECT_EQ(record_.order, "oaado");
  EXPECT_EQ(record_.downs.at(0), std::errc::connection_reset);
  EXPECT_NE(record_.details.at(0).find("the other side closed"), std::string::npos);
  exchange(server_.accept());
}

TEST_F(ModbusConnectionTest, ANewConnectionThatAnswersNothingIsLost) {
  TcpPeer peer = connected(options());
  submit(read_of(0));
  ASSERT_EQ(peer.receive().size(), 12U);
  peer.close();
  EXPECT_EQ(answer().outcome, ModbusOutcome::link_lost);
  EXPECT_TRUE(until([this] { return record_.downs.size() == 1; }));
}

TEST_F(ModbusConnectionTest, OneThatWasClosedBetweenRequestsIsOpenedQuietly) {
  TcpPeer first = connected(options());
  exchange(first);
  first.close();
  submit(read_of(0));
  const TcpPeer second = server_.accept();
  second.send(tcp(second.receive(), {1, 3, 2, 0, 2}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
  EXPECT_EQ(record_.order, "oaa");
}

TEST_F(ModbusConnectionTest, AReadThatMeetsADeadConnectionIsRepeatedOnce) {
  TcpPeer first = connected(options());
  exchange(first);
  submit(read_of(7));
  ASSERT_EQ(first.receive().size(), 12U);
  first.reset();
  const TcpPeer second = server_.accept();
  const auto again = second.receive();
  EXPECT_EQ(again.at(9), 7);
  second.send(tcp(again, {1, 3, 2, 0, 2}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
  EXPECT_EQ(record_.order, "oaa");
}

TEST_F(ModbusConnectionTest, TheRepetitionIsNotRepeated) {
  TcpPeer first = connected(options());
  exchange(first);
  submit(read_of(7));
  ASSERT_EQ(first.receive().size(), 12U);
  first.close();
  TcpPeer second = server_.accept();
  ASSERT_EQ(second.receive().size(), 12U);
  second.close();
  EXPECT_EQ(answer().outcome, ModbusOutcome::link_lost);
  EXPECT_TRUE(until([this] { return record_.downs.size() == 1; }));
}

TEST_F(ModbusConnectionTest, AWriteIsNeverRepeated) {
  TcpPeer first = connected(options());
  exchange(first);
  submit({1, ModbusFunction::write_register, 7, 1, {42}});
  ASSERT_EQ(first.receive().size(), 12U);
  first.reset();
  EXPECT_EQ(answer().outcome, ModbusOutcome::link_lost);
  EXPECT_TRUE(is_open(2));
  const TcpPeer second = server_.accept();
  submit(read_of(9));
  EXPECT_EQ(second.receive().at(7), 3) << "the write isn't sent here";
}

TEST_F(ModbusConnectionTest, AWriteThatWasNotSentYetGoesOutOnTheNewConnection) {
  TcpPeer first = connected(options());
  exchange(first);
  first.close();
  submit({1, ModbusFunction::write_register, 7, 1, {42}});
  const TcpPeer second = server_.accept();
  const auto request = second.receive();
  second.send(tcp(request, {1, 6, 0, 7, 0, 42}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
}

TEST_F(ModbusConnectionTest, AServerThatIsGoneMeanwhileIsALostLink) {
  TcpPeer first = connected(options());
  exchange(first);
  first.close();
  server_.close();
  submit(read_of(0));
  EXPECT_EQ(answer().outcome, ModbusOutcome::link_down) << "nothing was sent";
  ASSERT_TRUE(until([this] { return record_.downs.size() == 1; }));
  EXPECT_EQ(record_.downs.at(0), std::errc::connection_refused);
  EXPECT_EQ(record_.order, "oaad");
}

TEST_F(ModbusConnectionTest, AnIdleConnectionIsClosedQuietly) {
  auto closing = options();
  closing.idle_close = milliseconds(50);
  const TcpPeer first = connected(closing);
  exchange(first);
  EXPECT_TRUE(first.is_closed());
  EXPECT_FALSE(server_.has_caller(100)) << "it isn't needed yet";
  submit(read_of(0));
  const TcpPeer second = server_.accept();
  second.send(tcp(second.receive(), {1, 3, 2, 0, 2}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
  EXPECT_TRUE(second.is_closed());
  EXPECT_EQ(record_.order, "oaa");
}

TEST_F(ModbusConnectionTest, WithoutIdleCloseItStays) {
  const TcpPeer peer = connected(options());
  exchange(peer);
  EXPECT_FALSE(peer.is_closed(150));
}

TEST_F(ModbusConnectionTest, ThereAreNeverTwoAtOnce) {
  start(options());
  for (int i = 0; i < 5; ++i) {
    TcpPeer peer = server_.accept();
    ASSERT_TRUE(is_open(i + 1));
    exchange(peer);
    worker_->reopen();
    // The old one is closed before the new one is asked for: at the latest now.
    ASSERT_TRUE(server_.has_caller(kPatienceMs));
    EXPECT_TRUE(peer.is_closed(0));
  }
}

TEST_F(ModbusConnectionTest, WhoAsksAtALineThatIsBeingOpenedAnewWaits) {
  const TcpPeer first = connected(options());
  worker_->reopen();
  EXPECT_FALSE(worker_->submit(1, read_of(0)));
  ASSERT_TRUE(is_open(2));
  const TcpPeer second = server_.accept();
  exchange(second);
}

TEST_F(ModbusConnectionTest, StoppingDuringARequestIsQuickAndTellsNothing) {
  const TcpPeer peer = connected(options(milliseconds(60'000)));
  submit(read_of(0));
  ASSERT_EQ(peer.receive().size(), 12U);
  const auto begin = steady_clock::now();
  worker_->stop();
  worker_.reset();
  EXPECT_LT(since(begin), milliseconds(1500));
  loop_.run_for(milliseconds(50));
  EXPECT_EQ(record_.order, "o");
  EXPECT_TRUE(peer.is_closed());
}

/// Says when the worker has asked for the time of an answer: it posts it next.
class WatchedClock final : public core::Clock {
 public:
  [[nodiscard]] core::Stamp now() const override {
    asked = true;
    return {1, steady_clock::now()};
  }
  mutable std::atomic<bool> asked{false};
};

TEST_F(ModbusConnectionTest, WhatIsPostedAlreadyIsNotToldAfterStopping) {
  const WatchedClock watched;
  ModbusWorker worker(loop_, options(), watched);
  worker.start(record_);
  const TcpPeer peer = server_.accept();
  ASSERT_TRUE(is_open());
  ASSERT_TRUE(worker.submit(1, read_of(0)));
  watched.asked = false;
  peer.send(tcp(peer.receive(), {1, 3, 2, 0, 1}));
  const auto deadline = steady_clock::now() + milliseconds(kPatienceMs);
  while (!watched.asked && steady_clock::now() < deadline) std::this_thread::yield();
  worker.stop();
  loop_.run_for(milliseconds(50));
  EXPECT_EQ(record_.order, "o");
}

TEST_F(ModbusConnectionTest, StoppingWhileItWaitsToTryAgainIsQuick) {
  server_.close();
  start(options());
  ASSERT_TRUE(until([this] { return !record_.downs.empty(); }));
  const auto begin = steady_clock::now();
  worker_.reset();
  EXPECT_LT(since(begin), milliseconds(400)) << "the next try is due after half a second";
}

/// A host of which nothing comes: its queue of callers is full.
class ModbusDeafHostTest : public ModbusConnectionTest {
 protected:
  void SetUp() override {
    listen(server_.descriptor(), 0);
    for (int i = 0; i < 4; ++i) {
      callers_.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      address.sin_port = htons(server_.port());
      ASSERT_TRUE(connect(callers_.back().get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) ==
                      0 ||
                  errno == EINPROGRESS);
    }
  }
  std::vector<FileDescriptor> callers_;
};

TEST_F(ModbusDeafHostTest, ConnectingIsGivenUp) {
  const auto begin = steady_clock::now();
  start(options());
  ASSERT_TRUE(until([this] { return !record_.downs.empty(); }));
  EXPECT_EQ(record_.downs.at(0), std::errc::timed_out);
  EXPECT_LT(since(begin), milliseconds(5000));
}

TEST_F(ModbusDeafHostTest, StoppingMeanwhileIsQuick) {
  start(options());
  loop_.run_for(milliseconds(50));
  const auto begin = steady_clock::now();
  worker_.reset();
  EXPECT_LT(since(begin), milliseconds(1000));
  EXPECT_EQ(record_.order, "");
}

}  // namespace
}  // namespace bmsgw::transport::test
