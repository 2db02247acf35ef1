#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/core/alarm.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// Which alarms of a device are open, by what traps tell and polls find. A poll that was asked for before the
/// last trap of an alarm says nothing about it; a later one has the last word. What no poll covers stays open
/// until a trap ends it. Pure. Thread: loop.
class AlarmBook {
 public:
  /// More are counted, not kept.
  static constexpr std::size_t kMostKept = 4096;
  static constexpr std::string_view kNormal = "normal";

  /// True: it is news, and wants to be told. `event.state` kNormal ends the alarm of its key.
  bool on_trap(const core::AlarmEvent& event, core::MonoTime now);
  /// What a poll, asked for at `asked`, found of one key. True: it is news, and wants to be told.
  bool on_poll(const core::AlarmKey& key, std::string_view state, core::MonoTime asked);

  /// Sorted by key; until the next change.
  [[nodiscard]] std::span<const core::AlarmEvent> open() const;
  [[nodiscard]] std::size_t not_kept() const { return not_kept_; }

 private:
  struct Entry {
    std::string state;  ///< kNormal: ended; kept while an older poll may still come
    std::string text;
    bool by_trap = false;
    core::MonoTime trap_at = core::kLongAgo;
  };
  [[nodiscard]] Entry* entry_of(const core::AlarmKey& key);
  void forget_ended(core::MonoTime now);

  std::map<core::AlarmKey, Entry> entries_;
  mutable std::vector<core::AlarmEvent> open_;  ///< listed when somebody looks
  mutable bool is_listed_ = true;
  std::size_t not_kept_ = 0;
};

}  // namespace bmsgw::driver
