#include "config/snmp_scale_reader.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "config/edit_distance.hpp"
#include "config/param_finder.hpp"
#include "config/quoting.hpp"
#include "config/snmp_place_reader.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kTemperatureScale = "temperature_scale";

/// Two numbers; `numbers` stays as it is when they aren't given, or not whole.
void read_pair(const JsonView& view, double& first, double& second) {
  const auto entries = view.entries();
  if (entries.size() != 2 || !entries[0].number() || !entries[1].number()) return;
  first = *entries[0].number();
  second = *entries[1].number();
}

void read_factors(const JsonView& factors, core::SnmpScale& scale, ProblemList& problems) {
  read_pair(factors, scale.coarse, scale.fine);
  if (scale.fine < scale.coarse) return;
  problems.error(factors, "the larger factor comes first, unlike " + number_text(scale.coarse) + ", " +
                              number_text(scale.fine));
}

void read_range(const JsonView& range, core::SnmpScale& scale, ProblemList& problems) {
  read_pair(range, scale.raw_least, scale.raw_most);
  if (scale.raw_least < scale.raw_most) return;
  problems.error(
      range, "ends before it begins: " + number_text(scale.raw_least) + ", " + number_text(scale.raw_most));
}

core::SnmpScale read_scale(const JsonView& view, const ResolvedBus& bus, ProblemList& problems) {
  const auto find = [&bus, &problems](const JsonView& at, const char* does) {
    if (at.given()) find_number(bus, at, does, problems);
    return read_param_name(at);
  };
  core::SnmpScale scale;
  scale.name = view.name();
  read_factors(view["factors"], scale, problems);
  read_range(view["raw_range"], scale, problems);
  scale.limit_low = find(view["limit_low"], "can be a limit");
  scale.limit_high = find(view["limit_high"], "can be a limit");
  for (const auto& reference : view["references"].entries()) {
    const auto name = find(reference, "can be a reference");
    if (name) scale.references.push_back(*name);
  }
  scale.reference_span = view["reference_span"].number().value_or(scale.reference_span);
  return scale;
}

/// Whether those that params name are there, and whether they are of any use.
void check_use(const ResolvedBus& bus, const std::vector<JsonView>& sources, ProblemList& problems) {
  std::vector<std::string> names;
  std::vector<std::string> used;
  for (const auto& source : sources) names.push_back(source.name());
  for (const auto& packet : bus.packets) {
    for (const auto& param : packet.params) {
      const auto& keys = *param.config.snmp;
      if (keys.scale.empty()) continue;
      if (!keys.until_settled) used.push_back(keys.scale);
      if (std::ranges::find(names, keys.scale) != names.end()) continue;
      problems.error(
          param.source[keys.until_settled ? "until_settled" : "scale"],
          "there is no scale " + in_quotes(keys.scale) + " under \"scales\"" + hint_for(keys.scale, names));
    }
  }
  for (const auto& source : sources) {
    if (std::ranges::find(used, source.name()) == used.end())
      problems.warning(source, "no param has this scale: it will never be settled");
  }
}

}  // namespace

void read_scales(const Layers& layers, ResolvedBus& bus, ProblemList& problems) {
  std::vector<JsonView> sources;
  for (const auto& scale : merged(layers, "scales")) {
    note_replaced(scale, "scale", problems);
    bus.snmp.scales.push_back(read_scale(scale.front(), bus, problems));
    sources.push_back(scale.front());
  }
  check_use(bus, sources, problems);
}

void check_given_scale(const SnmpBus& snmp, const JsonView& place, const ResolvedBus& bus,
                       ProblemList& problems) {
  if (!snmp.temperature_scale || bus.packets.empty()) return;
  const auto at = place[kTemperatureScale];
  const auto scale = std::ranges::find(bus.snmp.scales, kTemperatureScale, &core::SnmpScale::name);
  if (scale == bus.snmp.scales.end()) {
    problems.warning(at, "means nothing here: its map has no scale of this name");
  } else if (*snmp.temperature_scale != scale->coarse && *snmp.temperature_scale != scale->fine) {
    problems.error(at, "the map's scale is " + number_text(scale->coarse) + " or " +
                           number_text(scale->fine) + ", not " + number_text(*snmp.temperature_scale));
  }
}

}  // namespace bmsgw::config
