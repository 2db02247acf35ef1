#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/core/alarm.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// The open alarms of one device, from its traps and from what polls find. Traps may be lost: what a poll
/// finds is what counts, unless its request is older than the last trap of the same alarm. An alarm that no
/// poll covers stays until a trap ends it. Thread: any (no sharing).
class AlarmBook {
 public:
  static constexpr std::string_view kNormal = "normal";  ///< the state that there is no alarm
  static constexpr std::size_t kMostOpen = 4096;

  /// An alarm by a trap. True: its state has changed.
  bool on_trap(const core::AlarmEvent& event, core::MonoTime now);

  /// What a poll found; kNormal: no alarm, nothing: not known.
  struct Found {
    core::AlarmKey key;
    std::optional<std::string_view> state;
  };
  /// By an answer to what was sent at `asked`. The changes, which are to be told. Of several with the same
  /// key the first that is not normal counts.
  [[nodiscard]] std::vector<core::AlarmEvent> on_poll(std::span<const Found> found, core::MonoTime asked);

  [[nodiscard]] const std::map<core::AlarmKey, core::AlarmEvent>& open() const { return open_; }
  /// How often an alarm was not kept, because there were kMostOpen already.
  [[nodiscard]] std::uint64_t not_kept() const { return not_kept_; }
  /// It is another device: nothing is known of it.
  void clear();

 private:
  bool put(const core::AlarmEvent& event);
  bool end(const core::AlarmKey& key);
  void note_trap(const core::AlarmKey& key, core::MonoTime now);
  [[nodiscard]] bool is_older(const core::AlarmKey& key, core::MonoTime asked);

  std::map<core::AlarmKey, core::AlarmEvent> open_;
  std::map<core::AlarmKey, core::MonoTime> trapped_;  ///< when, as long as a poll may be older
  std::uint64_t not_kept_ = 0;
};

}  // namespace bmsgw::driver
