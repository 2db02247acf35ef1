#include "simulator/g1_control.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/core.h>

namespace bmsgw::simulator {
namespace {

template <typename Number>
std::optional<Number> number_in(std::string_view text, Number least, Number most) {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  const bool right = error == std::errc{} && stop == end && number >= least && number <= most;
  return right ? std::optional(number) : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  constexpr auto kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

bool put_password(G1Unit& unit, unsigned level, std::string_view text) {
  constexpr std::size_t kLongest = 8;
  if (text.size() > kLongest) return false;
  unit.memory().passwords().put(level, text);
  return true;
}

bool obey(std::string_view word, std::string_view rest, G1Unit& unit, Elapsed now) {
  constexpr unsigned kMostCode = 255;
  constexpr double kMostSilenceS = 1e6;
  if (word == "password1" || word == "password2")
    return put_password(unit, word == "password1" ? 1 : 2, rest);
  if (word == "power" && rest.empty()) return unit.cycle_power(now), true;
  if (word == "event") {
    const auto code = number_in(rest, 1U, kMostCode);
    if (code) unit.memory().add_event(static_cast<Event>(*code));
    return code.has_value();
  }
  if (word != "silence") return false;
  const auto seconds = number_in(rest, 0.0, kMostSilenceS);
  if (seconds) unit.be_silent(now + elapsed_of(*seconds));
  return seconds.has_value();
}

}  // namespace

std::string obey_g1_control(std::string_view line, G1Unit& unit, Elapsed now) {
  line = trimmed(line);
  const auto blank = std::min(line.find(' '), line.size());
  if (obey(line.substr(0, blank), trimmed(line.substr(blank)), unit, now)) return std::string(line);
  return fmt::format("'{}' isn't known or not right; lines are\n{}", line, kG1ControlHelp);
}

}  // namespace bmsgw::simulator
