#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "bmsgw/core/record_batch.hpp"
#include "bmsgw/driver/bus_sink.hpp"
#include "bmsgw/outbox/outbox.hpp"
#include "bmsgw/route/router.hpp"

namespace bmsgw::app {

/// The up path's spine: what drivers decode goes through the router; records of one publish window go into
/// the outbox together. Thread: loop.
class Pipeline final : public driver::BusSink, public core::Timed {
 public:
  /// A window that has grown this large is closed early.
  static constexpr std::size_t kFullWindowBytes = 32'768;

  /// `outbox`: nullptr when there is no server to send to.
  Pipeline(const route::RouteTable& table, outbox::Outbox* outbox, core::milliseconds publish_window);

  void on_samples(std::span<const core::Sample> samples, core::Stamp now,
                  core::milliseconds max_age) override;
  void on_online(core::DeviceId device, bool online, core::Stamp now) override;
  void on_event(core::PointId point, const core::AlarmEvent& event, core::Stamp now) override;
  void on_alarms(core::PointId point, std::span<const core::AlarmEvent> open, core::Stamp now) override;
  void on_firmware(core::PointId point, const core::FirmwareProgress& progress, core::Stamp now) override;
  /// Who is told of firmware upgrades besides the server.
  void set_firmware_listener(std::function<void(const core::FirmwareProgress&)> listener) {
    firmware_listener_ = std::move(listener);
  }
  /// JSON for a point of its own.
  void on_text(core::PointId point, const std::string& json, core::Stamp now);
  /// At the entry's own time.
  void on_log_entry(core::PointId point, const core::LogEntry& entry, core::Stamp now) override;
  /// A server session has begun: says again what it may have missed.
  void restate(core::Stamp now);
  /// Closes the window now.
  void flush();

  /// Values for other buses have come: they want to be taken at once.
  [[nodiscard]] std::span<const route::SlotValue> take_slot_values();

  [[nodiscard]] core::MonoTime next_wake() const override;
  void on_time(core::Stamp now) override;

  [[nodiscard]] const route::Router& router() const { return router_; }

 private:
  void note_records(core::Stamp now);
  void apply_text(core::PointId point, core::Stamp now);
  [[nodiscard]] std::string_view device_of(core::PointId point) const;

  outbox::Outbox* outbox_;
  core::milliseconds publish_window_;
  core::RecordBatch window_;
  core::MonoTime window_ends_ = core::kNever;
  core::MonoTime slots_filled_ = core::kNever;
  route::Router router_;
  std::function<void(const core::FirmwareProgress&)> firmware_listener_;
  std::string text_;  ///< scratch
};

}  // namespace bmsgw::app
