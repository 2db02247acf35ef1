#include <future>
#include <memory>
#include <thread>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "modbus_worker_rig.hpp"
#include "transport/modbus/line_keeper.hpp"
#include "transport/modbus/line_timing.hpp"
#include "transport/modbus/make_line.hpp"
#include "transport/modbus/name_lookup.hpp"
#include "transport/modbus/rtu_frame.hpp"
#include "transport/modbus/tcp_dialer.hpp"
#include "transport/modbus/tcp_frame.hpp"
#include "transport/modbus/tcp_line.hpp"
#include "transport/modbus/waiter.hpp"

namespace bmsgw::transport::test {
namespace {

using std::chrono::microseconds;
using Woken = Waiter::Woken;

steady_clock::time_point in(milliseconds time) {
  return steady_clock::now() + time;
}

TEST(ModbusWaiter, WakesForBytesForTheTimeAndForTheEnd) {
  Waiter waiter;
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  const FileDescriptor ours(ends[0]);
  FileDescriptor theirs(ends[1]);
  EXPECT_EQ(waiter.wait(ours.get(), POLLIN, in(milliseconds(5))), Woken::late);
  write_bytes(theirs.get(), {1});
  EXPECT_EQ(waiter.wait(ours.get(), POLLIN, in(milliseconds(5000))), Woken::ready);
  theirs = FileDescriptor();
  EXPECT_EQ(waiter.wait(ours.get(), 0, in(milliseconds(5000))), Woken::hung_up);
}

TEST(ModbusWaiter, WaitsLessThanAMillisecond) {
  Waiter waiter;
  const auto begin = steady_clock::now();
  for (int i = 0; i < 20; ++i) waiter.pause(steady_clock::now() + microseconds(200));
  EXPECT_GE(steady_clock::now() - begin, microseconds(4000));
  EXPECT_LT(steady_clock::now() - begin, milliseconds(1000));
}

TEST(ModbusWaiter, ARaiseEndsIdlingOnly) {
  Waiter waiter;
  waiter.raise();
  EXPECT_EQ(waiter.wait(-1, 0, in(milliseconds(5))), Woken::late);
  waiter.raise();
  EXPECT_EQ(waiter.wait_idle(-1, 0, in(milliseconds(5000))), Woken::raised);
  EXPECT_EQ(waiter.wait_idle(-1, 0, in(milliseconds(5))), Woken::late) << "once";
}

TEST(ModbusWaiter, StoppingEndsAllWaiting) {
  Waiter waiter;
  auto waiting = std::async(std::launch::async, [&waiter] { return waiter.wait(-1, 0, core::kNever); });
  waiter.stop();
  ASSERT_EQ(waiting.wait_for(std::chrono::seconds(5)), std::future_status::ready);
  EXPECT_EQ(waiting.get(), Woken::stopped);
  EXPECT_EQ(waiter.wait(-1, 0, core::kNever), Woken::stopped);
}

TEST(ModbusTiming, OfASerialLine) {
  ModbusOptions options;
  options.speed = 9600;
  EXPECT_EQ(serial_timing(options).character, microseconds(1042));
  EXPECT_EQ(serial_timing(options).gap, microseconds(3647));
  options.parity = 'E';
  options.stop_bits = 2;
  EXPECT_EQ(serial_timing(options).character, microseconds(1250));
  options.speed = 115200;
  EXPECT_EQ(serial_timing(options).gap, microseconds(1750)) << "fixed above 19200 bit/s";
  options.request_gap = milliseconds(7);
  EXPECT_EQ(serial_timing(options).gap, microseconds(7000));
  options.speed = 300;
  options.request_gap = milliseconds(0);
  EXPECT_EQ(serial_timing(options).quiet, serial_timing(options).gap);
}

TEST(ModbusTiming, OfTheLongestRequest) {
  ModbusOptions options;
  options.device = "/dev/ttyS0";
  options.response_timeout = milliseconds(20);
  EXPECT_GT(longest_ask(options), milliseconds(1000));
  EXPECT_LT(longest_ask(options), milliseconds(3500));
  options.response_timeout = milliseconds(1020);
  const auto serial = longest_ask(options);
  EXPECT_GE(serial, milliseconds(1000 + 3000));
  options.host = "bms";
  EXPECT_GT(longest_ask(options), serial) << "it may have to connect anew";
}

struct Strange {
  const char* name;
  Bytes received;
  ModbusOutcome outcome;
};

TEST(ModbusRtuFrame, WhatCameIsJudged) {
  const auto request = read_of(0x10, 2);
  const auto sent = rtu({1, 3, 0, 0x10, 0, 2});
  const auto good = rtu({1, 3, 4, 0, 1, 0, 2});
  const std::vector<Strange> cases{
      {"nothing", {}, ModbusOutcome::bad_answer},
      {"the answer", good, ModbusOutcome::ok},
      {"behind noise", joined({{1, 3}, good}), ModbusOutcome::ok},
      {"before noise", joined({good, {1, 3, 4}}), ModbusOutcome::ok},
      {"an exception", rtu({1, 0x83, 6}), ModbusOutcome::exception},
      {"the request", sent, ModbusOutcome::echo},
      {"the request, torn", Bytes(sent.begin(), sent.end() - 1), ModbusOutcome::bad_answer},
      {"another's", rtu({7, 3, 4, 0, 1, 0, 2}), ModbusOutcome::foreign_answer},
      {"another's exception", rtu({7, 0x83, 2}), ModbusOutcome::foreign_answer},
      {"another's write", rtu({7, 6, 0, 1, 0, 2}), ModbusOutcome::foreign_answer},
      {"another count", rtu({1, 3, 2, 0, 1}), ModbusOutcome::foreign_answer},
      {"bytes", Bytes(30, 3), ModbusOutcome::bad_answer},
  };
  for (const auto& one : cases) {
    std::vector<std::uint16_t> values;
    const auto verdict = judge_stray(request, sent, one.received, values);
    EXPECT_EQ(verdict.outcome, one.outcome) << one.name << ": " << core::to_string(verdict.outcome);
    EXPECT_EQ(values.size(), one.outcome == ModbusOutcome::ok ? 2U : 0U) << one.name;
  }
}

TEST(ModbusRtuFrame, AWriteOfOneItemLooksLikeItsAnswer) {
  const ModbusRequest request{1, ModbusFunction::write_register, 7, 1, {42}};
  const auto sent = rtu({1, 6, 0, 7, 0, 42});
  std::vector<std::uint16_t> values;
  EXPECT_EQ(judge_stray(request, sent, sent, values).outcome, ModbusOutcome::ok);
}

TEST(ModbusRtuFrame, LengthsAreThoseOfLibmodbus) {
  EXPECT_EQ(bytes_taken(Bytes{1, 3, 10}), 15U);
  EXPECT_EQ(bytes_taken(Bytes{1, 0x83, 2}), 5U);
  EXPECT_EQ(bytes_taken(Bytes{1, 16, 0}), 8U);
  EXPECT_EQ(bytes_taken(Bytes{1, 3, 251}), 256U);
  EXPECT_EQ(bytes_taken(Bytes{1, 3, 252}), 3U) << "more than a frame can have";
}

TEST(ModbusTcpFrame, ItsHeadSaysWhatIsThere) {
  EXPECT_EQ(judge_head({}), TcpPending::nothing);
  EXPECT_EQ(judge_head(Bytes{0, 1, 0, 0, 0}), TcpPending::torn);
  EXPECT_EQ(judge_head(Bytes{0, 1, 0, 0, 0, 3, 1, 0x83}), TcpPending::torn);
  EXPECT_EQ(judge_head(Bytes{0, 1, 0, 0, 0, 3, 1, 0x83, 2}), TcpPending::frame);
  EXPECT_EQ(judge_head(Bytes{0, 1, 0, 0, 0, 3, 1, 0x83, 2, 0}), TcpPending::frame);
  EXPECT_EQ(judge_head(Bytes{0, 1, 1, 0, 0, 3, 1, 0x83, 2}), TcpPending::nonsense) << "another protocol";
  EXPECT_EQ(judge_head(Bytes{0, 1, 0, 0, 0, 2, 1, 0x83}), TcpPending::nonsense);
  EXPECT_EQ(judge_head(Bytes{0, 1, 0, 0, 0, 255}), TcpPending::nonsense);
  EXPECT_EQ(judge_head(Bytes{0, 1, 0, 0, 0, 254}), TcpPending::torn);
}

/// A name server that answers when it is told to.
struct SlowNames {
  NameLookup::Resolver resolver() {
    return [answered = answered, asked = asked](const std::string& host, std::uint16_t port) {
      ++*asked;
      answered.wait();
      return resolve(host == "bms" ? "127.0.0.1" : host, port);
    };
  }
  std::promise<void> answer;
  std::shared_future<void> answered = answer.get_future().share();
  std::shared_ptr<std::atomic<int>> asked = std::make_shared<std::atomic<int>>(0);
};

TEST(ModbusNameLookup, GoesOnWithTheSameSearch) {
  SlowNames names;
  NameLookup lookup(names.resolver());
  Waiter waiter;
  EXPECT_FALSE(lookup.look_up("bms", 502, waiter, in(milliseconds(10))));
  EXPECT_FALSE(lookup.look_up("bms", 502, waiter, in(milliseconds(10))));
  names.answer.set_value();
  const auto found = lookup.look_up("bms", 502, waiter, in(milliseconds(5000)));
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->addresses.empty());
  EXPECT_EQ(found->addresses[0].storage.ss_family, AF_INET);
  EXPECT_EQ(*names.asked, 1);
}

TEST(ModbusNameLookup, AnAddressIsFoundWithoutAsking) {
  SlowNames names;
  NameLookup lookup(names.resolver());
  Waiter waiter;
  for (const auto* host : {"127.0.0.1", "::1"}) {
    const auto found = lookup.look_up(host, 502, waiter, in(milliseconds(5000)));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->addresses.size(), 1U) << host;
  }
  EXPECT_EQ(*names.asked, 0);
}

TEST(ModbusNameLookup, AFailureSaysWhy) {
  NameLookup lookup([](const std::string&, std::uint16_t) {
    return NameLookup::Found{{}, "no such name", true};
  });
  Waiter waiter;
  TcpDialer dialer("bms", 502, waiter, std::move(lookup));
  FileDescriptor none;
  EXPECT_EQ(dialer.connect(none).detail, "bms port 502: no such name");
}

/// Can't be opened.
struct NoLine final : BlockingLine {
  LineFault open() override { return why; }
  void close() override {}
  codec::modbus::AnswerVerdict ask(const ModbusRequest& /*request*/,
                                   std::vector<std::uint16_t>& /*values*/) override {
    return {ModbusOutcome::ok};
  }
  const LineFault& fault() const override { return why; }
  int descriptor() const override { return -1; }
  bool let_go() override { return false; }

  LineFault why{std::make_error_code(std::errc::no_such_device), "none"};
};

struct KeptEvents final : LineKeeperEvents {
  void on_line_opened() override {}
  void on_line_down(const LineFault& /*fault*/) override { is_down.set_value(); }
  core::ModbusOutcome on_request(bool ask) override {
    asked.set_value(ask);
    return ModbusOutcome::link_down;
  }
  std::promise<void> is_down;
  std::promise<bool> asked;
};

TEST(ModbusLineKeeper, WhoAsksWhileTheLineIsDownIsToldAtOnce) {
  NoLine line;
  RequestSlot slot;
  Waiter waiter;
  KeptEvents events;
  LineKeeper keeper(line, slot, waiter, events, {milliseconds(60'000), milliseconds(60'000), {}}, 1);
  auto running = std::async(std::launch::async, [&keeper] { keeper.run(); });
  events.is_down.get_future().wait();
  slot.put(1, read_of(0));
  waiter.raise();
  auto asked = events.asked.get_future();
  const auto told = asked.wait_for(std::chrono::seconds(10));
  waiter.stop();
  ASSERT_EQ(told, std::future_status::ready);
  EXPECT_FALSE(asked.get());
}

struct NoEvents final : LineKeeperEvents {
  void on_line_opened() override {}
  void on_line_down(const LineFault& /*fault*/) override {}
  core::ModbusOutcome on_request(bool /*ask*/) override { return ModbusOutcome::link_down; }
};

TEST(ModbusNameLookup, StoppingMeanwhileIsQuick) {
  SlowNames names;
  Waiter waiter;
  RequestSlot slot;
  NoEvents events;
  ModbusOptions options;
  options.host = "bms";
  TcpLine line(options, waiter, NameLookup(names.resolver()));
  LineKeeper keeper(line, slot, waiter, events, {}, 1);
  auto running = std::async(std::launch::async, [&keeper] { keeper.run(); });
  const auto deadline = in(milliseconds(kPatienceMs));
  while (*names.asked == 0 && steady_clock::now() < deadline) std::this_thread::yield();
  ASSERT_EQ(*names.asked, 1);
  waiter.stop();
  EXPECT_EQ(running.wait_for(milliseconds(1500)), std::future_status::ready);
  names.answer.set_value();
}

int option_of(int fd, int level, int name) {
  int value = -1;
  socklen_t size = sizeof(value);
  getsockopt(fd, level, name, &value, &size);
  return value;
}

TEST(ModbusTcpDialer, AConnectionNoticesThatTheOtherSideIsGone) {
  const TcpServer server;
  Waiter waiter;
  TcpDialer dialer("127.0.0.1", server.port(), waiter);
  FileDescriptor made;
  ASSERT_FALSE(dialer.connect(made));
  const int fd = made.get();
  EXPECT_EQ(option_of(fd, IPPROTO_TCP, TCP_NODELAY), 1);
  EXPECT_EQ(option_of(fd, SOL_SOCKET, SO_KEEPALIVE), 1);
  const int idle = option_of(fd, IPPROTO_TCP, TCP_KEEPIDLE);
  const int probes = option_of(fd, IPPROTO_TCP, TCP_KEEPCNT) * option_of(fd, IPPROTO_TCP, TCP_KEEPINTVL);
  EXPECT_LE(idle + probes, 30);
  EXPECT_LE(option_of(fd, IPPROTO_TCP, TCP_USER_TIMEOUT), 30'000);
  EXPECT_GT(option_of(fd, IPPROTO_TCP, TCP_USER_TIMEOUT), 0);
}

TEST(ModbusTcpDialer, TheNextAddressIsTriedWhenOneRefuses) {
  const TcpServer server;
  TcpServer gone;
  const auto refusing = gone.port();
  gone.close();
  Waiter waiter;
  NameLookup lookup([&server, refusing](const std::string&, std::uint16_t) {
    auto found = resolve("127.0.0.1", refusing);
    found.addresses.push_back(resolve("127.0.0.1", server.port()).addresses.at(0));
    return found;
  });
  TcpDialer dialer("bms", 502, waiter, std::move(lookup));
  FileDescriptor made;
  EXPECT_FALSE(dialer.connect(made));
  EXPECT_TRUE(server.has_caller(kPatienceMs));
}

TEST(ModbusTcpDialer, SpeaksIpv6) {
  const FileDescriptor server(socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  if (bind(server.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
    GTEST_SKIP() << "this machine has no IPv6";
  ASSERT_EQ(listen(server.get(), 1), 0);
  socklen_t size = sizeof(address);
  getsockname(server.get(), reinterpret_cast<sockaddr*>(&address), &size);
  Waiter waiter;
  TcpDialer dialer("::1", ntohs(address.sin6_port), waiter);
  FileDescriptor made;
  EXPECT_FALSE(dialer.connect(made));
}

}  // namespace
}  // namespace bmsgw::transport::test
