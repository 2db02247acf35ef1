#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bmsgw/codec/g1/sentence.hpp"
#include "bmsgw/core/log_entry.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// Finds in a G1 unit's event log what is new since it was read last: by time and code, as the sequence
/// numbers move on with each event and the unit's clock may jump. It needs nothing but the LG1 and TD1
/// sentences, whoever asked for them. Pure: time is an argument. Thread: any (no sharing).
class EventLogReader {
 public:
  /// A reading ends so long after its last sentence. Longer than a pause of the unit's: half a log isn't one.
  static constexpr core::milliseconds kQuiet{1000};
  static constexpr std::size_t kMostEntries = 512;  ///< of one reading; a unit numbers them with two digits
  static constexpr std::size_t kMostTold = 2 * kMostEntries;  ///< that are remembered
  /// An entry that was told and is missing from so many readings in a row is forgotten: one reading may have
  /// lost it on the line.
  static constexpr int kForgetAfter = 5;

  /// Takes LG1 and TD1. False: it is neither, or makes no sense.
  bool on_sentence(const codec::g1::Sentence& sentence, core::Stamp now);
  /// The line is lost: what was read by half is no reading.
  void on_down();
  /// When the reading under way ends.
  [[nodiscard]] core::MonoTime next_wake() const { return reading_ends_; }
  /// Of the readings that have ended: the entries that none before had, the oldest first, each with its own
  /// time, or with ours where the unit's clock isn't known: it may be of any time zone. Valid until the next
  /// call.
  [[nodiscard]] const std::vector<core::LogEntry>& take_new(core::Stamp now);

  /// What was told, for restore() after a restart: JSON, at most some 15 kB.
  [[nodiscard]] std::string state() const;
  /// Nothing that isn't a state changes anything.
  bool restore(std::string_view state);
  /// state() has changed since the last call.
  [[nodiscard]] bool take_changed() { return std::exchange(changed_, false); }

 private:
  struct Entry {
    std::uint64_t sequence = 0;
    std::uint32_t code = 0;
    std::uint32_t time = 0;  ///< seconds since 2000, by the unit's clock; 0: it has none
    std::string_view text;
  };
  /// Entries of the same time and code that were told.
  struct Told {
    std::uint32_t time = 0;
    std::uint32_t code = 0;
    std::uint32_t count = 0;
    std::uint32_t in_reading = 0;
    int missed = 0;  ///< readings in a row with fewer of them
  };

  bool take_clock(const codec::g1::Sentence& sentence, core::Stamp now);
  bool take_entry(const codec::g1::Sentence& sentence, core::Stamp now);
  void take_empty(core::Stamp now);
  void end_reading(core::Stamp now);
  void forget_missing();
  void tell(const Entry& entry, core::Stamp now);
  [[nodiscard]] Told* find_told(const Entry& entry);
  [[nodiscard]] std::int64_t time_of(const Entry& entry, core::Stamp now) const;

  std::vector<Entry> reading_;
  core::MonoTime reading_ends_ = core::kNever;
  std::vector<Told> told_;
  std::vector<core::LogEntry> new_;
  std::optional<std::int64_t> clock_offset_ms_;  ///< ours minus the unit's, once it has told its time
  std::int64_t last_told_ms_ = 0;
  bool changed_ = false;
};

}  // namespace bmsgw::driver
