#include "config/line_load_check.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "config/modbus_extent.hpp"

namespace bmsgw::config {
namespace {

constexpr double kMostShare = 0.8;   // leaves room for repetitions and for commands
constexpr double kSilence = 3.5;     // characters before each frame (MODBUS over serial line 2.5.1.1)
constexpr double kRequestBytes = 8;  // unit, function, address, count, CRC
constexpr double kAnswerBytes = 5;   // unit, function, length, CRC
constexpr double kBitsOfByte = 8;
constexpr double kStartAndData = 9;  // bits of a character, without parity and stop

/// Seconds of one character.
double character_s(const ModbusBus& modbus) {
  const double parity = modbus.parity == 'N' ? 0 : 1;
  return (kStartAndData + parity + modbus.stop_bits) / modbus.speed;
}

/// What is read with one period, by function: where it stands.
using Wanted = std::map<core::ModbusFunction, std::vector<Extent>>;

std::map<double, Wanted> wanted_by_period(const ResolvedBus& unit) {
  std::map<double, Wanted> periods;
  for (const auto& packet : unit.packets) {
    auto& wanted = periods[packet.config.request_period_s.value_or(1)];
    for (const auto& param : packet.params) {
      const auto& place = param.config.modbus->place;
      for (std::uint32_t element = 0; element < place.count; ++element)
        wanted[place.function].push_back(extent_of(place, element));
    }
  }
  return periods;
}

/// What the limits let be read with one request is read with one.
std::vector<Extent> requests_for(std::vector<Extent> wanted, core::ModbusFunction function,
                                 const core::ModbusLimits& limits) {
  std::ranges::sort(wanted, {}, &Extent::first);
  std::vector<Extent> requests;
  for (const auto& each : wanted) {
    const auto joined =
        requests.empty() ? each : Extent{requests.back().first, std::max(requests.back().last, each.last)};
    const bool is_near = !requests.empty() && each.first <= requests.back().last + limits.gap + 1;
    const bool fits = joined.last - joined.first < most_items(limits, function);
    if (is_near && fits && forbidden_in(limits, function, joined) == nullptr) {
      requests.back() = joined;
    } else {
      requests.push_back(each);
    }
  }
  return requests;
}

/// Characters on the line, silence included.
double characters_of(const Extent& request, core::ModbusFunction function) {
  const double items = request.last - request.first + 1.0;
  const auto data = core::is_of_bits(function) ? std::ceil(items / kBitsOfByte) : 2 * items;
  return kRequestBytes + kSilence + kAnswerBytes + data;
}

/// Seconds of line time that a unit takes in each second.
double share_of(const ResolvedBus& unit, const ModbusBus& modbus) {
  const auto character = character_s(modbus);
  const auto gap = std::max(kSilence * character, modbus.request_gap_ms / 1000.0);
  double share = 0;
  for (auto& [period, wanted] : wanted_by_period(unit)) {
    for (const auto& [function, extents] : wanted) {
      for (const auto& request : requests_for(extents, function, unit.limits))
        share += (gap + characters_of(request, function) * character) / period;
    }
  }
  return share;
}

}  // namespace

void check_line_load(const ModbusBus& modbus, const std::vector<const ResolvedBus*>& units,
                     const JsonView& bus, ProblemList& problems) {
  if (!modbus.host.empty()) return;
  std::map<std::string, double> shares;  // by what is read
  double share = 0;
  for (const auto* unit : units) {
    if (!unit->open.empty()) continue;
    const auto known = shares.find(unit->reading);
    share += known != shares.end() ? known->second
                                   : shares.emplace(unit->reading, share_of(*unit, modbus)).first->second;
  }
  if (share <= kMostShare) return;
  problems.warning(bus, "what is read needs about " + std::to_string(std::llround(share * 100)) +
                            " % of what " + std::to_string(modbus.speed) +
                            " bit/s carry: longer \"request_period\"s, or a higher \"speed\", leave room");
}

}  // namespace bmsgw::config
