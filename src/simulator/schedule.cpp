#include "simulator/schedule.hpp"

#include <charconv>

namespace bmsgw::simulator {
namespace {

constexpr double kLongestS = 1e7;

std::optional<double> parse_seconds(std::string_view text) {
  double seconds = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds, std::chars_format::fixed);
  const bool in_range = seconds >= 0 && seconds <= kLongestS;  // not so for a NaN
  if (error != std::errc{} || stop != end || !in_range) return std::nullopt;
  return seconds;
}

std::optional<unsigned> parse_number(std::string_view text) {
  unsigned number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

/// What stands behind `mark`, which is cut off `text`; nothing without a mark.
std::optional<std::string_view> cut_behind(std::string_view& text, char mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const auto behind = text.substr(at + 1);
  text = text.substr(0, at);
  return behind;
}

std::string complaint(std::string_view what, std::string_view text) {
  return std::string(what) + " '" + std::string(text) + "'";
}

}  // namespace

std::variant<ScheduleText, std::string> parse_schedule_text(std::string_view text) {
  ScheduleText parts;
  auto start = cut_behind(text, '@');
  const auto argument = cut_behind(text, ':');
  parts.kind = text;
  if (argument) {
    parts.argument = parse_number(*argument);
    if (!parts.argument) return complaint("a whole number is wanted behind ':', not", *argument);
  }
  if (!start) return parts;
  const auto duration = cut_behind(*start, '+');
  const auto from_s = parse_seconds(*start);
  if (!from_s) return complaint("seconds from 0 to 10000000 are wanted behind '@', not", *start);
  parts.from = elapsed_of(*from_s);
  if (!duration) return parts;
  const auto duration_s = parse_seconds(*duration);
  if (!duration_s) return complaint("seconds from 0 to 10000000 are wanted behind '+', not", *duration);
  parts.to = parts.from + elapsed_of(*duration_s);
  return parts;
}

}  // namespace bmsgw::simulator
