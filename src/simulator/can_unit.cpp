// Requests, broadcasts and silence: EMUS G1 BMS CAN protocol 2.0.11, as implementers quote it.
#include "simulator/can_unit.hpp"

namespace bmsgw::simulator {
namespace {

constexpr Elapsed kCellSilence = std::chrono::seconds(5);

/// Every message once, the details of string 0: a broadcast frame can't tell which string it is about.
std::vector<CanTopic> topics(const PackReading& pack) {
  std::vector<CanTopic> all;
  for (auto message = CanMessage::overall; message <= CanMessage::cell_temperatures;
       message = static_cast<CanMessage>(static_cast<int>(message) + 1)) {
    const auto groups = is_grouped(message) ? can_groups(pack) : 1;
    for (std::size_t group = 0; group < groups; ++group) all.push_back({message, group});
  }
  return all;
}

}  // namespace

CanUnit::CanUnit(CanUnitConfig config)
    : config_(std::move(config)),
      battery_(static_cast<const TimedBatteryConfig&>(config_)),
      round_(topics(battery_.reading())),
      broadcaster_(round_.size(), config_.rate_per_s) {
  note_cells();
}

/// Cells that were never heard are lost from the beginning.
void CanUnit::note_cells() {
  if (reading().cell_comm()) {
    last_known_ = reading();
    lost_since_.reset();
  } else if (!lost_since_) {
    lost_since_ = last_known_.cells.empty() ? -2 * kCellSilence : battery_.stepped_at();
  }
}

void CanUnit::advance_battery(Elapsed now) {
  while (battery_.step(now)) note_cells();
}

CanView CanUnit::view(Elapsed now) const {
  const bool lost = lost_since_ && now - *lost_since_ > kCellSilence;
  return {reading(), lost ? nullptr : &last_known_, config_.diagnostics};
}

void CanUnit::on_frame(const core::CanFrame& frame, Elapsed now) {
  on_time(now);
  const auto topic = config_.ids.find(frame.id);
  const bool is_bare = frame.remote || frame.length == 0;
  const bool names_string = topic && is_grouped(topic->message) && frame.length == 1;
  if (is_bare || names_string) {
    if (topic) answer(*topic, is_bare ? 0 : frame.data[0], now);
  } else if (config_.ids.is_own(frame.id)) {
    ++writes_ignored_;
  }
}

void CanUnit::answer(const CanTopic& topic, std::size_t string, Elapsed now) {
  auto frame = can_answer(view(now), topic, string);
  if (!frame) return;
  frame->id = config_.ids.id_of(topic);
  output_.push_back(*frame);
  ++requests_answered_;
}

void CanUnit::on_time(Elapsed now) {
  advance_battery(now);
  if (!config_.broadcast) return;
  const auto due = broadcaster_.take_due(now, elapsed_of(config_.period_s));
  for (std::size_t i = due.first; i < due.first + due.count; ++i) broadcast(round_[i % round_.size()], now);
}

Elapsed CanUnit::next_wake() const {
  return config_.broadcast ? broadcaster_.next() : kNotDue;
}

/// A frame of length 0 would be a request.
void CanUnit::broadcast(const CanTopic& topic, Elapsed now) {
  auto frame = can_answer(view(now), topic, 0);
  if (!frame || frame->length == 0) return;
  frame->id = config_.ids.id_of(topic);
  output_.push_back(*frame);
}

}  // namespace bmsgw::simulator
