// What a control unit sends by itself, what it answers, what it obeys: G1 Control Unit Serial Protocol 2.1.0.
#include "simulator/g1_unit.hpp"

#include <algorithm>

#include "simulator/status_sentences.hpp"

namespace bmsgw::simulator {
namespace {

constexpr std::int64_t kUnixOf2000 = 946'684'800;

Parameters::Config completed(Parameters::Config parameters, const BatteryConfig& battery) {
  parameters.cells = battery.cells;
  parameters.strings = battery.strings;
  parameters.capacity_ah = battery.capacity_ah;
  return parameters;
}

}  // namespace

G1Unit::G1Unit(UnitConfig config)
    : config_(std::move(config)),
      battery_(static_cast<const TimedBatteryConfig&>(config_)),
      parameters_(completed(config_.parameters, config_.battery)),
      resets_(static_cast<std::uint32_t>(config_.start_unix_s - kUnixOf2000)),
      broadcaster_(periodic_sentences().size(), config_.rate_per_s) {
  statistics_.observe(reading(), time_2000_s());
  start_up(Elapsed{0}, ResetHistory::kPowerOn);
}

std::int64_t G1Unit::unix_s() const {
  return config_.start_unix_s + static_cast<std::int64_t>(battery_.model_s());
}

std::uint32_t G1Unit::time_2000_s() const {
  return static_cast<std::uint32_t>(unix_s() - kUnixOf2000);
}

UnitView G1Unit::view() const {
  return {reading(), unix_s(), static_cast<std::uint32_t>(battery_.model_s() - power_on_s_)};
}

Elapsed G1Unit::broadcast_period() const {
  const bool active = reading().charger_connected || reading().ignition;
  return elapsed_of(active ? parameters_.active_period_s() : parameters_.sleep_period_s());
}

/// '#' is what a boot loader would be asked for with; then the firmware tells its version.
void G1Unit::start_up(Elapsed now, std::uint8_t reset_source) {
  power_on_s_ = battery_.model_s();
  resets_.add(time_2000_s(), reset_source);
  log_.add(Event::started, time_2000_s());
  statistics_.count(Event::started, time_2000_s());
  output_.emplace_back("#");
  send("VR1", vr1_fields());
  broadcaster_.restart(now);
}

void G1Unit::advance_battery(Elapsed now) {
  for (auto before = reading(); battery_.step(now); before = reading()) {
    statistics_.observe(reading(), time_2000_s());
    note_events(before);
  }
}

void G1Unit::note_events(const PackReading& before) {
  for (const auto event : events_between(before, reading())) {
    log_.add(event, time_2000_s());
    statistics_.count(event, time_2000_s());
  }
}

void G1Unit::on_time(Elapsed now) {
  advance_battery(now);
  if (silent_until_) {
    if (now < *silent_until_) return;
    silent_until_.reset();
    framer_.reset();
    start_up(now, ResetHistory::kUser);
  }
  if (!parameters_.broadcast()) return;
  const auto due = broadcaster_.take_due(now, broadcast_period());
  if (!line_busy_) broadcast(due.first, due.count);
}

Elapsed G1Unit::next_wake() const {
  if (silent_until_) return *silent_until_;
  return parameters_.broadcast() ? broadcaster_.next() : kNotDue;
}

void G1Unit::broadcast(std::size_t first, std::size_t count) {
  const auto sentences = periodic_sentences();
  for (std::size_t i = first; i < first + count; ++i) {
    const auto& sentence = sentences[i % sentences.size()];
    send(sentence.name, sentence.fields(view()));
  }
}

void G1Unit::send(std::string_view name, std::string_view fields) {
  output_.push_back(codec::g1::encode_sentence(name, fields) + "\r\n");
}

void G1Unit::send_all(std::string_view name, const std::vector<std::string>& sentences) {
  for (const auto& fields : sentences) send(name, fields);
}

}  // namespace bmsgw::simulator
