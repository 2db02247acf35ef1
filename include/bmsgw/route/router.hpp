#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bmsgw/core/point_table.hpp"
#include "bmsgw/core/record_batch.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/route/route_table.hpp"

namespace bmsgw::route {

struct RouterCounters {
  std::uint64_t samples = 0;
  std::uint64_t records = 0;
  std::uint64_t invalid = 0;  ///< samples that were out of bounds, not decodable, or denied by their flag
};

/// A value on its way to another bus; only good ones go.
struct SlotValue {
  SlotId slot{};
  double number = 0;
};

/// The up path's middle: samples in, records for the server out. Judges quality, keeps the present values,
/// reports by each route's policy, tells what has grown old. The only writer of the point table. Thread:
/// loop.
class Router final : public core::Timed {
 public:
  /// How often ages and held-back values are looked at.
  static constexpr core::milliseconds kSweepPeriod{250};
  /// Of a device that is not online nothing stays fresh longer, whatever its rhythm was.
  static constexpr core::milliseconds kOfflineAge{10'000};

  Router(const RouteTable& table, core::RecordBatch& out);

  /// Takes what was heard at `now`. `max_age`: how long these samples stay fresh, where the point has no
  /// rule.
  void apply(std::span<const core::Sample> samples, core::Stamp now, core::milliseconds max_age);
  /// The device answers, or no longer does.
  void set_online(core::DeviceId device, bool online, core::Stamp now);
  /// Says each device's Online and Stale again, and what is JSON, after the server may have missed them.
  void restate(core::Stamp now);

  [[nodiscard]] core::MonoTime next_wake() const override { return next_sweep_; }
  void on_time(core::Stamp now) override;

  /// What went to slots since the last call; valid until the next.
  [[nodiscard]] std::span<const SlotValue> take_slot_values();
  [[nodiscard]] bool has_slot_values() const { return !slot_values_.empty(); }

  [[nodiscard]] const core::PointTable& points() const { return points_; }
  [[nodiscard]] const RouteTable& table() const { return table_; }
  [[nodiscard]] const RouterCounters& counters() const { return counters_; }

 private:
  /// A route's policy, ready to use, and what it last did.
  struct OutputState {
    core::MonoTime last_sent = core::kLongAgo;
    core::MonoTime due = core::kNever;  ///< when it is told again even if it stays as it is
    double last_number = 0;
    double deadband = 0;
    std::chrono::nanoseconds min_interval{0};
    std::chrono::nanoseconds max_interval{0};  ///< 0: none
    bool on_change = false;
    bool has_deadband = false;
    bool pending = false;   ///< a value is held back by min_interval
    bool renewed = true;    ///< the next value that can be sent is news, whatever it is
    bool bad_told = false;  ///< the last quality told was not good
    bool sent = false;      ///< a value went out in this run
    bool listed = false;    ///< its key is in Stale
    SlotId slot = kNoSlot;  ///< it goes to another bus: the server is told nothing
    bool expand = false;    ///< a list goes out as one key per element
    core::DeviceId device{};
  };
  /// What the server knows of one element of an expanded list.
  enum class Element : std::uint8_t { never_sent, sent, missing };
  struct DeviceState {
    bool known = false;  ///< set_online was called
    bool online = false;
    bool stale_changed = false;
  };

  void apply_sample(const core::Sample& sample, const core::Stamp& now, core::milliseconds max_age);
  [[nodiscard]] core::Quality judged(const RouteTable::Rule& rule, const core::Value*& value);
  [[nodiscard]] core::Quality gated(core::PointId gate, core::Quality quality) const;
  core::Quality bounded_list(const RouteTable::Rule& rule, core::List list, const core::Value*& value);
  void report(const RouteTable::Rule& rule, const core::PointCell& cell, bool changed, core::MonoTime now);
  void report_to(std::uint32_t output, const RouteTable::Rule& rule, const core::PointCell& cell,
                 bool changed, core::MonoTime now);
  [[nodiscard]] static bool is_news(const OutputState& state, const core::PointCell& cell, bool changed,
                                    core::MonoTime now);
  [[nodiscard]] static bool may_send(const OutputState& state, core::MonoTime now);
  void emit(std::uint32_t output, const core::PointCell& cell, core::MonoTime now);
  void tell_server(std::uint32_t output, const core::PointCell& cell);
  void lose(std::uint32_t output, const RouteTable::Rule& rule, const core::PointCell& cell, bool changed,
            std::int64_t unix_ms);
  void mark_listed(OutputState& state, bool listed);
  void sweep_point(core::PointId point, const core::Stamp& now);
  void note_elements(std::uint32_t output, const core::PointCell& cell);
  void add_stale_elements(std::uint32_t output);
  [[nodiscard]] core::Quality aged(const RouteTable::Rule& rule, const core::PointCell& cell,
                                   core::MonoTime now) const;
  void send_pending(const RouteTable::Rule& rule, const core::PointCell& cell, core::MonoTime now);
  void tell_online(core::DeviceId device, core::Stamp now);
  void tell_stale(core::DeviceId device, core::Stamp now);

  const RouteTable& table_;
  core::RecordBatch& out_;
  core::PointTable points_;
  std::vector<OutputState> outputs_;
  std::vector<std::vector<Element>> elements_;  ///< by output; of expanded lists only
  std::vector<DeviceState> devices_;
  std::vector<core::KeyRef> stale_keys_;  ///< scratch
  std::vector<core::ListElement> list_scratch_;
  core::Value bounded_value_;  ///< shows list_scratch_
  std::vector<SlotValue> slot_values_;
  std::vector<SlotValue> taken_slot_values_;
  RouterCounters counters_;
  core::MonoTime next_sweep_{};
};

}  // namespace bmsgw::route
