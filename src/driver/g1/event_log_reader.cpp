// G1 Control Unit Serial Protocol 2.1.0, LG1 p. 23-25, TD1 p. 41.
#include "bmsgw/driver/event_log_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include <fmt/core.h>

#include "bmsgw/codec/g1/records.hpp"

namespace bmsgw::driver {
namespace {

constexpr std::uint32_t kNoEvent = 0;
constexpr std::string_view kStateStart = R"({"told":")";

std::optional<int> decimal(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// TD1's date and time: fields 1 to 6.
std::optional<std::int64_t> unix_ms_of(const codec::g1::Sentence& sentence) {
  std::array<int, 6> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = decimal(sentence.field(i + 1));
    if (!part || *part < 0) return std::nullopt;
    parts[i] = *part;
  }
  const auto [year, month, day, hour, minute, second] = parts;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year > 9999 || month > 12 || day > 31 || !date.ok() || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  const auto since_epoch = std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(hour) +
                           std::chrono::minutes(minute) + std::chrono::seconds(second);
  return core::milliseconds(since_epoch).count();
}

/// `1BCAC4D3.01.2`, hexadecimal: time, code and how many.
std::optional<std::array<std::uint32_t, 3>> told_of(std::string_view text) {
  std::array<std::uint32_t, 3> parts{};
  for (auto& part : parts) {
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, part, 16);
    if (error != std::errc{} || (stop != end && *stop != '.')) return std::nullopt;
    text.remove_prefix(std::min(text.size(), static_cast<std::size_t>(stop - text.data()) + 1));
  }
  if (!text.empty() || parts[2] == 0) return std::nullopt;
  return parts;
}

}  // namespace

bool EventLogReader::on_sentence(const codec::g1::Sentence& sentence, core::Stamp now) {
  if (sentence.name == "TD1") return take_clock(sentence, now);
  return sentence.name == "LG1" && take_entry(sentence, now);
}

bool EventLogReader::take_clock(const codec::g1::Sentence& sentence, core::Stamp now) {
  const auto unit = unix_ms_of(sentence);
  if (unit) clock_offset_ms_ = now.unix_ms - *unit;
  return unit.has_value();
}

bool EventLogReader::take_entry(const codec::g1::Sentence& sentence, core::Stamp now) {
  const auto event = codec::g1::decode_log_event(sentence);
  if (!event) return false;
  if (!*event) {
    take_empty(now);
    return true;
  }
  const auto& found = **event;
  constexpr std::int64_t kEpoch2000 = codec::g1::unix_ms_from_2000(0);
  const Entry entry{found.sequence, static_cast<std::uint32_t>(found.id),
                    static_cast<std::uint32_t>((found.unix_ms.value_or(kEpoch2000) - kEpoch2000) / 1000),
                    found.text};
  const auto same = std::ranges::find(reading_, entry.sequence, &Entry::sequence);
  if (same != reading_.end()) {
    // Two readings ran into each other: the second is whole, or says the same.
    if (same->time == entry.time && same->code == entry.code) return true;
    reading_.clear();
  }
  if (reading_.size() < kMostEntries) reading_.push_back(entry);
  reading_ends_ = now.mono + kQuiet;
  return true;
}

/// What isn't there any more can only come anew.
void EventLogReader::take_empty(core::Stamp now) {
  reading_.clear();
  reading_ends_ = now.mono;
  changed_ = changed_ || !told_.empty();
  told_.clear();
}

void EventLogReader::on_down() {
  reading_.clear();
  reading_ends_ = core::kNever;
}

const std::vector<core::LogEntry>& EventLogReader::take_new(core::Stamp now) {
  new_.clear();
  if (now.mono >= reading_ends_) end_reading(now);
  return new_;
}

EventLogReader::Told* EventLogReader::find_told(const Entry& entry) {
  const auto place = std::ranges::find_if(
      told_, [&entry](const Told& told) { return told.time == entry.time && told.code == entry.code; });
  if (place != told_.end()) return &*place;
  return &told_.emplace_back(Told{entry.time, entry.code, 0, 0, 0});
}

/// Of several that are the same, those that are too many are the new ones; which of them doesn't matter.
void EventLogReader::end_reading(core::Stamp now) {
  std::ranges::sort(reading_, std::ranges::greater(), &Entry::sequence);  // the lowest is the latest
  for (const auto& entry : reading_) {
    if (entry.code == kNoEvent) continue;
    auto* const told = find_told(entry);
    if (++told->in_reading > told->count) tell(entry, now);
  }
  forget_missing();
  on_down();
}

void EventLogReader::forget_missing() {
  for (auto& told : told_) {
    const auto heard = std::exchange(told.in_reading, 0);
    told.missed = heard < told.count ? told.missed + 1 : 0;
    if (heard == told.count || (heard < told.count && told.missed < kForgetAfter)) continue;
    told.count = heard;
    told.missed = 0;
    changed_ = true;
  }
  std::erase_if(told_, [](const Told& told) { return told.count == 0; });
  if (told_.size() > kMostTold) std::erase_if(told_, [](const Told& told) { return told.missed > 0; });
}

std::int64_t EventLogReader::time_of(const Entry& entry, core::Stamp now) const {
  if (entry.time == 0 || !clock_offset_ms_) return now.unix_ms;
  return std::min(codec::g1::unix_ms_from_2000(entry.time) + *clock_offset_ms_, now.unix_ms);
}

/// Events of one second keep their order: the server keeps one value of a moment.
void EventLogReader::tell(const Entry& entry, core::Stamp now) {
  auto time = time_of(entry, now);
  if (time <= last_told_ms_ && last_told_ms_ - time < 1000) time = last_told_ms_ + 1;
  last_told_ms_ = time;
  new_.push_back({entry.code, entry.text, time});
}

std::string EventLogReader::state() const {
  std::string text(kStateStart);
  for (const auto& told : told_) {
    const auto* const separator = text.size() == kStateStart.size() ? "" : " ";
    text += fmt::format("{}{:08X}.{:02X}.{:X}", separator, told.time, told.code, told.count);
  }
  return text + "\"}\n";
}

bool EventLogReader::restore(std::string_view state) {
  const auto end = state.rfind("\"}");
  if (!state.starts_with(kStateStart) || end == std::string_view::npos || end < kStateStart.size()) {
    return false;
  }
  std::vector<Told> read;
  auto rest = state.substr(kStateStart.size(), end - kStateStart.size());
  while (!rest.empty() && read.size() < kMostTold) {
    const auto told = told_of(rest.substr(0, rest.find(' ')));
    if (!told) return false;
    read.push_back({(*told)[0], (*told)[1], (*told)[2], 0, 0});
    const auto space = rest.find(' ');
    rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
  }
  told_ = std::move(read);
  return true;
}

}  // namespace bmsgw::driver
