#include "snmp_worker/pdu_writer.hpp"

#include <memory>

#include <string.h>

#include "bmsgw/snmp_library/oid.hpp"

namespace bmsgw::snmp_worker {
namespace {

constexpr std::size_t kMostVarbinds = 2000;
constexpr std::uint32_t kMostRepetitions = 10000;

struct FreePdu {
  void operator()(netsnmp_pdu* pdu) const { snmp_free_pdu(pdu); }
};
using Pdu = std::unique_ptr<netsnmp_pdu, FreePdu>;

int command_of(core::SnmpRequest::Kind kind) {
  switch (kind) {
    case core::SnmpRequest::Kind::get:
      return SNMP_MSG_GET;
    case core::SnmpRequest::Kind::get_next:
      return SNMP_MSG_GETNEXT;
    case core::SnmpRequest::Kind::get_bulk:
      return SNMP_MSG_GETBULK;
    case core::SnmpRequest::Kind::set:
      return SNMP_MSG_SET;
  }
  return SNMP_MSG_GET;
}

bool add_oids(std::string_view oids, netsnmp_pdu& pdu) {
  if (core::count_oids(oids) > kMostVarbinds) return false;
  while (!oids.empty()) {
    const auto end = oids.find('\n');
    const snmp_library::Oid name(oids.substr(0, end));
    if (name.empty() || snmp_add_null_var(&pdu, name.data(), name.size()) == nullptr) return false;
    oids = end == std::string_view::npos ? std::string_view{} : oids.substr(end + 1);
  }
  return pdu.variables != nullptr;
}

bool add_set(const core::SnmpSet& set, netsnmp_pdu& pdu) {
  const snmp_library::Oid name(set.oid);
  if (name.empty()) return false;
  if (const auto* const number = std::get_if<std::int64_t>(&set.value)) {
    const long value = static_cast<long>(*number);
    return snmp_pdu_add_variable(&pdu, name.data(), name.size(), ASN_INTEGER, &value, sizeof value) !=
           nullptr;
  }
  const auto& text = std::get<std::string>(set.value);
  return snmp_pdu_add_variable(&pdu, name.data(), name.size(), ASN_OCTET_STR, text.data(), text.size()) !=
         nullptr;
}

bool add_sets(const std::vector<core::SnmpSet>& sets, netsnmp_pdu& pdu) {
  if (sets.empty() || sets.size() > kMostVarbinds) return false;
  for (const auto& set : sets) {
    if (!add_set(set, pdu)) return false;
  }
  return true;
}

}  // namespace

netsnmp_pdu* make_pdu(const core::SnmpRequest& request) {
  Pdu pdu(snmp_pdu_create(command_of(request.kind)));
  if (!pdu) return nullptr;
  if (request.kind == core::SnmpRequest::Kind::get_bulk) {
    if (request.repetitions == 0 || request.repetitions > kMostRepetitions) return nullptr;
    pdu->non_repeaters = 0;
    pdu->max_repetitions = static_cast<long>(request.repetitions);
  }
  const bool is_full = request.kind == core::SnmpRequest::Kind::set ? add_sets(request.sets, *pdu)
                                                                    : add_oids(request.oids, *pdu);
  return is_full ? pdu.release() : nullptr;
}

netsnmp_pdu* make_discovery() {
  Pdu pdu(snmp_pdu_create(SNMP_MSG_GET));
  if (!pdu) return nullptr;
  pdu->version = SNMP_VERSION_3;
  pdu->securityName = strdup("");
  pdu->securityNameLen = 0;
  pdu->securityLevel = SNMP_SEC_LEVEL_NOAUTH;
  pdu->securityModel = SNMP_SEC_MODEL_USM;
  return pdu->securityName == nullptr ? nullptr : pdu.release();
}

}  // namespace bmsgw::snmp_worker
