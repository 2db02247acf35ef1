#include "call_log.hpp"

#include <algorithm>
#include <cmath>

namespace bmsgw::rpc {

std::optional<nlohmann::json> CallLog::state_of(std::uint64_t id, core::MonoTime now) const {
  const auto entry = std::ranges::find(entries_, id, &Entry::id);
  if (entry == entries_.end()) return std::nullopt;
  const std::chrono::duration<double> passed = std::min(now, entry->ended) - entry->started;
  const bool is_over = entry->ended != core::kNever;
  const bool is_ok = is_over && entry->answer.value("ok", false);
  nlohmann::json state{{"id", id},
                       {"method", entry->method},
                       {"state", !is_over ? "running"
                                 : is_ok  ? "done"
                                          : "failed"},
                       {"seconds", std::round(passed.count() * 1000) / 1000}};
  if (is_over) state["answer"] = entry->answer;
  return state;
}

}  // namespace bmsgw::rpc
