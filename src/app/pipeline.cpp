#include "bmsgw/app/pipeline.hpp"

#include <algorithm>

namespace bmsgw::app {

Pipeline::Pipeline(const route::RouteTable& table, outbox::Outbox* outbox, core::milliseconds publish_window)
    : outbox_(outbox), publish_window_(publish_window), router_(table, window_) {}

void Pipeline::on_samples(std::span<const core::Sample> samples, core::Stamp now,
                          core::milliseconds max_age) {
  router_.apply(samples, now, max_age);
  note_records(now);
}

void Pipeline::on_online(core::DeviceId device, bool online, core::Stamp now) {
  router_.set_online(device, online, now);
  note_records(now);
}

void Pipeline::restate(core::Stamp now) {
  router_.restate(now);
  note_records(now);
}

std::span<const route::SlotValue> Pipeline::take_slot_values() {
  slots_filled_ = core::kNever;
  return router_.take_slot_values();
}

void Pipeline::note_records(core::Stamp now) {
  if (slots_filled_ == core::kNever && router_.has_slot_values()) slots_filled_ = now.mono;
  if (window_.empty()) return;
  if (window_ends_ == core::kNever) window_ends_ = now.mono + publish_window_;
  if (window_.bytes() >= kFullWindowBytes) flush();
}

void Pipeline::flush() {
  if (outbox_ != nullptr) outbox_->append(window_);
  window_.clear();
  window_ends_ = core::kNever;
}

core::MonoTime Pipeline::next_wake() const {
  return std::min({router_.next_wake(), window_ends_, slots_filled_});
}

void Pipeline::on_time(core::Stamp now) {
  router_.on_time(now);
  note_records(now);
  if (now.mono >= window_ends_) flush();
}

}  // namespace bmsgw::app
