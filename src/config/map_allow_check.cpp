#include "config/map_allow_check.hpp"

#include <map>
#include <set>
#include <string>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

/// What the entries of `allow` may name.
struct Allowable {
  std::map<std::string, bool> commands;  ///< and whether they take an argument
  std::set<std::string> params;          ///< `param` and `packet/param`, writable
  std::set<std::string> only_read;       ///< the same, without "write"
  std::set<std::string> left_out;

  void add(const ResolvedBus& device);
  void add_command(const std::string& name, bool has_argument);
  [[nodiscard]] std::vector<std::string> listed() const;
  [[nodiscard]] bool knows(const std::string& name) const {
    return commands.contains(name) || params.contains(name) || left_out.contains(name);
  }
};

bool is_writable(const ParamConfig& param) {
  return param.modbus ? param.modbus->write.has_value() : param.snmp && param.snmp->writable;
}

void Allowable::add_command(const std::string& name, bool has_argument) {
  auto& takes_argument = commands[name];
  takes_argument = takes_argument || has_argument;
}

void Allowable::add(const ResolvedBus& device) {
  for (const auto& command : device.commands)
    add_command(command.config.name, command.config.argument.has_value());
  for (const auto& command : device.snmp.commands) add_command(command.name, command.argument.has_value());
  for (const auto& packet : device.packets) {
    for (const auto& param : packet.params) {
      auto& names = is_writable(param.config) ? params : only_read;
      names.insert(param.config.name);
      names.insert(packet.config.name + "/" + param.config.name);
    }
  }
  left_out.insert(device.left_out.begin(), device.left_out.end());
}

/// For hints: commands, and params without their packets.
std::vector<std::string> Allowable::listed() const {
  std::set<std::string> names;
  for (const auto& [name, takes_argument] : commands) names.insert(name);
  for (const auto& name : params) {
    if (name.find('/') == std::string::npos) names.insert(name);
  }
  return {names.begin(), names.end()};
}

void check_name(const JsonView& at, const std::string& name, const Allowable& all, ProblemList& problems) {
  if (all.commands.contains(name) && all.params.contains(name)) {
    problems.error(at, in_quotes(name) +
                           " is a command and a param: name the param by its packet too, as in " +
                           in_quotes("packet/" + name) + ", or give the command another name");
  } else if (!all.knows(name) && all.only_read.contains(name)) {
    problems.error(at, in_quotes(name) + " can't be written: its param has no \"write\"");
  } else if (!all.knows(name)) {
    problems.error(
        at, "there is no command and no writable param " + in_quotes(name) + hint_for(name, all.listed()));
  }
}

void check_range(const JsonView& entry, const std::string& name, const Allowable& all,
                 ProblemList& problems) {
  const auto least = entry["min"];
  const auto most = entry["max"];
  if (entry["id"].given()) problems.warning(entry["id"], "means nothing on this bus");
  if (least.exists() && most.exists() && *most.number() < *least.number())
    problems.error(most, number_text(*most.number()) + " is below \"min\", " + number_text(*least.number()));
  const auto command = all.commands.find(name);
  const bool takes_none = command != all.commands.end() && !command->second;
  if (takes_none && (least.given() || most.given()))
    problems.warning(entry, "the command " + in_quotes(name) + " takes no argument: the range means nothing");
}

}  // namespace

void check_map_allow(const JsonView& bus, const std::vector<const ResolvedBus*>& devices,
                     ProblemList& problems) {
  Allowable all;
  for (const auto* device : devices) all.add(*device);
  if (all.commands.empty() && all.params.empty() && all.only_read.empty()) return;
  for (const auto& entry : bus["allow"].entries()) {
    const auto at = entry.is_object() ? entry["name"] : entry;
    if (entry.is_object() && !at.given()) problems.error(entry, "\"name\" is missing");
    const auto name = at.text();
    if (!name) continue;
    check_name(at, *name, all, problems);
    if (entry.is_object()) check_range(entry, *name, all, problems);
  }
}

}  // namespace bmsgw::config
