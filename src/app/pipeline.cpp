#include "bmsgw/app/pipeline.hpp"

#include <algorithm>

#include "bmsgw/payload/alarm_json.hpp"
#include "bmsgw/payload/firmware_json.hpp"
#include "bmsgw/payload/log_entry_json.hpp"

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

/// The name by which Online and Stale are told.
std::string_view Pipeline::device_of(core::PointId point) const {
  const auto& table = router_.table();
  const auto& rule = table.rule(point);
  if (rule.output_count == 0) return {};
  return table.devices()[core::index_of(table.routes()[rule.first_output].device)].name;
}

/// How long it holds stands in its rule.
void Pipeline::apply_text(core::PointId point, core::Stamp now) {
  const core::Sample sample{point, core::Quality::good, std::string_view(text_)};
  router_.apply({&sample, 1}, now, core::milliseconds(0));
  note_records(now);
}

void Pipeline::on_event(core::PointId point, const core::AlarmEvent& event, core::Stamp now) {
  payload::format_event(event, device_of(point), now.unix_ms, text_);
  apply_text(point, now);
}

void Pipeline::on_alarms(core::PointId point, std::span<const core::AlarmEvent> open, core::Stamp now) {
  payload::format_alarms(open, text_);
  apply_text(point, now);
}

void Pipeline::on_firmware(core::PointId point, const core::FirmwareProgress& progress, core::Stamp now) {
  if (firmware_listener_) firmware_listener_(progress);
  payload::format_firmware(progress, text_);
  apply_text(point, now);
}

void Pipeline::on_text(core::PointId point, const std::string& json, core::Stamp now) {
  text_ = json;
  apply_text(point, now);
}

void Pipeline::on_log_entry(core::PointId point, const core::LogEntry& entry, core::Stamp now) {
  payload::format_log_entry(entry, device_of(point), text_);
  apply_text(point, {entry.unix_ms, now.mono});
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
