#include "simulator/modbus/resistance_test.hpp"

#include "simulator/modbus/value_store.hpp"

namespace bmsgw::simulator::modbus {
namespace {

bool is_started_by(const TestTrigger& trigger, const RegisterBank& bank) {
  if (trigger.step.source != core::ModbusWriteStep::Source::constant) return true;
  return load_value(bank, trigger.step.place, trigger.step.format) == trigger.step.constant;
}

}  // namespace

ResistanceTest::ResistanceTest(const std::vector<TestTrigger>& triggers, Elapsed duration)
    : triggers_(triggers), duration_(duration) {}

void ResistanceTest::show_done(RegisterBank& bank) const {
  for (const auto& trigger : triggers_) {
    if (trigger.until) store_value(bank, trigger.until->place, trigger.until->format, trigger.until->equals);
  }
}

void ResistanceTest::on_written(core::ModbusFunction table, std::uint32_t address, std::uint32_t count,
                                Elapsed now, RegisterBank& bank) {
  for (const auto& trigger : triggers_) {
    if (!touches(trigger.step.place, table, address, count) || !is_started_by(trigger, bank)) continue;
    done_at_ = now + duration_;
    if (trigger.until) store_value(bank, trigger.until->place, trigger.until->format, trigger.busy);
  }
}

bool ResistanceTest::on_time(Elapsed now, RegisterBank& bank) {
  if (now < done_at_) return false;
  done_at_ = kNotDue;
  show_done(bank);
  return true;
}

}  // namespace bmsgw::simulator::modbus
