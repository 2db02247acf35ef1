#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "bmsgw/core/time.hpp"

namespace bmsgw::rpc {

/// The last calls that were answered with "running", and their ends. Thread: loop.
class CallLog {
 public:
  static constexpr std::size_t kMostKept = 32;

  void begin(std::uint64_t id, std::string method, core::MonoTime started) {
    if (entries_.size() >= kMostKept) {
      const auto has_ended = [](const Entry& entry) { return entry.ended != core::kNever; };
      const auto oldest = std::ranges::find_if(entries_, has_ended);
      entries_.erase(oldest == entries_.end() ? entries_.begin() : oldest);
    }
    entries_.push_back({id, std::move(method), started, core::kNever, {}});
  }
  void end(std::uint64_t id, const nlohmann::json& answer, core::MonoTime now) {
    for (auto& entry : entries_) {
      if (entry.id != id) continue;
      entry.answer = answer;
      entry.ended = now;
    }
  }
  [[nodiscard]] std::optional<nlohmann::json> state_of(std::uint64_t id, core::MonoTime now) const;

 private:
  struct Entry {
    std::uint64_t id = 0;
    std::string method;
    core::MonoTime started{};
    core::MonoTime ended = core::kNever;
    nlohmann::json answer;
  };
  std::deque<Entry> entries_;
};

}  // namespace bmsgw::rpc
