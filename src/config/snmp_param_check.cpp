#include "config/snmp_param_check.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "config/param_finder.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kNoElements =
    "means nothing without \"packing\": \"LIST\": a single value has no elements";

std::string listed(const std::vector<std::int64_t>& codes) {
  std::string text;
  for (const auto code : codes) text += (text.empty() ? "" : ", ") + std::to_string(code);
  return text;
}

class ParamCheck {
 public:
  ParamCheck(const ResolvedBus& bus, ProblemList& problems) : bus_(bus), problems_(problems) {}

  void check(const ResolvedParam& param);

 private:
  void check_teller(const JsonView& at);
  void check_names(const ResolvedParam& param);
  void check_item(const ResolvedParam& param);
  void check_owner(const ResolvedParam& param, const char* key,
                   const std::optional<core::SnmpAlarm::Owner>& owner);
  void check_elements(const ResolvedParam& param, const ResolvedParam& owner, const JsonView& at);
  void check_only(const ResolvedParam& param);

  const ResolvedBus& bus_;
  ProblemList& problems_;
  /// By quantity, and by what tells its alarms apart.
  std::map<std::tuple<std::string, bool, bool, bool>, std::string> alarms_;
};

void ParamCheck::check(const ResolvedParam& param) {
  const auto& keys = *param.config.snmp;
  if (keys.format_by) check_teller(param.source["format_by"]);
  if (!keys.alarm) return;
  check_names(param);
  check_owner(param, "string", keys.alarm->string);
  check_owner(param, "battery", keys.alarm->battery);
  check_item(param);
  check_only(param);
}

void ParamCheck::check_teller(const JsonView& at) {
  const auto* found = find_number(bus_, at, "decides on a format", problems_);
  if (found == nullptr || !found->config.snmp->format_by) return;
  problems_.error(at["param"], in_quotes(found->config.name) + " has a format that another value decides on");
}

void ParamCheck::check_names(const ResolvedParam& param) {
  const auto alarm = param.source["alarm"];
  const auto& names = param.config.names;
  const auto& normal = param.config.snmp->alarm->normal;
  if (names.empty()) problems_.error(alarm, "needs \"names\": the words of its states");
  for (const auto& entry : alarm["normal"].entries()) {
    const auto code = entry.integer();
    if (names.empty() || !code || names.contains(*code)) continue;
    problems_.error(entry.given() ? entry : alarm,
                    "\"normal\" is " + std::to_string(*code) + ", and \"names\" has no word for it");
  }
  for (const auto& [code, word] : names) {
    if (word != "normal" || normal.empty() || std::ranges::find(normal, code) != normal.end()) continue;
    problems_.error(alarm, "\"normal\" is " + listed(normal) + ", and \"names\" calls " +
                               std::to_string(code) + " normal");
  }
}

void ParamCheck::check_item(const ResolvedParam& param) {
  const auto at = param.source["alarm"];
  const auto& alarm = *param.config.snmp->alarm;
  if (alarm.is_numbered && !param.config.list) {
    problems_.error(at["item"], kNoElements);
  } else if (param.config.list && !at["item"].given() && !at["string"].given() && !at["battery"].given()) {
    problems_.error(at,
                    "the alarms of its elements couldn't be told apart: say whose they are by \"string\" or "
                    "\"battery\", or number them by \"item\": \"index\"");
  }
}

void ParamCheck::check_owner(const ResolvedParam& param, const char* key,
                             const std::optional<core::SnmpAlarm::Owner>& owner) {
  if (!owner) return;
  const auto at = param.source["alarm"][key];
  if (!param.config.list) {
    problems_.error(at, kNoElements);
    return;
  }
  if (owner->is_index) return;
  const auto* found = find_named(bus_, at, problems_);
  if (found == nullptr) return;
  if (!found->config.list) {
    problems_.error(at["param"], in_quotes(found->config.name) + " is no list: it has no elements");
  } else {
    check_elements(param, *found, at);
  }
}

void ParamCheck::check_elements(const ResolvedParam& param, const ResolvedParam& owner, const JsonView& at) {
  const auto& own = param.config.snmp->place;
  const auto& other = owner.config.snmp->place;
  const auto name = in_quotes(owner.config.name);
  if (own.first_index != other.first_index) {
    problems_.error(at["param"], name + " begins with instance " + std::to_string(other.first_index) +
                                     ", and the alarms with " + std::to_string(own.first_index));
  } else if (own.count > other.count) {
    problems_.warning(at["param"], name + " has " + std::to_string(other.count) +
                                       " elements, and there are " + std::to_string(own.count) +
                                       " alarms: whose the last ones are is not known");
  }
}

void ParamCheck::check_only(const ResolvedParam& param) {
  const auto& alarm = *param.config.snmp->alarm;
  const auto [first, is_new] = alarms_.try_emplace(
      {alarm.quantity, alarm.string.has_value(), alarm.battery.has_value(), alarm.is_numbered},
      param.config.name);
  if (is_new) return;
  problems_.error(param.source["alarm"]["quantity"], in_quotes(first->second) + " has alarms of " +
                                                         in_quotes(alarm.quantity) +
                                                         " already: they couldn't be told apart");
}

}  // namespace

void check_snmp_params(const ResolvedBus& bus, ProblemList& problems) {
  ParamCheck check(bus, problems);
  for (const auto& packet : bus.packets) {
    for (const auto& param : packet.params) check.check(param);
  }
}

}  // namespace bmsgw::config
