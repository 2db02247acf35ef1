#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/snmp.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/alarm_book.hpp"
#include "bmsgw/driver/bus_sink.hpp"
#include "bmsgw/driver/snmp_plan.hpp"

namespace bmsgw::driver {

/// The alarms of one agent: traps tell them at once, polls are the truth: what a whole list no longer names
/// is over, too. Each change is told as an event of its own millisecond, since a server keeps one value of a
/// key per millisecond. Thread: loop.
class SnmpAlarms {
 public:
  /// Events by traps: so many at once, then so many a second; the others are counted.
  static constexpr double kMostAtOnce = 200;
  static constexpr double kPerSecond = 20;
  /// All that are open are told so many times at once, then once in this time.
  static constexpr double kOpensAtOnce = 10;
  static constexpr core::milliseconds kBetweenOpens{1000};
  /// ... and at least so often: a server may have lost what it was told.
  static constexpr core::milliseconds kRepeatOpen{600'000};

  SnmpAlarms(const SnmpBusPlan& plan, BusSink& sink);  ///< outlive it

  /// What an answer told; its request was sent at `asked`.
  void on_samples(std::span<const core::Sample> samples, core::MonoTime asked, core::Stamp now);
  /// True: the map knows it, and a poll should look after it.
  bool on_trap(const core::SnmpTrap& trap, core::Stamp now);
  /// The agent answers again, or no longer does: which alarms are open isn't known then.
  void on_online(bool online, core::Stamp now);

  /// The agent has started anew: what no poll looks after is over, or will be told again.
  void on_restart(core::Stamp now);
  [[nodiscard]] core::MonoTime next_wake() const { return open_due_; }
  void on_time(core::Stamp now);

  [[nodiscard]] std::size_t open() const { return book_.open().size(); }
  [[nodiscard]] std::uint64_t traps() const { return traps_; }
  [[nodiscard]] std::uint64_t unknown_traps() const { return unknown_traps_; }
  [[nodiscard]] std::uint64_t dropped_events() const { return dropped_events_ + book_.not_kept(); }

 private:
  /// So many at once, so many a second.
  struct Bucket {
    double most = 1;
    double per_second = 1;
    double tokens = 1;
    core::MonoTime at{};

    [[nodiscard]] bool allow(core::MonoTime now);
  };
  /// What a point last told.
  struct Heard {
    std::vector<core::ListElement> codes;
    core::MonoTime asked{};
    bool is_new = false;    ///< in the last answer
    bool is_heard = false;  ///< if only that it has no value
  };
  static void keep(Heard& heard, const core::Sample& sample, core::MonoTime asked);
  [[nodiscard]] Heard& heard_of(std::uint32_t point);
  [[nodiscard]] bool is_concerned(const SnmpAlarmPlan& plan);
  [[nodiscard]] bool is_known();
  [[nodiscard]] std::optional<core::AlarmKey> key_of(const SnmpAlarmPlan& plan, std::size_t element);
  bool judge(const SnmpAlarmPlan& plan, core::Stamp now);
  bool end_unnamed(const std::vector<core::AlarmKey>& named, const SnmpAlarmPlan& plan, core::Stamp now);
  bool end_alarm(const core::AlarmKey& key, core::MonoTime asked, core::Stamp now);
  [[nodiscard]] bool find_owner(const SnmpAlarmPlan::Owner& owner, const SnmpAlarmPlan& plan,
                                std::size_t element, std::optional<std::uint32_t>& number);
  [[nodiscard]] static std::string state_of(const SnmpAlarmPlan& plan, double code);
  void tell(const core::AlarmEvent& event, core::Stamp now);
  void tell_open(core::Stamp now);

  const SnmpBusPlan& plan_;
  BusSink& sink_;
  AlarmBook book_;
  std::vector<std::uint32_t> watched_;  ///< indexes of map.points: alarms and their owners
  std::vector<Heard> heard_;            ///< by watched_
  bool online_ = false;
  bool told_open_ = false;
  core::MonoTime open_due_ = core::kNever;  ///< when all that are open are told
  Bucket events_{kMostAtOnce, kPerSecond, kMostAtOnce, {}};
  Bucket opens_{kOpensAtOnce, 1, kOpensAtOnce, {}};
  std::int64_t last_event_ms_ = 0;
  std::uint64_t traps_ = 0;
  std::uint64_t unknown_traps_ = 0;
  std::uint64_t dropped_events_ = 0;
};

}  // namespace bmsgw::driver
