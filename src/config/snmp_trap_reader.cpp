#include "config/snmp_trap_reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/bus_reader.hpp"
#include "config/param_finder.hpp"
#include "config/quoting.hpp"
#include "config/raw_code.hpp"
#include "config/snmp_meaning_check.hpp"

namespace bmsgw::config {
namespace {

using core::SnmpTrapRole;

struct RoleName {
  std::string_view name;
  SnmpTrapRole role;
};
constexpr std::array<RoleName, 7> kRoles{{{"ignore", SnmpTrapRole::ignore},
                                          {"string", SnmpTrapRole::string},
                                          {"battery", SnmpTrapRole::battery},
                                          {"index", SnmpTrapRole::index},
                                          {"event", SnmpTrapRole::event},
                                          {"value", SnmpTrapRole::value},
                                          {"text", SnmpTrapRole::text}}};

core::SnmpEventMeaning read_meaning(const JsonView& view) {
  core::SnmpEventMeaning meaning;
  meaning.quantity = view["quantity"].text().value_or("");
  meaning.state = view["state"].text().value_or("");
  meaning.text = view["text"].text().value_or("");
  meaning.is_alarm = view["alarm"].boolean().value_or(false);
  return meaning;
}

/// Reads the traps of one map.
class TrapReader {
 public:
  TrapReader(const Layers& layers, const OidResolver& oids, ResolvedBus& bus, ProblemList& problems)
      : oids_(oids), traps_(bus.snmp.traps), problems_(problems), check_(bus, problems) {
    for (const auto& layer : layers) {
      if (layer["traps"].given()) sections_.push_back(layer["traps"]);
    }
  }

  void read(const ResolvedBus& bus);

 private:
  void read_trap(const JsonView& source);
  [[nodiscard]] std::vector<SnmpTrapRole> read_roles(const JsonView& varbinds);
  void read_events(const Layers& events);
  void read_event(const JsonView& source, std::map<std::int64_t, core::SnmpEventMeaning>& events);
  void check_events(const JsonView& at, const core::SnmpTrapSpec& trap);

  Layers sections_;
  const OidResolver& oids_;
  core::SnmpTraps& traps_;
  ProblemList& problems_;
  MeaningCheck check_;
  std::map<std::string, std::string> known_;  ///< traps, and where they stand
  bool wants_severity_ = false;               ///< a state of an event does
};

void TrapReader::read(const ResolvedBus& bus) {
  if (sections_.empty()) return;
  for (const auto& events : merged(sections_, "events")) read_events(events);
  for (const auto& trap : merged(sections_, "traps")) {
    note_replaced(trap, "trap", problems_);
    if (trap.front().is_object()) read_trap(trap.front());
  }
  const auto text = given_first(sections_, "text");
  traps_.text = oids_.resolve(text, {"traps", "text"}).value_or("");
  const auto then_read = given_first(sections_, "then_read");
  traps_.then_read = read_texts(then_read);
  check_then_read(then_read, bus, problems_);
}

std::vector<SnmpTrapRole> TrapReader::read_roles(const JsonView& varbinds) {
  std::vector<SnmpTrapRole> roles;
  std::set<SnmpTrapRole> given;
  for (const auto& entry : varbinds.entries()) {
    const auto* const found = std::ranges::find(kRoles, entry.text().value_or(""), &RoleName::name);
    roles.push_back(found == kRoles.end() ? SnmpTrapRole::ignore : found->role);
    if (roles.back() != SnmpTrapRole::ignore && !given.insert(roles.back()).second)
      problems_.error(entry, "there is another " + in_quotes(found->name) + " in this trap already");
  }
  return roles;
}

void TrapReader::read_trap(const JsonView& source) {
  core::SnmpTrapSpec trap;
  trap.trap = oids_.resolve_key(source, {"traps", "traps", source.name()}).value_or("");
  trap.severity = source["severity"].text().value_or("");
  trap.varbinds = read_roles(source["varbinds"]);
  if (source["meaning"].is_object()) {
    trap.meaning = read_meaning(source["meaning"]);
    check_.check(source["meaning"], *trap.meaning, trap.severity);
  }
  check_events(source, trap);
  if (trap.trap.empty()) return;
  const auto [first, is_new] = known_.try_emplace(trap.trap, source.location());
  if (!is_new) problems_.error(source, "the trap " + trap.trap + " is that at " + first->second + " already");
  traps_.traps.push_back(std::move(trap));
}

void TrapReader::check_events(const JsonView& at, const core::SnmpTrapSpec& trap) {
  const auto event = std::ranges::find(trap.varbinds, SnmpTrapRole::event);
  const bool has_event = event != trap.varbinds.end();
  if (!has_event && !trap.meaning) {
    problems_.warning(at,
                      "nothing says what it means: it has neither an \"event\" among its \"varbinds\" nor a "
                      "\"meaning\"");
  } else if (has_event && trap.meaning) {
    problems_.warning(at["meaning"], "means nothing beside the \"event\" of its \"varbinds\"");
  }
  if (has_event && traps_.events.empty())
    problems_.error(at["varbinds"], "has an \"event\", and there are no \"events\" that say what it means");
  if (has_event && wants_severity_ && trap.severity.empty())
    problems_.error(at, "\"severity\" is missing: states of \"events\" have {severity}");
}

void TrapReader::read_events(const Layers& events) {
  const auto& source = events.front();
  const auto object = oids_.resolve_key(source, {"traps", "events", source.name()});
  if (!object) return;
  auto& meanings = traps_.events[*object];
  if (!meanings.empty()) problems_.error(source, "the events of " + *object + " stand here already");
  // Each layer's members are those of its entry of this name.
  std::set<std::string> read;
  for (const auto& layer : events) {
    for (const auto& event : layer.members()) {
      if (read.insert(event.name()).second) read_event(event, meanings);
    }
  }
}

void TrapReader::read_event(const JsonView& source, std::map<std::int64_t, core::SnmpEventMeaning>& events) {
  const auto code = code_of(source, problems_);
  if (!code || !source.is_object()) return;
  const auto meaning = read_meaning(source);
  wants_severity_ = wants_severity_ || meaning.state.find("{severity}") != std::string::npos;
  check_.check(source, meaning, "alarm");
  if (!events.try_emplace(*code, meaning).second)
    problems_.error(source, "the code " + std::to_string(*code) + " has a meaning already");
}

}  // namespace

void read_trap_map(const Layers& layers, const OidResolver& oids, ResolvedBus& bus, ProblemList& problems) {
  TrapReader(layers, oids, bus, problems).read(bus);
}

}  // namespace bmsgw::config
