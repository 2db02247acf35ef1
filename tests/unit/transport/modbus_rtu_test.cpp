#include <numeric>

#include <sys/ioctl.h>

#include "modbus_worker_rig.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::transport::test {
namespace {

Bytes with_wrong_crc(Bytes frame) {
  frame = rtu(frame);
  frame.back() ^= 1;
  return frame;
}

class ModbusRtuTest : public ModbusWorkerRig {
 protected:
  ModbusOptions options(milliseconds response = milliseconds(5000)) const {
    ModbusOptions options;
    options.device = dir_ / "tty";
    options.speed = 115200;
    options.response_timeout = response;
    return options;
  }
  void opened(const ModbusOptions& options) {
    start(options);
    ASSERT_TRUE(is_open());
  }
  /// Answers the read of one register that is due.
  void serve(std::uint16_t address, std::uint8_t value, std::uint8_t unit = 1) {
    EXPECT_EQ(peer_.receive(), rtu({unit, 3, static_cast<std::uint8_t>(address >> 8U),
                                    static_cast<std::uint8_t>(address & 0xFFU), 0, 1}));
    peer_.send(rtu({unit, 3, 2, 0, value}));
  }
  void expect_ok(std::uint16_t value) {
    EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
    EXPECT_EQ(answer().values, std::vector{value});
  }
  void expect_next_is_fine() {
    submit(read_of(0x55));
    serve(0x55, 0x66);
    expect_ok(0x66);
  }

  void leave_unanswered(std::uint16_t address) {
    submit(read_of(address));
    ASSERT_EQ(peer_.receive().size(), 8U);
    EXPECT_EQ(answer().outcome, ModbusOutcome::timeout);
  }
  /// The read of register 200 that was submitted; no longer.
  void expect_held_up_by_answer_to(std::uint8_t late) {
    EXPECT_TRUE(peer_.receive(1, 100).empty()) << "not while the other's answer may come";
    peer_.send(rtu({1, 3, 2, 0, late}));
    const auto begin = steady_clock::now();
    serve(200, 200);
    EXPECT_LT(since(begin), milliseconds(250)) << "it has come";
    expect_ok(200);
  }

  bmsgw::test::TempDir dir_;
  SerialPeer peer_{dir_ / "tty"};
};

TEST_F(ModbusRtuTest, ReadsRegisters) {
  opened(options());
  submit(read_of(0x6B, 3, 17));
  EXPECT_EQ(peer_.receive(), (Bytes{17, 3, 0, 0x6B, 0, 3, 0x76, 0x87}))
      << "with the CRC of the standard's example";
  peer_.send(rtu({17, 3, 6, 0x02, 0x2B, 0x00, 0x00, 0x00, 0x64}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
  EXPECT_EQ(answer().values, (std::vector<std::uint16_t>{0x022B, 0, 100}));
}

TEST_F(ModbusRtuTest, ReadsAsMuchAsOneRequestMayAskFor) {
  opened(options());
  Bytes registers{1, 4, 250};
  for (std::uint8_t i = 0; i < 125; ++i) registers.insert(registers.end(), {i, 7});
  submit({1, ModbusFunction::read_input_registers, 0, 125, {}});
  ASSERT_EQ(peer_.receive().size(), 8U);
  peer_.send(rtu(registers));
  ASSERT_EQ(answer().values.size(), 125U);
  EXPECT_EQ(answer().values[124], 124 * 256 + 7);

  Bytes bits{1, 1, 250};
  bits.insert(bits.end(), 250, 0x81);
  submit({1, ModbusFunction::read_coils, 0, 2000, {}});
  ASSERT_EQ(peer_.receive().size(), 8U);
  peer_.send(rtu(bits));
  ASSERT_EQ(answer().values.size(), 2000U);
  EXPECT_EQ(std::accumulate(answer().values.begin(), answer().values.end(), 0), 500);
}

TEST_F(ModbusRtuTest, AnAnswerMayComeInPieces) {
  opened(options());
  submit(read_of(0));
  ASSERT_EQ(peer_.receive().size(), 8U);
  for (const auto byte : rtu({1, 3, 2, 0x12, 0x34})) {
    peer_.send({byte});
    loop_.run_for(milliseconds(8));  // as slow as some 1200 bit/s
  }
  expect_ok(0x1234);
}

TEST_F(ModbusRtuTest, Writes) {
  opened(options());
  submit({9, ModbusFunction::write_coil, 0x10, 1, {1}});
  const auto single = peer_.receive();
  EXPECT_EQ(single, rtu({9, 5, 0, 0x10, 0xFF, 0}));
  peer_.send(single);
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
  submit({9, ModbusFunction::write_registers, 0x10, 2, {0x0A0B, 0x0C0D}});
  EXPECT_EQ(peer_.receive(13), rtu({9, 16, 0, 0x10, 0, 2, 4, 0x0A, 0x0B, 0x0C, 0x0D}));
  peer_.send(rtu({9, 16, 0, 0x10, 0, 2}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
}

TEST_F(ModbusRtuTest, ADeviceMayRefuse) {
  opened(options());
  submit(read_of(0));
  ASSERT_EQ(peer_.receive().size(), 8U);
  peer_.send(rtu({1, 0x83, 2}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::exception);
  EXPECT_EQ(answer().exception, core::kIllegalDataAddress);
  expect_next_is_fine();
}

TEST_F(ModbusRtuTest, NobodyIsAskedUnderABroadcastOrReservedAddress) {
  opened(options());
  for (const std::uint8_t unit : Bytes{0, 248, 255}) {
    submit(read_of(0, 1, unit));
    EXPECT_EQ(answer().outcome, ModbusOutcome::exception);
    EXPECT_EQ(answer().exception, core::kIllegalDataValue);
  }
  expect_next_is_fine();
}

struct StrangeAnswer {
  const char* name;
  Bytes bytes;  ///< to a read of one register of unit 1
  ModbusOutcome outcome;
};
class ModbusRtuStrangeAnswer : public ModbusRtuTest, public testing::WithParamInterface<StrangeAnswer> {};

/// Whatever comes, the next answer is taken for what it is.
TEST_P(ModbusRtuStrangeAnswer, IsToldAndLeavesNothingBehind) {
  opened(options(kShort));
  submit(read_of(0x64));
  ASSERT_EQ(peer_.receive().size(), 8U);
  peer_.send(GetParam().bytes);
  EXPECT_EQ(answer().outcome, GetParam().outcome);
  EXPECT_EQ(answer().values.size(), GetParam().outcome == ModbusOutcome::ok ? 1U : 0U);
  expect_next_is_fine();
  EXPECT_TRUE(record_.downs.empty());
}

Bytes noise(std::initializer_list<std::uint8_t> bytes) {
  return bytes;
}
const Bytes kGood = rtu({1, 3, 2, 0, 5});

const StrangeAnswer kStrangeAnswers[] = {
    {"Unit", rtu({2, 3, 2, 0, 5}), ModbusOutcome::foreign_answer},
    {"Broadcast", rtu({0, 3, 2, 0, 5}), ModbusOutcome::foreign_answer},
    {"Function", rtu({1, 4, 2, 0, 5}), ModbusOutcome::foreign_answer},
    {"UnitThenTheAnswer", joined({rtu({2, 3, 2, 0, 6}), kGood}), ModbusOutcome::ok},
    {"FunctionThenTheAnswer", joined({rtu({1, 4, 2, 0, 6}), kGood}), ModbusOutcome::ok},
    {"TooFewRegisters", rtu({1, 3, 0}), ModbusOutcome::bad_answer},
    {"TooManyRegisters", rtu({1, 3, 4, 0, 5, 0, 6}), ModbusOutcome::bad_answer},
    {"WrongCrc", with_wrong_crc({1, 3, 2, 0, 5}), ModbusOutcome::bad_answer},
    {"WrongCrcOfAnotherUnit", with_wrong_crc({2, 3, 2, 0, 5}), ModbusOutcome::bad_answer},
    {"ExceptionWithWrongCrc", with_wrong_crc({1, 0x83, 2}), ModbusOutcome::bad_answer},
    {"Torn", Bytes(kGood.begin(), kGood.end() - 1), ModbusOutcome::bad_answer},
    {"OneByte", noise({0xFF}), ModbusOutcome::bad_answer},
    {"Longer", noise({1, 3, 255}), ModbusOutcome::bad_answer},
    {"ZeroBefore", joined({noise({0}), kGood}), ModbusOutcome::ok},
    {"OnesBefore", joined({noise({0xFF, 0xFF, 0xFF}), kGood}), ModbusOutcome::ok},
    {"UnitBefore", joined({noise({1}), kGood}), ModbusOutcome::ok},
    {"NoiseBeforeAnException", joined({noise({0x80}), rtu({1, 0x83, 6})}), ModbusOutcome::exception},
    {"NoiseAfter", joined({kGood, noise({0, 0xFF, 0x3C})}), ModbusOutcome::ok},
    {"Noise", Bytes(300, 0xA5), ModbusOutcome::bad_answer},
    {"Zeros", Bytes(20, 0), ModbusOutcome::bad_answer},
    {"Echo", rtu({1, 3, 0, 0x64, 0, 1}), ModbusOutcome::echo},
    {"EchoThenTheAnswer", joined({rtu({1, 3, 0, 0x64, 0, 1}), kGood}), ModbusOutcome::echo},
    {"Silence", {}, ModbusOutcome::timeout},
};
INSTANTIATE_TEST_SUITE_P(All, ModbusRtuStrangeAnswer, testing::ValuesIn(kStrangeAnswers),
                         [](const auto& strange) { return std::string(strange.param.name); });

TEST_F(ModbusRtuTest, AnEchoIsSeenWhateverTheRequestSays) {
  opened(options(kShort));
  const std::vector<ModbusRequest> requests{
      read_of(0), read_of(0x1000), read_of(0xF000), {1, ModbusFunction::write_registers, 0x10, 2, {1, 2}}};
  for (const auto& request : requests) {
    submit(request);
    peer_.send(peer_.receive(request.values.empty() ? 8 : 13));
    EXPECT_EQ(answer().outcome, ModbusOutcome::echo) << request.address;
  }
}

TEST_F(ModbusRtuTest, AnAdapterThatEchoesIsOfUseWhenThatIsSaid) {
  auto echoing = options();
  echoing.local_echo = true;
  opened(echoing);
  for (std::uint8_t value = 1; value < 4; ++value) {
    submit(read_of(0));
    peer_.send(joined({peer_.receive(), rtu({1, 3, 2, 0, value})}));
    expect_ok(value);
  }
  submit({1, ModbusFunction::write_register, 7, 1, {42}});
  const auto request = peer_.receive();
  peer_.send(joined({request, request}));
  EXPECT_EQ(answer().outcome, ModbusOutcome::ok);
}

TEST_F(ModbusRtuTest, AnEchoAloneIsNoAnswer) {
  auto echoing = options(kShort);
  echoing.local_echo = true;
  opened(echoing);
  submit({1, ModbusFunction::write_register, 7, 1, {42}});
  peer_.send(peer_.receive());
  EXPECT_EQ(answer().outcome, ModbusOutcome::timeout);
}

TEST_F(ModbusRtuTest, AnAdapterThatDoesNotEchoAfterAllIsOfUse) {
  auto echoing = options();
  echoing.local_echo = true;
  opened(echoing);
  submit(read_of(0));
  ASSERT_EQ(peer_.receive().size(), 8U);
  peer_.send(rtu({1, 3, 2, 0, 9}));
  expect_ok(9);
}

TEST_F(ModbusRtuTest, ALateAnswerIsWaitedForSoThatItIsNotTakenForTheNext) {
  opened(options(milliseconds(600)));
  leave_unanswered(100);
  submit(read_of(200));
  expect_held_up_by_answer_to(100);
}

TEST_F(ModbusRtuTest, AnAnswerIsOwedWhoeverIsAskedMeanwhile) {
  opened(options(milliseconds(600)));
  leave_unanswered(100);
  submit(read_of(7, 1, 2));
  serve(7, 22, 2);
  expect_ok(22);
  submit(read_of(200));
  expect_held_up_by_answer_to(100);
}

TEST_F(ModbusRtuTest, AnAnswerIsOwedBeyondReopening) {
  opened(options(milliseconds(600)));
  leave_unanswered(100);
  worker_->reopen();
  ASSERT_TRUE(is_open(2));
  submit(read_of(200));
  expect_held_up_by_answer_to(100);
}

TEST_F(ModbusRtuTest, ALateAnswerThatCameWhileAnotherWasAskedIsNotWaitedFor) {
  opened(options(milliseconds(800)));
  leave_unanswered(100);
  submit(read_of(7, 1, 2));
  ASSERT_EQ(peer_.receive().size(), 8U);
  peer_.send(joined({rtu({1, 3, 2, 0, 100}), rtu({2, 3, 2, 0, 22})}));
  expect_ok(22);
  const auto begin = steady_clock::now();
  submit(read_of(200));
  serve(200, 200);
  EXPECT_LT(since(begin), milliseconds(400));
  expect_ok(200);
}

/// A glitch when the direction of an RS-485 line is switched.
TEST_F(ModbusRtuTest, AfterNoiseTheAnswerIsStillOwed) {
  opened(options(milliseconds(1000)));
  submit(read_of(100));
  ASSERT_EQ(peer_.receive().size(), 8U);
  peer_.send({0xFF});
  EXPECT_EQ(answer().outcome, ModbusOutcome::bad_answer);
  submit(read_of(200));
  expect_held_up_by_answer_to(100);
}

TEST_F(ModbusRtuTest, AfterAnEchoTheAnswerIsStillOwed) {
  opened(options(milliseconds(1000)));
  submit(read_of(100));
  peer_.send(peer_.receive());
  EXPECT_EQ(answer().outcome, ModbusOutcome::echo);
  submit(read_of(200));
  expect_held_up_by_answer_to(100);
}

TEST_F(ModbusRtuTest, AfterABrokenAnswerNoneIsOwed) {
  opened(options(milliseconds(2000)));
  for (const auto& broken : {with_wrong_crc({1, 3, 2, 0, 5}), Bytes{1, 3, 2, 0, 5},
                             rtu({1, 3, 4, 0, 5, 0, 6}), joined({{0xFF}, with_wrong_crc({1, 0x83, 2})})}) {
    submit(read_of(100));
    ASSERT_EQ(peer_.receive().size(), 8U);
    peer_.send(broken);
    EXPECT_EQ(answer().outcome, ModbusOutcome::bad_answer);
    const auto begin = steady_clock::now();
    expect_next_is_fine();
    EXPECT_LT(since(begin), milliseconds(1000));
  }
}

TEST_F(ModbusRtuTest, AnAnswerThatNeverComesIsNotWaitedForTooLong) {
  opened(options(kShort));
  const auto begin = steady_clock::now();
  submit(read_of(100));
  ASSERT_EQ(peer_.receive().size(), 8U);
  EXPECT_EQ(answer().outcome, ModbusOutcome::timeout);
  submit(read_of(200));
  serve(200, 7);
  EXPECT_GE(since(begin), 2 * kShort - milliseconds(5));
  EXPECT_LT(since(begin), 3 * kShort + milliseconds(100));
  expect_ok(7);
}

TEST_F(ModbusRtuTest, NoiseIsNotTheLateAnswer) {
  opened(options(milliseconds(300)));
  submit(read_of(100));
  ASSERT_EQ(peer_.receive().size(), 8U);
  EXPECT_EQ(answer().outcome, ModbusOutcome::timeout);
  submit(read_of(200));
  peer_.send({0x55});
  EXPECT_TRUE(peer_.receive(1, 120).empty());
  peer_.send(rtu({1, 3, 2, 0, 100}));
  serve(200, 200);
  expect_ok(200);
}

TEST_F(ModbusRtuTest, ALateAnswerOfAnotherUnitHoldsNobodyUp) {
  opened(options(milliseconds(400)));
  submit(read_of(100, 1, 1));
  ASSERT_EQ(peer_.receive().size(), 8U);
  EXPECT_EQ(answer().outcome, ModbusOutcome::timeout);
  submit(read_of(100, 1, 2));
  const auto begin = steady_clock::now();
  const auto request = peer_.receive();
  EXPECT_LT(since(begin), milliseconds(300));
  EXPECT_EQ(request.at(0), 2);
  peer_.send(joined({rtu({1, 3, 2, 0, 11}), rtu({2, 3, 2, 0, 22})}));
  expect_ok(22);
}

TEST_F(ModbusRtuTest, NoiseCannotProlongARequest) {
  opened(options(kShort));
  submit(read_of(0));
  ASSERT_EQ(peer_.receive().size(), 8U);
  const auto begin = steady_clock::now();
  while (record_.answers.empty() && since(begin) < milliseconds(kPatienceMs)) {
    peer_.send({0x5A});
    loop_.run_for(milliseconds(3));
  }
  EXPECT_EQ(answer().outcome, ModbusOutcome::bad_answer);
  EXPECT_LE(since(begin), worker_->longest_request());
}

TEST_F(ModbusRtuTest, OthersFramesCannotProlongARequest) {
  opened(options(kShort));
  submit(read_of(0));
  ASSERT_EQ(peer_.receive().size(), 8U);
  const auto begin = steady_clock::now();
  while (record_.answers.empty() && since(begin) < milliseconds(kPatienceMs)) {
    peer_.send(rtu({2, 3, 2, 0, 1}));
    loop_.run_for(milliseconds(3));
  }
  EXPECT_NE(answer().outcome, ModbusOutcome::ok);
  EXPECT_LE(since(begin), worker_->longest_request());
}

TEST_F(ModbusRtuTest, TheGapIsKept) {
  auto with_gap = options();
  with_gap.request_gap = milliseconds(120);
  opened(with_gap);
  submit(read_of(0));
  serve(0, 1);
  expect_ok(1);
  const auto answered = steady_clock::now();
  submit(read_of(0));
  serve(0, 2);
  EXPECT_GE(since(answered), milliseconds(80));
  expect_ok(2);
}

TEST_F(ModbusRtuTest, TheFirstRequestWaitsForAQuietLine) {
  opened(options());
  submit(read_of(0));
  for (int i = 0; i < 10; ++i) {  // somebody is in the middle of something
    peer_.send({0x33});
    EXPECT_TRUE(peer_.receive(1, 15).empty());
  }
  serve(0, 1);
  expect_ok(1);
}

TEST_F(ModbusRtuTest, WhatComesUnaskedIsDiscarded) {
  opened(options());
  expect_next_is_fine();
  peer_.send(rtu({1, 3, 2, 0, 99}));
  expect_next_is_fine();
}

TEST_F(ModbusRtuTest, ReopensWhenAskedTo) {
  opened(options());
  worker_->reopen();
  ASSERT_TRUE(is_open(2));
  expect_next_is_fine();
  EXPECT_EQ(record_.order, "ooa");
}

}  // namespace
}  // namespace bmsgw::transport::test
