#include <cstring>
#include <numeric>
#include <thread>

#include "modbus_worker_rig.hpp"
#include "transport/modbus/tcp_line.hpp"
#include "transport/modbus/waiter.hpp"

namespace bmsgw::transport::test {
namespace {

class ModbusTcpTest : public ModbusWorkerRig {
 protected:
  ModbusOptions options(milliseconds response = milliseconds(5000)) const {
    ModbusOptions options;
    options.host = "127.0.0.1";
    options.port = server_.port();
    options.response_timeout = response;
    return options;
  }
  /// The connection that the worker opens.
  TcpPeer connected(const ModbusOptions& options) {
    start(options);
    TcpPeer peer = server_.accept();
    EXPECT_TRUE(is_open());
    return peer;
  }
  /// Answers a read of one register.
  static void serve(const TcpPeer& peer, std::uint8_t value) {
    peer.send(tcp(peer.receive(), {1, 3, 2, 0, value}));
  }
  void expect_ok(std::uint16_t value) {
    EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
    EXPECT_EQ(answer().values, std::vector{value});
  }

  TcpServer server_;
};

TEST_F(ModbusTcpTest, ReadsRegisters) {
  const TcpPeer peer = connected(options());
  ASSERT_TRUE(submit(read_of(0x1234, 2, 255)));
  const auto request = peer.receive();
  EXPECT_EQ(Bytes(request.begin() + 2, request.end()), (Bytes{0, 0, 0, 6, 255, 3, 0x12, 0x34, 0, 2}));
  peer.send(tcp(request, {255, 3, 4, 0x01, 0x02, 0xFF, 0xFE}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
  EXPECT_EQ(answer().values, (std::vector<std::uint16_t>{0x0102, 0xFFFE}));
  EXPECT_EQ(answer().id, 1U);
  EXPECT_GT(answer().took.count(), 0);
  EXPECT_NE(answer().at.unix_ms, 0);
}

TEST_F(ModbusTcpTest, EachRequestHasATransactionOfItsOwn) {
  const TcpPeer peer = connected(options());
  submit(read_of(0));
  const auto first = peer.receive();
  peer.send(tcp(first, {1, 3, 2, 0, 1}));
  expect_ok(1);
  submit(read_of(0));
  const auto second = peer.receive();
  peer.send(tcp(second, {1, 3, 2, 0, 2}));
  expect_ok(2);
  EXPECT_NE(Bytes(first.begin(), first.begin() + 2), Bytes(second.begin(), second.begin() + 2));
}

TEST_F(ModbusTcpTest, TakesEveryUnit) {
  const TcpPeer peer = connected(options());
  for (const std::uint8_t unit : Bytes{0, 1, 247, 248, 254, 255}) {
    submit(read_of(0, 1, unit));
    peer.send(tcp(peer.receive(), {unit, 3, 2, 0, unit}));
    expect_ok(unit);
  }
}

TEST_F(ModbusTcpTest, ReadsAsMuchAsOneRequestMayAskFor) {
  const TcpPeer peer = connected(options());
  Bytes registers{1, 4, 250};
  for (std::uint8_t i = 0; i < 125; ++i) registers.insert(registers.end(), {i, 7});
  submit({1, ModbusFunction::read_input_registers, 0, 125, {}});
  peer.send(tcp(peer.receive(), registers));
  ASSERT_EQ(answer().values.size(), 125U);
  EXPECT_EQ(answer().values[124], 124 * 256 + 7);

  Bytes bits{1, 2, 250};
  bits.insert(bits.end(), 250, 0x81);
  submit({1, ModbusFunction::read_discrete_inputs, 0, 2000, {}});
  peer.send(tcp(peer.receive(), bits));
  ASSERT_EQ(answer().values.size(), 2000U);
  EXPECT_EQ(std::accumulate(answer().values.begin(), answer().values.end(), 0), 500);
}

TEST_F(ModbusTcpTest, AnAnswerMayComeInPieces) {
  const TcpPeer peer = connected(options());
  submit(read_of(0));
  const auto whole = tcp(peer.receive(), {1, 3, 2, 0x12, 0x34});
  for (const auto byte : whole) peer.send({byte});
  expect_ok(0x1234);
}

TEST_F(ModbusTcpTest, Writes) {
  const TcpPeer peer = connected(options());
  submit({9, ModbusFunction::write_registers, 0x10, 2, {0x0A0B, 0x0C0D}});
  const auto request = peer.receive(17);
  EXPECT_EQ(Bytes(request.begin() + 6, request.end()),
            (Bytes{9, 16, 0, 0x10, 0, 2, 4, 0x0A, 0x0B, 0x0C, 0x0D}));
  peer.send(tcp(request, {9, 16, 0, 0x10, 0, 2}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
  EXPECT_TRUE(answer().values.empty());
}

TEST_F(ModbusTcpTest, ADeviceMayRefuse) {
  const TcpPeer peer = connected(options());
  for (const std::uint8_t code : {core::kIllegalDataAddress, core::kGatewayTargetSilent, std::uint8_t{200}}) {
    submit(read_of(0));
    peer.send(tcp(peer.receive(), {1, 0x83, code}));
    EXPECT_EQ(answer().outcome, ModbusOutcome::exception);
    EXPECT_EQ(answer().exception, code);
  }
}

TEST_F(ModbusTcpTest, WhatNoDeviceCouldDoIsNotSent) {
  const TcpPeer peer = connected(options());
  submit(read_of(0xFFFF, 2));
  EXPECT_EQ(answer().outcome, ModbusOutcome::exception);
  EXPECT_EQ(answer().exception, core::kIllegalDataValue);
  submit(read_of(7));
  EXPECT_EQ(peer.receive().at(9), 7) << "it is the first that comes";
}

struct WrongAnswer {
  const char* name;
  Bytes (*make)(const Bytes& request);
  ModbusOutcome outcome;
};
class ModbusTcpWrongAnswer : public ModbusTcpTest, public testing::WithParamInterface<WrongAnswer> {};

/// Whatever a device does, its next answer is taken for what it is.
TEST_P(ModbusTcpWrongAnswer, IsToldAndLeavesNothingBehind) {
  const TcpPeer peer = connected(options(kShort));
  submit(read_of(100));
  peer.send(GetParam().make(peer.receive()));
  EXPECT_EQ(answer().outcome, GetParam().outcome);
  EXPECT_TRUE(answer().values.empty());
  submit(read_of(200));
  const auto request = peer.receive();
  EXPECT_EQ(request.at(9), 200);
  peer.send(tcp(request, {1, 3, 2, 0, 77}));
  expect_ok(77);
  EXPECT_TRUE(record_.downs.empty());
}

const WrongAnswer kWrongAnswers[] = {
    {"Transaction",
     [](const Bytes& request) {
       auto frame = tcp(request, {1, 3, 2, 0, 5});
       frame[1] ^= 1;
       return frame;
     },
     ModbusOutcome::foreign_answer},
    {"Unit",
     [](const Bytes& request) {
       return tcp(request, {2, 3, 2, 0, 5});
     },
     ModbusOutcome::foreign_answer},
    {"Function",
     [](const Bytes& request) {
       return tcp(request, {1, 4, 2, 0, 5});
     },
     ModbusOutcome::foreign_answer},
    {"Protocol",
     [](const Bytes& request) {
       auto frame = tcp(request, {1, 3, 2, 0, 5});
       frame[2] = 1;
       return frame;
     },
     ModbusOutcome::bad_answer},
    {"TooFewRegisters",
     [](const Bytes& request) {
       return tcp(request, {1, 3, 0});
     },
     ModbusOutcome::bad_answer},
    {"TooManyRegisters",
     [](const Bytes& request) {
       return tcp(request, {1, 3, 4, 0, 5, 0, 6});
     },
     ModbusOutcome::bad_answer},
    {"CountBeyondLength",
     [](const Bytes& request) {
       return tcp(request, {1, 3, 200, 0, 5});
     },
     ModbusOutcome::bad_answer},
    {"LengthBeyondCount",
     [](const Bytes& request) {
       return tcp(request, {1, 3, 2, 0, 5, 9, 9, 9});
     },
     ModbusOutcome::bad_answer},
    {"NoLength", [](const Bytes& request) { return tcp(request, {}); }, ModbusOutcome::bad_answer},
    {"OnlyUnitAndFunction",
     [](const Bytes& request) {
       return tcp(request, {1, 0x83});
     },
     ModbusOutcome::bad_answer},
    {"Garbage", [](const Bytes& /*request*/) { return Bytes(40, 0xA5); }, ModbusOutcome::bad_answer},
    {"RequestItself", [](const Bytes& request) { return request; }, ModbusOutcome::bad_answer},
    {"Silence", [](const Bytes& /*request*/) { return Bytes(); }, ModbusOutcome::timeout},
};
INSTANTIATE_TEST_SUITE_P(All, ModbusTcpWrongAnswer, testing::ValuesIn(kWrongAnswers),
                         [](const auto& wrong) { return std::string(wrong.param.name); });

TEST_F(ModbusTcpTest, ATornAnswerIsABadOne) {
  const TcpPeer peer = connected(options());
  submit(read_of(100));
  const auto whole = tcp(peer.receive(), {1, 3, 2, 0, 5});
  peer.send(Bytes(whole.begin(), whole.end() - 1));
  EXPECT_EQ(answer().outcome, ModbusOutcome::bad_answer);
  EXPECT_LT(answer().took, std::chrono::seconds(3)) << "not as long as an answer may take to begin";
}

TEST_F(ModbusTcpTest, ALateAnswerIsNotTakenForTheNextOnes) {
  const TcpPeer peer = connected(options(kShort));
  submit(read_of(100));
  const auto late = tcp(peer.receive(), {1, 3, 2, 0, 100});
  EXPECT_EQ(answer().outcome, ModbusOutcome::timeout);
  submit(read_of(200));
  const auto next = peer.receive();
  peer.send(joined({late, tcp(next, {1, 3, 2, 0, 200})}));
  expect_ok(200);
}

TEST_F(ModbusTcpTest, WhatComesUnaskedIsDiscarded) {
  const TcpPeer peer = connected(options());
  submit(read_of(0));
  serve(peer, 1);
  expect_ok(1);
  peer.send(Bytes(700, 0x55));
  submit(read_of(0));
  serve(peer, 2);
  expect_ok(2);
}

TEST_F(ModbusTcpTest, APeerThatNeverStopsIsConnectedAnew) {
  TcpPeer babbler = connected(options(kShort));
  submit(read_of(0));
  ASSERT_EQ(babbler.receive().size(), 12U);
  babbler.send(Bytes(50, 0xEE));
  EXPECT_EQ(answer().outcome, ModbusOutcome::bad_answer);
  submit(read_of(0));
  const auto deadline = steady_clock::now() + milliseconds(kPatienceMs);
  while (babbler.try_send(Bytes(10, 0xEE)) && steady_clock::now() < deadline) {
    if (server_.has_caller(5)) break;
  }
  const TcpPeer peer = server_.accept();
  serve(peer, 9);
  expect_ok(9);
  EXPECT_EQ(record_.order, "oaa") << "it is no loss";
}

TEST_F(ModbusTcpTest, StoppingWhileSomethingIsStillUnderWayIsQuick) {
  Waiter waiter;
  auto target = options(kShort);
  TcpLine line(target, waiter);
  ASSERT_FALSE(line.open());
  const TcpPeer peer = server_.accept();
  std::vector<std::uint16_t> values;
  EXPECT_EQ(line.ask(read_of(0), values).outcome, ModbusOutcome::timeout);
  waiter.stop();
  const auto begin = steady_clock::now();
  EXPECT_NE(line.ask(read_of(0), values).outcome, ModbusOutcome::ok);
  EXPECT_LT(since(begin), milliseconds(500));
}

TEST_F(ModbusTcpTest, ASilentPeerKeepsItsConnection) {
  const TcpPeer peer = connected(options(kShort));
  for (int i = 0; i < 3; ++i) {
    submit(read_of(0));
    ASSERT_EQ(peer.receive().size(), 12U);
    EXPECT_EQ(answer().outcome, ModbusOutcome::timeout);
  }
  EXPECT_FALSE(server_.has_caller(0));
  EXPECT_TRUE(record_.downs.empty());
}

TEST_F(ModbusTcpTest, OneRequestAtATime) {
  const TcpPeer peer = connected(options());
  ASSERT_TRUE(submit(read_of(0)));
  EXPECT_FALSE(worker_->submit(99, read_of(1)));
  serve(peer, 1);
  expect_ok(1);
  EXPECT_TRUE(submit(read_of(1)));
}

TEST_F(ModbusTcpTest, TheGapIsKept) {
  auto with_gap = options();
  with_gap.request_gap = milliseconds(120);
  const TcpPeer peer = connected(with_gap);
  submit(read_of(0));
  serve(peer, 1);
  expect_ok(1);
  const auto answered = steady_clock::now();
  submit(read_of(0));
  serve(peer, 2);
  EXPECT_GE(since(answered), milliseconds(80));
  expect_ok(2);
}

TEST_F(ModbusTcpTest, ReopenMakesANewConnectionOnlyAfterTheOldOneIsClosed) {
  const TcpPeer first = connected(options());
  worker_->reopen();
  EXPECT_FALSE(submit(read_of(0))) << "not open now";
  --id_;
  EXPECT_TRUE(first.is_closed());
  const TcpPeer second = server_.accept();
  ASSERT_TRUE(is_open(2));
  submit(read_of(0));
  serve(second, 3);
  expect_ok(3);
  EXPECT_EQ(record_.order, "ooa");
}

TEST_F(ModbusTcpTest, ReopenWaitsForTheRequestUnderWay) {
  const TcpPeer first = connected(options());
  submit(read_of(0));
  const auto request = first.receive();
  worker_->reopen();
  first.send(tcp(request, {1, 3, 2, 0, 4}));
  expect_ok(4);
  EXPECT_TRUE(first.is_closed());
  const TcpPeer second = server_.accept();
  EXPECT_TRUE(is_open(2));
}

}  // namespace
}  // namespace bmsgw::transport::test
