#include "bmsgw/config/method_names.hpp"

#include <algorithm>
#include <array>

namespace bmsgw::config {
namespace {

constexpr std::array<std::string_view, 5> kReservedGroups{"gateway.", "g1.", "can.", "modbus.", "snmp."};
constexpr std::array<std::string_view, 8> kOwnMethods{"getStatus",   "getValues",   "getConfig", "getCommand",
                                                      "listMethods", "setLogLevel", "restart",   "reboot"};

struct MethodSentence {
  std::string_view method;
  std::string_view sentence;
};
constexpr std::array<MethodSentence, 14> kSentences{{
    {"g1.setParameter", "CF2"},
    {"g1.setBits", "CF2"},
    {"g1.clearLog", "LG1"},
    {"g1.clearStatistics", "SS1"},
    {"g1.logIn", "PW1"},
    {"g1.logOut", "PW1"},
    {"g1.setPassword", "PW2"},
    {"g1.setStateOfCharge", "SC1"},
    {"g1.resetCurrent", "RC1"},
    {"g1.reset", "RS1"},
    {"g1.factoryDefaults", "FD1"},
    {"g1.calibrateInternalTemperature", "TC1"},
    {"g1.calibrateExternalTemperature", "TC2"},
    {"g1.sendCan", "CN1"},
}};

}  // namespace

bool is_reserved_method(std::string_view name) {
  const auto is_of = [name](std::string_view group) { return name.starts_with(group); };
  return std::ranges::any_of(kReservedGroups, is_of) ||
         std::ranges::find(kOwnMethods, name) != kOwnMethods.end();
}

std::optional<std::string_view> sentence_of_method(std::string_view method) {
  const auto found = std::ranges::find(kSentences, method, &MethodSentence::method);
  return found == kSentences.end() ? std::nullopt : std::optional(found->sentence);
}

}  // namespace bmsgw::config
