#include "simulator/modbus/state_codes.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "simulator/modbus/name_words.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using Names = std::map<std::int64_t, std::string>;

/// The first code whose text has a word that begins so; earlier words go before later ones.
std::optional<std::int64_t> find(const Names& names, std::initializer_list<std::string_view> beginnings) {
  for (const auto beginning : beginnings) {
    const auto found = std::ranges::find_if(
        names, [beginning](const auto& entry) { return NameWords(entry.second).has({beginning}); });
    if (found != names.end()) return found->first;
  }
  return std::nullopt;
}

}  // namespace

StateCodes state_codes(const Names& names) {
  if (names.empty()) return {};
  StateCodes codes;
  codes.idle = find(names, {"idle", "standby", "normal", "ok", "good", "on", "float", "connected", "online"})
                   .value_or(names.begin()->first);
  codes.charging = find(names, {"charg", "float"}).value_or(codes.idle);
  codes.discharging = find(names, {"discharg"}).value_or(codes.idle);
  codes.silent = find(names, {"offline", "disconn", "lost", "comm", "missing", "error", "fault", "abnormal"})
                     .value_or(codes.idle);
  return codes;
}

std::optional<std::int64_t> busy_code(const Names& names) {
  return find(names, {"busy", "process", "progress", "running", "under", "measuring", "testing", "test"});
}

}  // namespace bmsgw::simulator::modbus
