#include "bmsgw/driver/modbus_commands.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "modbus_harness.hpp"

namespace bmsgw::driver {
namespace {

using core::ModbusWriteStep;
using std::chrono::seconds;
using Phase = CommandState::Phase;
using Kind = core::MapRequest::Kind;
using core::Outcome;
using CommandKind = core::Command::Kind;

constexpr std::uint16_t kMagic = 0xF0F0;

ModbusWriteStep step(std::uint16_t address, double constant, bool verify = false) {
  ModbusWriteStep made;
  made.place.address = address;
  made.constant = constant;
  made.verify = verify;
  return made;
}

/// A device whose registers keep what is written; the test register counts down.
struct Device {
  ModbusWorld::Reply operator()(const core::ModbusRequest& request) {
    if (core::is_read(request.function)) {
      ModbusWorld::Reply reply;
      for (std::uint32_t i = 0; i < request.count; ++i) {
        reply.values.push_back(static_cast<std::uint16_t>(registers[request.address + i]));
      }
      if (request.address == 12 && busy > 0 && --busy == 0) registers[12] = 0;
      return reply;
    }
    writes.push_back(request);
    for (std::size_t i = 0; i < request.values.size(); ++i) {
      registers[request.address + static_cast<unsigned>(i)] = request.values[i];
    }
    return {};
  }

  std::map<unsigned, unsigned> registers;
  std::vector<core::ModbusRequest> writes;
  int busy = 5;
};

class ModbusCommandsTest : public testing::Test {
 protected:
  ModbusCommandsTest() {
    auto& unit = world_.add_unit(3, {100, 3}, seconds(600));
    core::ModbusCommandSpec ir;
    ir.name = "irTest";
    ir.writes = {step(12, kMagic)};
    ir.until = core::ModbusUntil{};
    ir.until->place.address = 12;
    ir.until->every_s = 2;
    ir.until->timeout_s = 60;
    ir.then_read = {"Packet"};
    core::ModbusCommandSpec address;
    address.name = "setAddress";
    address.writes = {step(14, 0, true)};
    address.writes[0].source = ModbusWriteStep::Source::argument;
    address.argument = {1, 247};
    core::ModbusCommandSpec clock;
    clock.name = "clockSync";
    for (const auto part : {core::ClockPart::year, core::ClockPart::month, core::ClockPart::day}) {
      auto field = step(static_cast<std::uint16_t>(40 + clock.writes.size()), 0);
      field.by = ModbusFunction::write_registers;
      field.source = ModbusWriteStep::Source::clock;
      field.clock = part;
      clock.writes.push_back(field);
    }
    core::ModbusCommandSpec high;
    high.name = "Settings/irHigh";
    high.writes = {step(30, 0, true)};
    high.writes[0].source = ModbusWriteStep::Source::argument;
    high.writes[0].format.factor = 0.001;
    high.argument = {0.1, 40};
    unit.commands = {ir, address, clock};
    unit.writables = {high};
    world_.devices[3] = [this](const core::ModbusRequest& request) { return device_(request); };
  }

  void start(bool read_write = true) {
    world_.start(read_write);
    world_.open();
    world_.run_for(seconds(1));
  }
  [[nodiscard]] const ModbusUnitPlan& unit() const { return world_.session->plan().units[0]; }
  ModbusUnitPlan& unit_plan() { return world_.unit(0); }
  ModbusSession::Accepted command(const std::string& name, std::optional<double> argument = {}) {
    return request(Kind::command, name, argument);
  }
  ModbusSession::Accepted write(const std::string& name, double value) {
    return request(Kind::write, name, value);
  }
  ModbusSession::Accepted read(const std::string& name) { return request(Kind::read, name); }
  ModbusSession::Accepted request(Kind kind, const std::string& name, std::optional<double> argument = {}) {
    const core::MapRequest made{kind, name, argument};
    const auto judged = world_.session->judge(unit().name, made, world_.now());
    auto taken = world_.session->request(unit().name, made, world_.now());
    const auto* const refusal = std::get_if<ModbusSession::NotTaken>(&taken);
    EXPECT_EQ(judged.has_value(), refusal != nullptr) << "judge() says what request() does";
    if (judged && refusal != nullptr) {
      EXPECT_EQ(judged->reason, refusal->reason);
    }
    return taken;
  }
  static std::string reason_of(const ModbusSession::Accepted& taken) {
    const auto* const refusal = std::get_if<ModbusSession::NotTaken>(&taken);
    return refusal != nullptr ? refusal->reason : "";
  }
  static core::Outcome outcome_of(const ModbusSession::Accepted& taken) {
    const auto* const refusal = std::get_if<ModbusSession::NotTaken>(&taken);
    return refusal != nullptr ? refusal->outcome : core::Outcome::ok;
  }
  /// Through the gate, as whoever asks for anything does.
  void submit(std::uint64_t id, core::ModbusRequest what, CommandKind kind = CommandKind::read) {
    core::Command command{id, core::BusId{0}, kind, std::move(what)};
    command.name = "irTest";
    auto verdict = world_.gate().judge(std::move(command));
    ASSERT_TRUE(std::holds_alternative<route::PermittedCommand>(verdict));
    world_.session->submit(std::get<route::PermittedCommand>(verdict), world_.now());
  }
  CommandState state_of(const ModbusSession::Accepted& taken) {
    if (!reason_of(taken).empty()) ADD_FAILURE() << reason_of(taken);
    return *world_.session->command_state(std::get<std::uint64_t>(taken));
  }

  ModbusWorld world_;
  Device device_;
};

TEST_F(ModbusCommandsTest, ATestEndsWhenItsRegisterSaysSoAndTheValuesAreReadAnew) {
  start();
  const auto before = world_.sink.count[1];
  const auto taken = command("irTest");
  EXPECT_EQ(state_of(taken).phase, Phase::running);
  world_.run_for(seconds(5));
  EXPECT_EQ(state_of(taken).phase, Phase::running);
  ASSERT_EQ(device_.writes.size(), 1U);
  EXPECT_EQ(device_.writes[0], (core::ModbusRequest{3, ModbusFunction::write_register, 12, 1, {kMagic}}));
  device_.registers[3] = 777;
  world_.run_for(seconds(10));
  EXPECT_EQ(state_of(taken).phase, Phase::done);
  EXPECT_EQ(world_.sink.count[1], before + 1);
  EXPECT_EQ(world_.sink.last[1].number, 777);
}

TEST_F(ModbusCommandsTest, ATestThatNeverEndsFails) {
  start();
  device_.busy = 1000;
  const auto taken = command("irTest");
  world_.run_for(seconds(70));
  EXPECT_EQ(state_of(taken).phase, Phase::failed);
  EXPECT_EQ(state_of(taken).reason, "not done within 60 s");
}

TEST_F(ModbusCommandsTest, WhatIsWrittenIsReadBack) {
  start();
  const auto taken = command("setAddress", 7);
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(taken).phase, Phase::done);
  EXPECT_EQ(device_.registers[14], 7U);
  world_.devices[3] = [this](const core::ModbusRequest& request) {
    auto reply = device_(request);
    for (auto& value : reply.values) value = 5;
    return reply;
  };
  const auto other = command("setAddress", 9);
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(other).phase, Phase::failed);
  EXPECT_EQ(state_of(other).reason, "reads back as [5], not as [9]");
}

TEST_F(ModbusCommandsTest, AWriteWithoutAnAnswerIsNeverRepeatedButLookedAt) {
  start();
  bool lost = false;
  world_.devices[3] = [this, &lost](const core::ModbusRequest& request) {
    auto reply = device_(request);
    if (!core::is_read(request.function) && !std::exchange(lost, true)) reply = ModbusWorld::silence();
    return reply;
  };
  const auto taken = command("setAddress", 7);
  world_.run_for(seconds(3));
  EXPECT_EQ(state_of(taken).phase, Phase::done);
  EXPECT_EQ(device_.writes.size(), 1U);
}

TEST_F(ModbusCommandsTest, WithoutReadingBackALostAnswerIsAFailureThatSaysSo) {
  start();
  world_.devices[3] = [](const auto&) { return ModbusWorld::silence(); };
  const auto taken = command("irTest");
  world_.run_for(seconds(3));
  EXPECT_EQ(state_of(taken).reason, "no answer; it may have been taken all the same");
}

TEST_F(ModbusCommandsTest, TheDevicesNoIsToldAsItIs) {
  start();
  world_.devices[3] = [](const auto&) { return ModbusWorld::exception(core::kIllegalDataValue); };
  const auto taken = command("setAddress", 7);
  world_.run_for(seconds(3));
  EXPECT_EQ(state_of(taken).phase, Phase::failed);
  EXPECT_EQ(state_of(taken).reason, "the device says illegal data value (3)");
}

TEST_F(ModbusCommandsTest, ADateGoesOutInOneRequest) {
  start();
  const auto taken = command("clockSync");
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(taken).phase, Phase::done);
  ASSERT_EQ(device_.writes.size(), 1U);
  EXPECT_EQ(device_.writes[0].function, ModbusFunction::write_registers);
  EXPECT_EQ(device_.writes[0].values, (std::vector<std::uint16_t>{1970, 1, 1}));
}

TEST_F(ModbusCommandsTest, APointIsWrittenAsAUserReadsIt) {
  start();
  const auto taken = write("irHigh", 3.5);
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(taken).phase, Phase::done);
  EXPECT_EQ(device_.registers[30], 3500U);
  EXPECT_EQ(reason_of(write("Settings/irHigh", 41)), "Settings/irHigh is 0.1 to 40, not 41");
}

TEST_F(ModbusCommandsTest, RefusalsTouchNoLine) {
  start();
  const auto submitted = world_.link.submitted;
  EXPECT_EQ(reason_of(command("reset")), "modbus0u3 has no command reset");
  EXPECT_EQ(reason_of(command("setAddress")), "setAddress needs an argument");
  EXPECT_EQ(reason_of(command("irTest", 1)), "irTest takes no argument");
  EXPECT_EQ(reason_of(command("setAddress", 248)), "setAddress is 1 to 247, not 248");
  EXPECT_EQ(reason_of(write("p0", 1)), "modbus0u3 has no point p0 that can be written");
  EXPECT_EQ(world_.link.submitted, submitted);
}

TEST_F(ModbusCommandsTest, AReadOnlyBusWritesNothing) {
  start(false);
  EXPECT_EQ(reason_of(command("irTest")), "the bus is read-only: irTest would write");
  world_.run_for(seconds(2));
  EXPECT_TRUE(device_.writes.empty());
}

TEST_F(ModbusCommandsTest, TheSameTwiceIsRefused) {
  start();
  const auto taken = command("irTest");
  EXPECT_EQ(reason_of(command("irTest")), "irTest is under way already");
  EXPECT_EQ(state_of(taken).phase, Phase::running);
  world_.run_for(seconds(20));
  EXPECT_EQ(reason_of(command("irTest")), "");
}

TEST_F(ModbusCommandsTest, CommandsGoBeforePolls) {
  world_.add_unit(4, {1, 11, 21, 31, 41, 51, 61, 71, 81, 91}, milliseconds(100));
  start();
  world_.asked.clear();
  const auto taken = command("setAddress", 7);
  world_.run_for(milliseconds(100));
  EXPECT_EQ(state_of(taken).phase, Phase::done);
}

TEST_F(ModbusCommandsTest, ALostLineEndsWhatStillHasToWrite) {
  start();
  const auto waits = command("irTest");
  world_.run_for(seconds(1));
  const auto writes = command("setAddress", 7);
  world_.link.down(std::errc::connection_reset, "lost", world_.now());
  EXPECT_EQ(state_of(writes).phase, Phase::failed);
  EXPECT_EQ(state_of(waits).phase, Phase::running) << "the device goes on measuring";
  EXPECT_EQ(reason_of(command("clockSync")), "the line is not open: lost");
}

TEST_F(ModbusCommandsTest, WaitingEndsInTimeAlsoWithoutALine) {
  start();
  const auto taken = command("irTest");
  world_.run_for(seconds(1));
  world_.link.down(std::errc::connection_reset, "lost", world_.now());
  world_.run_for(seconds(70));
  EXPECT_EQ(state_of(taken).reason, "not done within 60 s");
}

TEST_F(ModbusCommandsTest, WhenTheGatewayStopsNothingStaysUnderWay) {
  start();
  const auto taken = command("irTest");
  world_.run_for(seconds(1));
  world_.session->stop(world_.now());
  EXPECT_EQ(state_of(taken).reason, "the gateway stops");
}

TEST_F(ModbusCommandsTest, ALinkThatIsBusyIsWaitedFor) {
  start();
  world_.link.refusing = true;
  const auto taken = command("setAddress", 7);
  EXPECT_EQ(state_of(taken).phase, Phase::running);
  world_.link.refusing = false;
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(taken).phase, Phase::done);
  EXPECT_EQ(device_.writes.size(), 1U);
}

TEST_F(ModbusCommandsTest, ASilentDeviceIsNotSaidToHaveTakenIt) {
  start();
  world_.devices[3] = [](const auto&) { return ModbusWorld::silence(); };
  const auto taken = command("setAddress", 7);
  world_.run_for(seconds(10));
  EXPECT_EQ(state_of(taken).reason, "no answer; it may have been taken all the same");
}

TEST_F(ModbusCommandsTest, AcknowledgeMeansThatItIsTaken) {
  start();
  world_.devices[3] = [this](const core::ModbusRequest& request) {
    auto reply = device_(request);
    if (!core::is_read(request.function)) reply = ModbusWorld::exception(core::kAcknowledge);
    return reply;
  };
  const auto taken = command("irTest");
  world_.run_for(seconds(15));
  EXPECT_EQ(state_of(taken).phase, Phase::done);
}

TEST_F(ModbusCommandsTest, WaitingForASilentDeviceLeavesTheLineToOthers) {
  world_.add_unit(4, {1}, milliseconds(500));
  start();
  const auto taken = command("irTest");
  world_.run_for(milliseconds(100));
  world_.devices[3] = [](const auto&) { return ModbusWorld::silence(); };
  const auto before = world_.answered[4];
  world_.run_for(seconds(50));
  EXPECT_EQ(state_of(taken).phase, Phase::running);
  EXPECT_GE(world_.answered[4] - before, 85);
}

TEST_F(ModbusCommandsTest, ABitOfARegisterMayTellTheEnd) {
  auto& spec = world_.add_unit(5, {100}, seconds(600)).commands.emplace_back();
  spec.name = "test";
  spec.writes = {step(12, kMagic)};
  spec.until = core::ModbusUntil{};
  spec.until->place.address = 20;
  spec.until->place.kind = core::ModbusKind::bit;
  spec.until->place.bit = 3;
  spec.until->equals = 1;
  int polls = 0;
  world_.devices[5] = [&polls](const core::ModbusRequest& request) {
    auto reply = ModbusWorld::mirror(request);
    if (request.address == 20) reply.values[0] = ++polls > 3 ? 0x00F8 : 0x00F7;
    return reply;
  };
  start();
  const auto taken =
      world_.session->request(world_.session->plan().units[1].name, {Kind::command, "test"}, world_.now());
  world_.run_for(seconds(10));
  EXPECT_EQ(state_of(taken).phase, Phase::done);
  EXPECT_EQ(polls, 4);
}

TEST_F(ModbusCommandsTest, TheGateLetsNothingElseOut) {
  start();
  auto other = unit().commands[0];
  other.writes[0].constant = 1;
  const auto permits = permits_of(unit().commands[0], 3);
  ASSERT_EQ(permits.size(), 1U);
  route::BusPolicy policy;
  policy.read_write = true;
  policy.permits = permits;
  const route::WriteGate gate({policy});
  const auto verdict = [&gate](std::uint8_t number, std::uint16_t address, std::uint16_t value,
                               const std::string& name) {
    return std::holds_alternative<route::PermittedCommand>(
        gate.judge({0, core::BusId{0}, core::Command::Kind::write,
                    core::ModbusRequest{number, ModbusFunction::write_register, address, 1, {value}}, name}));
  };
  EXPECT_TRUE(verdict(3, 12, kMagic, "irTest"));
  EXPECT_FALSE(verdict(3, 12, kMagic, "irSave"));
  EXPECT_FALSE(verdict(3, 12, 1, "irTest"));
  EXPECT_FALSE(verdict(3, 13, kMagic, "irTest"));
  EXPECT_FALSE(verdict(4, 12, kMagic, "irTest"));
}

TEST_F(ModbusCommandsTest, AWriteTellsWhatThePointWasAndIs) {
  start();
  device_.registers[30] = 3200;
  const auto taken = write("irHigh", 3.5);
  world_.run_for(seconds(1));
  const auto state = state_of(taken);
  EXPECT_EQ(state.outcome, Outcome::ok);
  EXPECT_DOUBLE_EQ(state.before.value(), 3.2);
  EXPECT_DOUBLE_EQ(state.after.value(), 3.5);
}

TEST_F(ModbusCommandsTest, APointThatCantBeReadIsWrittenAllTheSame) {
  unit_plan().writables[0].writes[0].verify = false;
  start();
  world_.devices[3] = [this](const core::ModbusRequest& request) {
    return core::is_read(request.function) ? ModbusWorld::exception(core::kIllegalDataAddress)
                                           : device_(request);
  };
  const auto taken = write("irHigh", 3.5);
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(taken).outcome, Outcome::ok);
  EXPECT_FALSE(state_of(taken).before);
  EXPECT_FALSE(state_of(taken).after) << "nobody has read it back";
  EXPECT_EQ(device_.writes.size(), 1U);
}

TEST_F(ModbusCommandsTest, ADeviceThatSaysNothingIsGivenNothing) {
  start();
  world_.devices[3] = [](const auto&) { return ModbusWorld::silence(); };
  const auto taken = write("irHigh", 3.5);
  world_.run_for(seconds(10));
  EXPECT_EQ(state_of(taken).outcome, Outcome::timed_out);
  EXPECT_EQ(state_of(taken).reason, "no answer; nothing was written");
  const auto is_write = [](const core::ModbusRequest& asked) { return !core::is_read(asked.function); };
  EXPECT_TRUE(std::ranges::none_of(world_.asked, is_write));
}

TEST_F(ModbusCommandsTest, WhatReadsBackOtherwiseHasFailedAndSaysWhatItIs) {
  start();
  device_.registers[30] = 3200;
  world_.devices[3] = [this](const core::ModbusRequest& request) {
    auto reply = device_(request);
    device_.registers[30] = 3000;
    return reply;
  };
  const auto taken = write("irHigh", 3.5);
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(taken).outcome, Outcome::failed);
  EXPECT_DOUBLE_EQ(state_of(taken).after.value(), 3);
}

TEST_F(ModbusCommandsTest, EachEndHasItsCode) {
  struct Case {
    const char* name;
    ModbusWorld::Reply reply;
    Outcome outcome;
  };
  const std::vector<Case> cases{
      {"exception", ModbusWorld::exception(core::kIllegalDataValue), Outcome::device_refused},
      {"gateway of a silent device", ModbusWorld::exception(core::kGatewayTargetSilent), Outcome::timed_out},
      {"silence", ModbusWorld::silence(), Outcome::timed_out},
      {"garbled", {ModbusOutcome::bad_answer, 0, {}, milliseconds(20)}, Outcome::failed},
      {"lost", {ModbusOutcome::link_lost, 0, {}, milliseconds(20)}, Outcome::bus_down},
  };
  start();
  for (const auto& one : cases) {
    world_.devices[3] = [&one](const auto&) { return one.reply; };
    const auto written = command("setAddress", 7);
    const auto asked = read("p0");
    world_.run_for(seconds(10));
    EXPECT_EQ(state_of(written).outcome, one.outcome) << one.name;
    EXPECT_EQ(state_of(asked).outcome, one.outcome) << one.name;
  }
}

TEST_F(ModbusCommandsTest, APointIsReadAnewBeforeAnyPollAndTold) {
  world_.add_unit(4, {1, 11, 21, 31, 41, 51, 61, 71, 81, 91}, milliseconds(100));
  start();
  device_.registers[3] = 777;
  const auto told = world_.sink.count[1];
  const auto taken = read("p1");
  world_.run_for(milliseconds(100));
  EXPECT_EQ(state_of(taken).outcome, Outcome::ok);
  EXPECT_EQ(state_of(taken).after, 777);
  EXPECT_EQ(world_.sink.count[1], told + 1);
  EXPECT_EQ(world_.sink.last[1].number, 777);
}

TEST_F(ModbusCommandsTest, AGarbledAnswerToAReadIsAskedForOnceMore) {
  start();
  int answers = 0;
  world_.devices[3] = [this, &answers](const core::ModbusRequest& request) {
    if (++answers == 1) return ModbusWorld::Reply{ModbusOutcome::bad_answer, 0, {}, milliseconds(20)};
    return device_(request);
  };
  const auto taken = read("p0");
  world_.run_for(seconds(1));
  EXPECT_EQ(state_of(taken).outcome, Outcome::ok);
  EXPECT_EQ(answers, 2);
}

TEST_F(ModbusCommandsTest, ListsAndTextsAreNotReadAnew) {
  world_.add_list(200, 4);
  unit_plan().map.points[0].place.kind = core::ModbusKind::text;
  start();
  EXPECT_EQ(reason_of(read("list2")), "Packet/list2 is a list: only single values can be read anew");
  EXPECT_EQ(reason_of(read("p0")), "Packet/p0 is a text: only numbers can be read anew");
  EXPECT_EQ(reason_of(read("nothing")), "modbus0u3 has no point nothing");
}

TEST_F(ModbusCommandsTest, APointHasItsFullNameHoweverItIsCalled) {
  start();
  const auto name = [this](Kind kind, const char* called) {
    return world_.session->full_name(unit().name, {kind, called});
  };
  EXPECT_EQ(name(Kind::write, "irHigh"), "Settings/irHigh");
  EXPECT_EQ(name(Kind::write, "Settings/irHigh"), "Settings/irHigh");
  EXPECT_EQ(name(Kind::read, "p1"), "Packet/p1");
  EXPECT_EQ(name(Kind::command, "irTest"), "irTest");
  EXPECT_EQ(name(Kind::write, "nothing"), "nothing");
}

TEST_F(ModbusCommandsTest, RefusalsHaveTheirCode) {
  start();
  EXPECT_EQ(outcome_of(command("reset")), Outcome::refused);
  EXPECT_EQ(outcome_of(command("setAddress", 248)), Outcome::refused);
  (void)command("irTest");
  EXPECT_EQ(outcome_of(command("irTest")), Outcome::busy);
  world_.link.down(std::errc::connection_reset, "lost", world_.now());
  EXPECT_EQ(outcome_of(command("setAddress", 7)), Outcome::bus_down);
}

TEST_F(ModbusCommandsTest, MoreThanTheQueueTakesAreTooMany) {
  start();
  world_.link.refusing = true;
  for (std::size_t i = 0; i < ModbusCommands::kMostRunning; ++i)
    EXPECT_EQ(outcome_of(read("p0")), Outcome::ok);
  EXPECT_EQ(outcome_of(read("p0")), Outcome::busy);
  EXPECT_EQ(outcome_of(command("setAddress", 7)), Outcome::busy);
}

TEST_F(ModbusCommandsTest, WhatNeverGetsOutEndsInTime) {
  start();
  world_.link.refusing = true;
  const auto taken = command("setAddress", 7);
  world_.run_for(seconds(30));
  EXPECT_EQ(state_of(taken).outcome, Outcome::timed_out);
  EXPECT_EQ(state_of(taken).reason, "not done within 20 s") << "nothing was sent";
}

TEST_F(ModbusCommandsTest, EachEndIsToldOnce) {
  start();
  const auto taken = command("setAddress", 7);
  const auto failed = command("irTest");
  EXPECT_TRUE(world_.session->take_ended().empty());
  world_.run_for(seconds(1));
  const auto ended = world_.session->take_ended();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].id, std::get<std::uint64_t>(taken));
  EXPECT_EQ(ended[0].outcome, Outcome::ok);
  world_.session->stop(world_.now());
  const auto stopped = world_.session->take_ended();
  ASSERT_EQ(stopped.size(), 1U);
  EXPECT_EQ(stopped[0].id, std::get<std::uint64_t>(failed));
  EXPECT_EQ(stopped[0].outcome, Outcome::failed);
  EXPECT_TRUE(world_.session->take_ended().empty());
}

TEST_F(ModbusCommandsTest, ARawReadIsAnsweredAsItIs) {
  start();
  device_.registers[100] = 0x3333;
  submit(9, {3, ModbusFunction::read_input_registers, 100, 2, {}});
  world_.run_for(seconds(1));
  ASSERT_EQ(world_.replies.all.size(), 1U);
  EXPECT_EQ(world_.replies.all[0].id, 9U);
  EXPECT_EQ(world_.replies.all[0].outcome, Outcome::ok);
  EXPECT_EQ(world_.replies.all[0].words, (std::vector<std::uint16_t>{0x3333, 0}));
  EXPECT_TRUE(world_.session->take_ended().empty());
}

TEST_F(ModbusCommandsTest, RawRequestsThatAreNotMade) {
  unit_plan().map.limits.forbidden = {{ModbusFunction::read_holding_registers, 500, 510}};
  unit_plan().map.limits.registers = 16;
  start();
  const auto submitted = world_.link.submitted;
  submit(1, {3, ModbusFunction::write_register, 12, 1, {kMagic}}, CommandKind::write);
  submit(2, {4, ModbusFunction::read_holding_registers, 1, 1, {}});
  submit(3, {3, ModbusFunction::read_holding_registers, 1, 17, {}});
  submit(4, {3, ModbusFunction::read_holding_registers, 1, 0, {}});
  submit(5, {3, ModbusFunction::read_holding_registers, 0xFFFF, 2, {}});
  submit(6, {3, ModbusFunction::read_holding_registers, 495, 6, {}});
  submit(0, {3, ModbusFunction::read_holding_registers, 1, 1, {}});
  const std::vector<std::string> reasons{
      "what is written to a Modbus device goes by its map: by a command, or to a point",
      "modbus0 has no unit 4",
      "modbus0u3 gives 1 to 16 items at once, not 17",
      "modbus0u3 gives 1 to 16 items at once, not 0",
      "the last item would be at 65536, and 65535 is the highest",
      "500 to 510 are \"forbidden\" in the map of modbus0u3"};
  ASSERT_EQ(world_.replies.all.size(), reasons.size());
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    EXPECT_EQ(world_.replies.all[i].id, i + 1);
    EXPECT_EQ(world_.replies.all[i].outcome, Outcome::refused);
    EXPECT_EQ(world_.replies.all[i].reason, reasons[i]);
  }
  EXPECT_EQ(world_.link.submitted, submitted);
}

TEST_F(ModbusCommandsTest, EveryRawReadGetsOneReplyWhateverHappens) {
  start();
  submit(1, {3, ModbusFunction::read_holding_registers, 1, 1, {}});
  submit(2, {3, ModbusFunction::read_holding_registers, 2, 1, {}});
  world_.link.down(std::errc::connection_reset, "lost", world_.now());
  submit(3, {3, ModbusFunction::read_holding_registers, 3, 1, {}});
  world_.open();
  submit(4, {3, ModbusFunction::read_holding_registers, 4, 1, {}});
  world_.session->stop(world_.now());
  submit(5, {3, ModbusFunction::read_holding_registers, 5, 1, {}});
  const std::vector<Outcome> outcomes{Outcome::bus_down, Outcome::bus_down, Outcome::bus_down,
                                      Outcome::failed, Outcome::bus_down};
  ASSERT_EQ(world_.replies.all.size(), outcomes.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_EQ(world_.replies.all[i].id, i + 1);
    EXPECT_EQ(world_.replies.all[i].outcome, outcomes[i]) << i + 1;
  }
}

}  // namespace
}  // namespace bmsgw::driver
