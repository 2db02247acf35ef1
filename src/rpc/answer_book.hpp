#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "bmsgw/core/time.hpp"

namespace bmsgw::rpc {

/// The server's requests of late and what was answered: a request that comes again is answered again, not
/// done again. Thread: loop.
class AnswerBook {
 public:
  static constexpr std::size_t kMostKept = 256;
  static constexpr std::size_t kLargest =
      4096;  ///< bytes of an answer; larger ones only read: they are done again
  /// In another session a request counts as the same for so long: the server repeats what was lost with the
  /// connection, but it may also count its ids anew.
  static constexpr core::milliseconds kOtherSession{30'000};

  struct Entry {
    std::uint64_t rpc = 0;
    std::uint64_t session = 0;
    std::size_t text = 0;  ///< hash of the request
    core::MonoTime at{};
    std::uint64_t call = 0;             ///< ours
    std::optional<std::string> answer;  ///< nothing: it is under way
    bool wrote = false;
  };

  /// The entry of a request that comes again; nullptr: it is new.
  [[nodiscard]] Entry* find(std::uint64_t rpc, std::uint64_t session, const std::string& request,
                            core::MonoTime now) {
    const auto text = std::hash<std::string>{}(request);
    for (auto& entry : entries_) {
      if (entry.rpc != rpc || entry.text != text) continue;
      if (entry.session == session || now - entry.at < kOtherSession) return &entry;
    }
    return nullptr;
  }
  void begin(std::uint64_t rpc, std::uint64_t session, const std::string& request, std::uint64_t call,
             core::MonoTime now) {
    if (entries_.size() >= kMostKept) forget_one();
    entries_.push_back({rpc, session, std::hash<std::string>{}(request), now, call, std::nullopt});
  }
  /// `writes`: it is remembered before others.
  void end(std::uint64_t call, const std::string& answer, bool writes, core::MonoTime now) {
    const auto entry = std::ranges::find(entries_, call, &Entry::call);
    if (entry == entries_.end()) return;
    if (answer.size() > kLargest && !writes) {
      entries_.erase(entry);
      return;
    }
    entry->answer = answer;
    entry->wrote = writes;
    entry->at = now;
  }

 private:
  /// Reads before writes, the oldest first; of what is under way there are never so many.
  void forget_one() {
    const auto has_read = [](const Entry& entry) { return entry.answer && !entry.wrote; };
    auto place = std::ranges::find_if(entries_, has_read);
    if (place == entries_.end())
      place = std::ranges::find_if(entries_, [](const Entry& entry) { return entry.answer.has_value(); });
    entries_.erase(place == entries_.end() ? entries_.begin() : place);
  }

  std::deque<Entry> entries_;
};

}  // namespace bmsgw::rpc
