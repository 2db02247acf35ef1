#include "simulator/snmp/control.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace bmsgw::simulator::snmp {
namespace {

using Of = SensorId::Of;

constexpr double kBeyond = 0.1;  ///< of a limit, so far beyond it

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr auto kBlanks = " \t\r\n";
  std::vector<std::string_view> words;
  for (auto at = line.find_first_not_of(kBlanks); at != std::string_view::npos;
       at = line.find_first_not_of(kBlanks, at)) {
    const auto end = std::min(line.find_first_of(kBlanks, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

std::optional<Measure> measure_of(std::string_view word) {
  using Entry = std::pair<std::string_view, Measure>;
  constexpr std::array<Entry, 6> kMeasures{{{"voltage", Measure::voltage},
                                            {"temperature", Measure::temperature},
                                            {"resistance", Measure::resistance},
                                            {"charge", Measure::charge},
                                            {"current", Measure::current},
                                            {"humidity", Measure::humidity}}};
  for (const auto& [name, measure] : kMeasures) {
    if (name == word) return measure;
  }
  return std::nullopt;
}

/// 2/17, 2, env, env2.
std::optional<SensorId> place_of(std::string_view word, const Sensors& sensors) {
  if (word.starts_with("env")) {
    const auto number = word.size() == 3 ? std::optional(1U) : number_of<unsigned>(word.substr(3));
    return number && *number > 0 ? std::optional(SensorId{Of::environment, *number - 1}) : std::nullopt;
  }
  const auto slash = word.find('/');
  const auto string = number_of<unsigned>(word.substr(0, slash));
  if (!string || *string == 0 || *string > sensors.strings()) return std::nullopt;
  if (slash == std::string_view::npos) return SensorId{Of::string, *string - 1};
  const auto battery = number_of<unsigned>(word.substr(slash + 1));
  if (!battery || *battery == 0 || *battery > sensors.per_string()) return std::nullopt;
  return SensorId{Of::battery, (*string - 1) * sensors.per_string() + *battery - 1};
}

/// In the units that Sensors has.
double in_si(double value, Measure measure) {
  return measure == Measure::resistance ? value * 1e-3 : value;
}

/// Beyond the limit of that name; nothing: there is none.
std::optional<double> beyond(std::string_view limit, const AlarmLimits& limits) {
  const auto moved = [](std::optional<double> from, double direction) {
    return from ? std::optional(*from + direction * std::max(std::abs(*from) * kBeyond, kBeyond))
                : std::nullopt;
  };
  if (limit == "low") return moved(limits.alarm_low, -1);
  if (limit == "high") return moved(limits.alarm_high, 1);
  const auto middle = [](std::optional<double> warn, std::optional<double> alarm) {
    return warn && alarm ? std::optional((*warn + *alarm) / 2) : std::nullopt;
  };
  if (limit == "warn-low") return middle(limits.warn_low, limits.alarm_low);
  return limit == "warn-high" ? middle(limits.warn_high, limits.alarm_high) : std::nullopt;
}

class Line {
 public:
  Line(std::string_view text, DeviceState& state, Switches& switches)
      : text_(text), words_(words_of(text)), state_(state), switches_(switches) {}

  [[nodiscard]] ControlResult obey();

 private:
  [[nodiscard]] ControlResult done() const { return {true, std::string(text_)}; }
  [[nodiscard]] ControlResult flip(bool& what) const;
  [[nodiscard]] ControlResult reject();
  [[nodiscard]] ControlResult change_sensor();
  [[nodiscard]] ControlResult change_alarm(const SensorId& sensor);
  [[nodiscard]] bool is(std::string_view first, std::size_t words) const {
    return words_.size() == words && words_.front() == first;
  }

  std::string_view text_;
  std::vector<std::string_view> words_;
  DeviceState& state_;
  Switches& switches_;
};

ControlResult Line::obey() {
  if (is("web-user", 2)) return flip(switches_.web_user);
  if (is("silent", 2)) return flip(switches_.silent);
  if (is("reject", 2)) return reject();
  if (is("sensor", 4) || is("alarm", 4)) return change_sensor();
  if (is("engine-id", 2) && words_[1] == "new") return {true, std::string(text_), true};
  if (!is("clear", 1)) return {false, fmt::format("'{}' isn't known; lines are\n{}", text_, kControlHelp)};
  state_.sensors.release_all();
  state_.touch();
  return done();
}

ControlResult Line::flip(bool& what) const {
  if (words_[1] != "on" && words_[1] != "off") return {false, fmt::format("'{}': on or off?", text_)};
  what = words_[1] == "on";
  return done();
}

ControlResult Line::reject() {
  bool rejecting = false;
  auto result = flip(rejecting);
  if (result.ok) state_.measurement.set_rejecting(rejecting);
  return result;
}

ControlResult Line::change_sensor() {
  auto sensor = place_of(words_[1], state_.sensors);
  const auto measure = measure_of(words_[2]);
  if (!sensor) return {false, fmt::format("'{}': there is no {}", text_, words_[1])};
  if (!measure) return {false, fmt::format("'{}': there is no quantity {}", text_, words_[2])};
  sensor->measure = *measure;
  state_.touch();
  if (words_.front() == "alarm") return change_alarm(*sensor);
  const auto number = number_of<double>(words_[3]);
  if (number && std::isfinite(*number)) {
    state_.sensors.pin(*sensor, in_si(*number, *measure));
    return done();
  }
  if (words_[3] != "off") return {false, fmt::format("'{}': a number or off is wanted", text_)};
  state_.sensors.release(*sensor);
  return done();
}

ControlResult Line::change_alarm(const SensorId& sensor) {
  if (words_[3] == "normal") {
    state_.sensors.release(sensor);
    return done();
  }
  const auto value = beyond(words_[3], state_.limits(sensor.of, sensor.measure));
  if (!value) return {false, fmt::format("'{}': the device has no such limit", text_)};
  state_.sensors.pin(sensor, *value);
  return done();
}

}  // namespace

ControlResult obey(std::string_view line, DeviceState& state, Switches& switches) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' '))
    line.remove_suffix(1);
  return Line(line, state, switches).obey();
}

}  // namespace bmsgw::simulator::snmp
