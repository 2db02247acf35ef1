// LG1: sequence number (lowest is the latest), event, reserved parameter, time. Protocol 2.1.0, "Events Log
// Sentence".
#include "simulator/event_log.hpp"

#include <array>

#include "simulator/field_text.hpp"

namespace bmsgw::simulator {
namespace {

struct FlagEvents {
  unsigned flag;
  Event on, off;
};

constexpr std::array<FlagEvents, 5> kProtectionEvents{{
    {kNoCellComm, Event::cell_comm_lost, Event::cell_comm_established},
    {kUnderVoltage, Event::under_voltage, Event::under_voltage_over},
    {kOverVoltage, Event::over_voltage, Event::over_voltage_over},
    {kModuleOverheat, Event::module_overheat, Event::module_overheat_over},
    {kChargerConnected, Event::charger_connected, Event::charger_disconnected},
}};

constexpr std::array<FlagEvents, 2> kReductionEvents{{
    {kLowVoltage, Event::low_voltage, Event::low_voltage_over},
    {kHighModuleTemperature, Event::module_hot, Event::module_hot_over},
}};

template <std::size_t N>
void append_changes(const std::array<FlagEvents, N>& table, unsigned before, unsigned after,
                    std::vector<Event>& into) {
  for (const auto& entry : table) {
    if (((before ^ after) & entry.flag) == 0) continue;
    into.push_back((after & entry.flag) != 0 ? entry.on : entry.off);
  }
}

}  // namespace

std::vector<Event> events_between(const PackReading& before, const PackReading& after) {
  std::vector<Event> events;
  append_changes(kProtectionEvents, before.protections, after.protections, events);
  append_changes(kReductionEvents, before.reductions, after.reductions, events);
  if (before.stage != after.stage && after.stage != Stage::disconnected) {
    const auto first = static_cast<unsigned>(Event::preheat) - static_cast<unsigned>(Stage::preheat);
    events.push_back(static_cast<Event>(first + static_cast<unsigned>(after.stage)));
  }
  return events;
}

void EventLog::add(Event event, std::uint32_t time_2000_s) {
  entries_.push_front({event, time_2000_s});
  if (entries_.size() > kCapacity) entries_.pop_back();
}

std::vector<std::string> EventLog::sentences() const {
  if (entries_.empty()) return {""};
  std::vector<std::string> sentences;
  for (const auto& entry : entries_) {
    FieldText fields;
    fields.add_hex(static_cast<std::int64_t>(sentences.size()), 2);
    fields.add_hex(static_cast<std::int64_t>(entry.event), 2).add("FFFFFF").add_hex(entry.time_2000_s, 8);
    sentences.push_back(fields.text());
  }
  return sentences;
}

}  // namespace bmsgw::simulator
