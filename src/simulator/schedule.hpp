#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "simulator/sim_time.hpp"

namespace bmsgw::simulator {

/// What happens from `from` until `to`, in real time since the start.
template <typename Kind>
struct Scheduled {
  Kind kind{};
  std::optional<unsigned> argument;
  Elapsed from{0};
  Elapsed to = kNotDue;

  [[nodiscard]] bool is_on(Elapsed now) const { return from <= now && now < to; }
};

template <typename Kind>
struct KindName {
  std::string_view name;
  Kind kind;
  bool takes_argument = false;
};

/// KIND[:ARGUMENT][@SECONDS[+DURATION]] taken apart, the kind not yet looked up.
struct ScheduleText {
  std::string_view kind;
  std::optional<unsigned> argument;
  Elapsed from{0};
  Elapsed to = kNotDue;
};

/// Or what is wrong with it.
[[nodiscard]] std::variant<ScheduleText, std::string> parse_schedule_text(std::string_view text);

template <typename Kind>
[[nodiscard]] std::string list_of(std::span<const KindName<Kind>> names) {
  std::string list;
  for (const auto& known : names) list.append(list.empty() ? "" : ", ").append(known.name);
  return list;
}

template <typename Kind>
[[nodiscard]] std::variant<Scheduled<Kind>, std::string> parse_scheduled(
    std::string_view text, std::span<const KindName<Kind>> names) {
  const auto parsed = parse_schedule_text(text);
  if (const auto* error = std::get_if<std::string>(&parsed)) return *error;
  const auto& parts = std::get<ScheduleText>(parsed);
  const auto known = std::ranges::find(names, parts.kind, &KindName<Kind>::name);
  if (known == names.end()) {
    return "'" + std::string(parts.kind) + "' is none of " + list_of(names);
  }
  if (parts.argument && !known->takes_argument) return "'" + std::string(known->name) + "' takes no number";
  return Scheduled<Kind>{known->kind, parts.argument, parts.from, parts.to};
}

/// The first of that kind that is on; null: none.
template <typename Kind>
[[nodiscard]] const Scheduled<Kind>* find_on(const std::vector<Scheduled<Kind>>& schedule, Kind kind,
                                             Elapsed now) {
  const auto found = std::ranges::find_if(
      schedule, [kind, now](const auto& entry) { return entry.kind == kind && entry.is_on(now); });
  return found == schedule.end() ? nullptr : &*found;
}

/// The next moment after `now` at which one of them begins or ends.
template <typename Kind>
[[nodiscard]] Elapsed next_change(const std::vector<Scheduled<Kind>>& schedule, Elapsed now) {
  Elapsed next = kNotDue;
  for (const auto& entry : schedule) {
    if (entry.from > now) next = std::min(next, entry.from);
    if (entry.to > now) next = std::min(next, entry.to);
  }
  return next;
}

}  // namespace bmsgw::simulator
