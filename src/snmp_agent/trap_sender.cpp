#include "snmp_agent/trap_sender.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "snmp_agent/pdu.hpp"

namespace bmsgw::snmp_agent {
namespace {

using core::SnmpVersion;
using simulator::snmp::Trap;
using simulator::snmp::Value;

const Oid kEnterprise{1, 3, 6, 1, 4, 1, 3808};
constexpr std::array<u_char, 4> kLoopback{127, 0, 0, 1};
constexpr long kEnterpriseSpecific = 6;  // RFC 1157, 4.1.6

long net_snmp_version(SnmpVersion version) {
  if (version == SnmpVersion::v1) return SNMP_VERSION_1;
  return version == SnmpVersion::v2c ? SNMP_VERSION_2c : SNMP_VERSION_3;
}

/// RFC 3416, 4.2.6, and of its name RFC 3584, 3.1.
std::vector<Varbind> head_of(const Trap& trap, std::uint32_t uptime_ticks) {
  const Oid uptime{1, 3, 6, 1, 2, 1, 1, 3, 0};
  const Oid trap_name{1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0};
  auto name = kEnterprise;
  name.push_back(0);
  name.push_back(trap.number);
  return {{uptime, Value::ticks(uptime_ticks)}, {trap_name, {Value::Type::object_id, 0, {}, name}}};
}

void make_v1_head(const Trap& trap, std::uint32_t uptime_ticks, netsnmp_pdu& pdu) {
  const std::vector<oid> enterprise(kEnterprise.begin(), kEnterprise.end());
  pdu.enterprise = snmp_duplicate_objid(enterprise.data(), enterprise.size());
  pdu.enterprise_length = enterprise.size();
  pdu.trap_type = kEnterpriseSpecific;
  pdu.specific_type = static_cast<long>(trap.number);
  pdu.time = uptime_ticks;
  std::ranges::copy(kLoopback, pdu.agent_addr);
}

}  // namespace

TrapSender::TrapSender(const simulator::snmp::AgentOptions& options, const Engine& engine)
    : options_(options), engine_(engine) {
  reopen();
}

void TrapSender::reopen() {
  receivers_.clear();
  for (const auto& receiver : options_.traps) receivers_.push_back(open(receiver));
}

snmp_library::Session TrapSender::open(const std::string& receiver) const {
  netsnmp_session setup;
  snmp_sess_init(&setup);
  setup.version = net_snmp_version(options_.trap_version);
  auto community = options_.trap_community;
  auto engine_id = engine_.id();
  auto user = options_.user ? options_.user->name : std::string{};
  if (options_.trap_version == SnmpVersion::v3) {
    setup.securityModel = SNMP_SEC_MODEL_USM;
    setup.securityLevel = engine_.level();
    setup.securityName = user.data();
    setup.securityNameLen = user.size();
    setup.securityEngineID = setup.contextEngineID = engine_id.data();
    setup.securityEngineIDLen = setup.contextEngineIDLen = engine_id.size();
    setup.isAuthoritative = SNMP_SESS_AUTHORITATIVE;
  } else {
    setup.community = reinterpret_cast<u_char*>(community.data());
    setup.community_len = community.size();
  }
  auto* const transport = netsnmp_transport_open_client("snmptrap", receiver.c_str());
  if (transport == nullptr) throw std::runtime_error("--trap " + receiver + ": HOST:PORT is wanted");
  return snmp_library::Session(snmp_sess_add(&setup, transport, nullptr, nullptr));
}

netsnmp_pdu* TrapSender::pdu_of(const Trap& trap, std::uint32_t uptime_ticks) const {
  const bool is_v1 = options_.trap_version == SnmpVersion::v1;
  auto* const pdu = snmp_pdu_create(is_v1 ? SNMP_MSG_TRAP : SNMP_MSG_TRAP2);
  if (pdu == nullptr) return nullptr;
  if (is_v1) make_v1_head(trap, uptime_ticks, *pdu);
  const bool is_complete =
      (is_v1 || add_varbinds(head_of(trap, uptime_ticks), *pdu)) && add_varbinds(trap.varbinds, *pdu);
  if (is_complete) return pdu;
  snmp_free_pdu(pdu);
  return nullptr;
}

void TrapSender::send(const Trap& trap, std::uint32_t uptime_ticks) {
  for (auto& receiver : receivers_) {
    auto* const pdu = receiver ? pdu_of(trap, uptime_ticks) : nullptr;
    if (pdu == nullptr) continue;
    if (snmp_sess_send(receiver.handle(), pdu) == 0) {
      snmp_free_pdu(pdu);
    } else {
      ++sent_;
    }
  }
}

}  // namespace bmsgw::snmp_agent
