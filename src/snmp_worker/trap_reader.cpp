#include "snmp_worker/trap_reader.hpp"

#include <fmt/core.h>
#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/snmp_library/oid.hpp"

namespace bmsgw::snmp_worker {
namespace {

constexpr std::size_t kMostVarbinds = 64;
constexpr std::string_view kUpTime = "1.3.6.1.2.1.1.3.0";
constexpr std::string_view kTrapOid = "1.3.6.1.6.3.1.1.4.1.0";
constexpr std::string_view kGenericTraps = "1.3.6.1.6.3.1.1.5";

/// generic-trap 0 to 5 are coldStart, warmStart, linkDown, linkUp, authenticationFailure, egpNeighborLoss.
std::string name_of_v1(const netsnmp_pdu& pdu) {
  if (pdu.trap_type >= 0 && pdu.trap_type < SNMP_TRAP_ENTERPRISESPECIFIC)
    return fmt::format("{}.{}", kGenericTraps, pdu.trap_type + 1);
  if (pdu.trap_type != SNMP_TRAP_ENTERPRISESPECIFIC || pdu.enterprise == nullptr) return {};
  const auto enterprise = snmp_library::oid_text({pdu.enterprise, pdu.enterprise_length});
  return fmt::format("{}.0.{}", enterprise, static_cast<std::uint32_t>(pdu.specific_type));
}

/// Whether the varbind is one of those that only say when, and which trap it is.
bool is_head(std::string_view name, const core::SnmpValue& value, core::SnmpTrap& trap) {
  if (name == kUpTime) return true;
  if (name != kTrapOid) return false;
  if (const auto* const text = std::get_if<std::string_view>(&value)) trap.trap = *text;
  return true;
}

}  // namespace

bool read_trap(const netsnmp_pdu& pdu, TextStore& texts, core::SnmpTrap& trap) {
  trap.trap = {};
  trap.varbinds.clear();
  const bool is_v1 = pdu.command == SNMP_MSG_TRAP;
  if (is_v1) trap.trap = texts.emplace_back(name_of_v1(pdu));
  for (const auto* varbind = pdu.variables; varbind != nullptr; varbind = varbind->next_variable) {
    if (trap.varbinds.size() == kMostVarbinds) break;
    const auto name = name_of(*varbind, texts);
    const auto value = value_of(*varbind, texts);
    if (is_v1 || !is_head(name, value, trap)) trap.varbinds.push_back({name, value});
  }
  return core::is_oid(trap.trap);
}

}  // namespace bmsgw::snmp_worker
