#include "config/snmp_meaning_check.hpp"

#include <algorithm>
#include <vector>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::string_view kSeverity = "{severity}";
constexpr const char* kNormal = "normal";

std::string filled(std::string state, std::string_view severity) {
  const auto at = state.find(kSeverity);
  if (at != std::string::npos) state.replace(at, kSeverity.size(), severity);
  return state;
}

}  // namespace

MeaningCheck::MeaningCheck(const ResolvedBus& bus, ProblemList& problems) : problems_(problems) {
  for (const auto& packet : bus.packets) {
    for (const auto& [config, source, is_placed, address] : packet.params) {
      if (!config.snmp->alarm) continue;
      const auto& normal = config.snmp->alarm->normal;
      auto& states = states_[config.snmp->alarm->quantity];
      states.insert(kNormal);  // whatever the map calls it
      for (const auto& [code, word] : config.names) {
        if (std::ranges::find(normal, code) == normal.end()) states.insert(word);
      }
    }
  }
}

void MeaningCheck::check(const JsonView& at, const core::SnmpEventMeaning& meaning,
                         const std::string& severity) const {
  const auto state = at["state"];
  if (!state.text()) return;
  if (filled(meaning.state, "").find_first_of("{}") != std::string::npos) {
    problems_.error(state,
                    "knows {severity}, once, and nothing else in braces, unlike " + in_quotes(meaning.state));
  } else if (severity.empty() && meaning.state.find(kSeverity) != std::string::npos) {
    problems_.error(state, "has {severity}, and the trap has no \"severity\"");
  }
  if (meaning.is_alarm) check_quantity(at, meaning);
}

void MeaningCheck::check_quantity(const JsonView& at, const core::SnmpEventMeaning& meaning) const {
  const auto known = states_.find(meaning.quantity);
  if (known != states_.end()) return check_state(at["state"], meaning, known->second);
  std::vector<std::string> names;
  for (const auto& [quantity, states] : states_) names.push_back(quantity);
  const auto nearest = nearest_name(meaning.quantity, names);
  if (nearest)
    problems_.warning(at["quantity"], "no param has alarms of " + in_quotes(meaning.quantity) +
                                          "; did you mean " + in_quotes(*nearest) + "?");
}

void MeaningCheck::check_state(const JsonView& at, const core::SnmpEventMeaning& meaning,
                               const std::set<std::string>& known) const {
  const auto is_known = [&](const char* severity) { return known.contains(filled(meaning.state, severity)); };
  if (is_known("alarm") || is_known("warn") || is_known("info")) return;
  problems_.warning(at, "the params' alarms of " + in_quotes(meaning.quantity) + " have no state " +
                            in_quotes(meaning.state) +
                            hint_for(meaning.state, std::vector<std::string>(known.begin(), known.end())));
}

}  // namespace bmsgw::config
