#include "bmsgw/app/command_port.hpp"

#include <gtest/gtest.h>

namespace bmsgw::app {
namespace {

using core::Command;
using core::MapRequest;
using core::Outcome;
using core::SentenceCommand;
using rpc::Ask;

class SessionSpy final : public driver::BusSession {
 public:
  void start(core::Stamp /*now*/) override {}
  void close() override {}
  void stop(core::Stamp /*now*/) override {}
  void submit(const route::PermittedCommand& command, core::Stamp /*now*/) override {
    submitted.push_back(command.command());
  }
  driver::BusStatus status() const override { return {}; }
  core::MonoTime next_wake() const override { return core::kNever; }
  void on_time(core::Stamp /*now*/) override {}
  void end(std::uint64_t id, Outcome outcome) const { reply({id, outcome}); }

  std::vector<Command> submitted;
};

class TakerSpy final : public driver::CommandTaker {
 public:
  bool has_device(const std::string& name) const override { return name == "modbus0u1"; }
  std::optional<std::uint8_t> unit_of(const std::string& /*device*/) const override { return 7; }
  std::string full_name(const std::string& /*device*/, const MapRequest& request) const override {
    return request.name;
  }
  std::optional<NotTaken> judge(const std::string& /*device*/, const MapRequest& /*request*/,
                                core::Stamp /*now*/) const override {
    return refusal;
  }
  Accepted request(const std::string& /*device*/, const MapRequest& request, core::Stamp /*now*/) override {
    if (refusal) return *refusal;
    requested.push_back(request.name);
    return std::uint64_t{40 + requested.size()};
  }
  std::vector<driver::CommandState> take_ended() override { return std::exchange(ended, {}); }
  std::optional<driver::CommandState> command_state(std::uint64_t /*id*/) const override {
    return std::nullopt;
  }

  std::optional<NotTaken> refusal;
  std::vector<std::string> requested;
  std::vector<driver::CommandState> ended;
};

class CommandPortTest : public ::testing::Test {
 protected:
  CommandPortTest() {
    points_.resize(1);
    port_.add_bus(core::BusId{0}, rpc::Family::g1, {"serial0"}, serial_, nullptr);
    port_.add_bus(core::BusId{1}, rpc::Family::modbus, {"modbus0u1"}, modbus_, &taker_);
  }
  static std::vector<route::BusPolicy> policies() {
    route::BusPolicy serial;
    serial.read_write = true;
    serial.sentences = {"RC1", "SC1"};
    return {serial, {}};
  }
  /// ST1/stage of serial0 must be 0 for RC1; SC1 wants to be confirmed.
  static std::vector<Guard> guards() {
    Guard state{core::BusId{0}, "RC1", {{core::PointId{0}, "serial0/ST1/stage", {0}, {}, {}}}, false};
    return {state, {core::BusId{0}, "SC1", {}, true}};
  }
  static Ask sentence(const std::string& name, const std::string& fields,
                      Command::Kind kind = Command::Kind::write, const std::string& device = "serial0") {
    return {device, kind, SentenceCommand{name, fields, SentenceCommand::Answer::one}};
  }
  static Ask map(const std::string& name, MapRequest::Kind kind = MapRequest::Kind::write) {
    return {"modbus0u1", Command::Kind::write, MapRequest{kind, name, 5.0}};
  }
  std::string code_of(const Ask& ask) {
    const auto refused = port_.submit(9, ask, now_);
    return refused ? refused->code : "";
  }

  core::Stamp now_{1000, core::MonoTime(std::chrono::seconds(5))};
  route::WriteGate gate_{policies()};
  core::PointTable points_;
  Guards guards_{guards(), points_};
  MethodPlan methods_;
  SessionSpy serial_;
  SessionSpy modbus_;
  TakerSpy taker_;
  std::string level_;
  CommandPort port_{gate_, guards_, methods_, {[this](const std::string& level) { level_ = level; }}};
};

TEST_F(CommandPortTest, WhatMayGoOutReachesItsBusAndItsReplyComesBack) {
  EXPECT_EQ(code_of(sentence("SC1", "32")), "");
  ASSERT_EQ(serial_.submitted.size(), 1U);
  EXPECT_EQ(serial_.submitted[0].id, 9U);
  EXPECT_EQ(serial_.submitted[0].expires, now_.mono + CommandPort::kExpiry);
  EXPECT_TRUE(port_.take_replies().empty());
  serial_.end(9, Outcome::timed_out);
  const auto replies = port_.take_replies();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].outcome, Outcome::timed_out);
  EXPECT_TRUE(port_.take_replies().empty());
}

TEST_F(CommandPortTest, TheGateRefuses) {
  EXPECT_EQ(code_of(sentence("FD1", "")), "refused");
  EXPECT_EQ(port_.judge(sentence("FD1", ""), now_).refusal->code, "refused");
  EXPECT_TRUE(serial_.submitted.empty());
}

TEST_F(CommandPortTest, AStateThatIsNotKnownRefuses) {
  EXPECT_EQ(code_of(sentence("RC1", "")), "refused");
  EXPECT_NE(port_.judge(sentence("RC1", ""), now_).refusal->reason.find("serial0/ST1/stage"),
            std::string::npos);
}

TEST_F(CommandPortTest, TheSettingsMayWantItConfirmed) {
  EXPECT_TRUE(port_.judge(sentence("SC1", "32"), now_).confirm);
  EXPECT_FALSE(port_.judge(sentence("VR1", "", Command::Kind::read), now_).confirm);
}

TEST_F(CommandPortTest, UnknownDevicesAreSaidSo) {
  EXPECT_EQ(code_of(sentence("SC1", "32", Command::Kind::write, "serial9")), "unknown_device");
}

TEST_F(CommandPortTest, AMapsCommandEndsThroughItsTaker) {
  EXPECT_EQ(code_of(map("Settings/high")), "");
  EXPECT_EQ(taker_.requested, std::vector<std::string>{"Settings/high"});
  driver::CommandState other;
  other.id = 99;
  driver::CommandState state;
  state.id = 41;
  state.outcome = Outcome::failed;
  state.reason = "reads back as 4";
  state.before = 3;
  state.after = 4;
  taker_.ended = {other, state};
  const auto replies = port_.take_replies();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].id, 9U);
  EXPECT_EQ(replies[0].outcome, Outcome::failed);
  EXPECT_EQ(replies[0].before, 3.0);
  EXPECT_EQ(replies[0].after, 4.0);
}

TEST_F(CommandPortTest, WhatATakerDoesNotTakeIsRefusedWithItsOutcome) {
  taker_.refusal = driver::CommandTaker::NotTaken{Outcome::bus_down, "the line is not open"};
  EXPECT_EQ(code_of(map("Settings/high")), "bus_down");
  EXPECT_EQ(port_.judge(map("Settings/high"), now_).refusal->reason, "the line is not open");
}

TEST_F(CommandPortTest, ABusWithoutAMapHasNoPoints) {
  EXPECT_EQ(code_of({"serial0", Command::Kind::write, MapRequest{}}), "refused");
}

TEST_F(CommandPortTest, ARawRequestGoesToTheDevicesUnit) {
  core::ModbusRequest request;
  request.function = core::ModbusFunction::read_holding_registers;
  request.count = 2;
  EXPECT_EQ(code_of({"modbus0u1", Command::Kind::read, Command::What(request)}), "");
  EXPECT_EQ(std::get<core::ModbusRequest>(modbus_.submitted.at(0).what).unit, 7);
}

TEST_F(CommandPortTest, TheLogLevelReturns) {
  port_.set_log_level("debug", std::chrono::minutes(1), now_);
  EXPECT_EQ(level_, "debug");
  EXPECT_EQ(port_.next_wake(), now_.mono + std::chrono::minutes(1));
  port_.on_time({0, now_.mono + std::chrono::seconds(59)});
  EXPECT_EQ(level_, "debug");
  port_.on_time({0, now_.mono + std::chrono::seconds(60)});
  EXPECT_EQ(level_, "");
  EXPECT_EQ(port_.next_wake(), core::kNever);
}

}  // namespace
}  // namespace bmsgw::app
