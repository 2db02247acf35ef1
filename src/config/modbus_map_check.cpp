#include "config/modbus_map_check.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "config/modbus_extent.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::ModbusKind;

constexpr std::uint32_t kLastAddress = 0xFFFF;
constexpr const char* kNotReadBack = "; with \"verify\": false it isn't read back";

std::string text_of(const Extent& extent) {
  const auto first = std::to_string(extent.first);
  return extent.first == extent.last ? first : first + " to " + std::to_string(extent.last);
}

std::string element_text(const core::ModbusPlace& place, std::uint32_t element) {
  return place.count > 1 ? "element " + std::to_string(element + 1) + " of " + std::to_string(place.count)
                         : std::string("it");
}

/// Where one value, or element of a list, stands.
struct Stand {
  const ResolvedPacket* packet;
  const ResolvedParam* param;
  core::ModbusFunction function;
  Extent extent;
};

bool is_before(const Stand& a, const Stand& b) {
  return std::tie(a.function, a.extent.first, b.extent.last) <
         std::tie(b.function, b.extent.first, a.extent.last);
}

/// Bits and other parts of a register are meant to stand in it.
bool is_part(const core::ModbusPlace& place) {
  return place.kind == ModbusKind::bit || place.bits != 0;
}

class MapCheck {
 public:
  MapCheck(const ResolvedBus& bus, ProblemList& problems) : bus_(bus), problems_(problems) {}

  void check_params();
  void check_commands();
  void check_overlaps();

 private:
  void check_read(const core::ModbusPlace& place, const JsonView& at, const char* remedy = "");
  [[nodiscard]] bool check_end(const core::ModbusPlace& place, const JsonView& at);
  void check_forbidden(const core::ModbusPlace& place, const JsonView& at, const char* remedy);
  [[nodiscard]] std::vector<Stand> stands() const;
  void report_overlap(const Stand& inner, const Stand& outer);

  const ResolvedBus& bus_;
  ProblemList& problems_;
  std::set<const ResolvedParam*> overlapping_;
};

bool MapCheck::check_end(const core::ModbusPlace& place, const JsonView& at) {
  const auto last = extent_of(place).last;
  if (last <= kLastAddress) return true;
  problems_.error(at, "reaches up to address " + std::to_string(last) + ", counted from 0, and the last is " +
                          std::to_string(kLastAddress));
  return false;
}

void MapCheck::check_forbidden(const core::ModbusPlace& place, const JsonView& at, const char* remedy) {
  for (std::uint32_t element = 0; element < place.count && !bus_.limits.forbidden.empty(); ++element) {
    const auto extent = extent_of(place, element);
    const auto* range = forbidden_in(bus_.limits, place.function, extent);
    if (range == nullptr) continue;
    problems_.error(at, element_text(place, element) + " stands at " + text_of(extent) +
                            ", counted from 0, and \"forbidden\" of \"limits\" has " +
                            text_of({range->first, range->last}) + remedy);
    return;
  }
}

void MapCheck::check_read(const core::ModbusPlace& place, const JsonView& at, const char* remedy) {
  if (!check_end(place, at)) return;
  const auto most = most_items(bus_.limits, place.function);
  if (place.registers > most) {
    problems_.error(at, "takes " + std::to_string(place.registers) +
                            " registers, and \"registers\" of \"limits\" is " + std::to_string(most));
  }
  check_forbidden(place, at, remedy);
}

void MapCheck::check_params() {
  for (const auto& packet : bus_.packets) {
    for (const auto& param : packet.params) {
      if (param.is_placed) check_read(param.config.modbus->place, param.source["address"]);
    }
  }
}

void MapCheck::check_commands() {
  for (const auto& [command, source, is_placed] : bus_.commands) {
    if (!is_placed) continue;
    const auto entries = source["write"].entries();
    for (std::size_t i = 0; i < command.writes.size(); ++i) {
      const auto& step = command.writes[i];
      const auto at = entries[i]["address"];
      if (step.verify) {
        check_read(step.place, at, kNotReadBack);
      } else {
        static_cast<void>(check_end(step.place, at));
      }
    }
    if (command.until) check_read(command.until->place, source["until"]["address"]);
  }
}

std::vector<Stand> MapCheck::stands() const {
  std::vector<Stand> all;
  for (const auto& packet : bus_.packets) {
    for (const auto& param : packet.params) {
      const auto& place = param.config.modbus->place;
      if (!param.is_placed || is_part(place)) continue;
      for (std::uint32_t element = 0; element < place.count; ++element)
        all.push_back({&packet, &param, place.function, extent_of(place, element)});
    }
  }
  std::ranges::sort(all, is_before);
  return all;
}

void MapCheck::report_overlap(const Stand& inner, const Stand& outer) {
  if (inner.param == outer.param || !overlapping_.insert(inner.param).second) return;
  problems_.warning(inner.param->source["address"],
                    "stands at " + text_of(inner.extent) + ", counted from 0, and " +
                        in_quotes(outer.param->config.name) + " of " + in_quotes(outer.packet->config.name) +
                        " at " + text_of(outer.extent) +
                        ": they share registers; is \"address\" or \"raw\" right?");
}

void MapCheck::check_overlaps() {
  const Stand* furthest = nullptr;
  const auto all = stands();
  for (const auto& stand : all) {
    const bool is_near = furthest != nullptr && furthest->function == stand.function;
    const bool is_same = is_near && furthest->extent == stand.extent;
    if (is_near && !is_same && furthest->extent.overlaps(stand.extent)) report_overlap(stand, *furthest);
    if (!is_near || furthest->extent.last < stand.extent.last) furthest = &stand;
  }
}

}  // namespace

void check_modbus_map(const ResolvedBus& bus, ProblemList& problems) {
  MapCheck check(bus, problems);
  check.check_params();
  check.check_commands();
  check.check_overlaps();
}

}  // namespace bmsgw::config
