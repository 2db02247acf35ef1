#include "snmp_agent/pdu.hpp"

#include <array>
#include <cstring>
#include <span>
#include <string>

namespace bmsgw::snmp_agent {
namespace {

using simulator::snmp::Value;
using Type = Value::Type;

Oid oid_of(const oid* arcs, std::size_t count) {
  Oid result;
  for (const auto arc : std::span(arcs, count)) result.push_back(static_cast<std::uint32_t>(arc));
  return result;
}

std::vector<oid> arcs_of(const Oid& oid) {
  return {oid.begin(), oid.end()};
}

/// Of what a set brings; types that no object has stay null.
Value value_of(const netsnmp_variable_list& variable) {
  switch (variable.type) {
    case ASN_INTEGER:
      return Value::integer(*variable.val.integer);
    case ASN_GAUGE:
      return {Type::gauge, static_cast<std::int64_t>(static_cast<std::uint32_t>(*variable.val.integer))};
    case ASN_TIMETICKS:
      return Value::ticks(static_cast<std::uint32_t>(*variable.val.integer));
    case ASN_OCTET_STR:
      return Value::text(std::string(reinterpret_cast<const char*>(variable.val.string), variable.val_len));
    case ASN_OBJECT_ID:
      return {Type::object_id, 0, {}, oid_of(variable.val.objid, variable.val_len / sizeof(oid))};
    default:
      return {};
  }
}

u_char asn_type(Type type) {
  switch (type) {
    case Type::null:
      return ASN_NULL;
    case Type::integer:
      return ASN_INTEGER;
    case Type::octets:
      return ASN_OCTET_STR;
    case Type::object_id:
      return ASN_OBJECT_ID;
    case Type::gauge:
      return ASN_GAUGE;
    case Type::time_ticks:
      return ASN_TIMETICKS;
    case Type::no_such_object:
      return SNMP_NOSUCHOBJECT;
    case Type::no_such_instance:
      return SNMP_NOSUCHINSTANCE;
    case Type::end_of_view:
      return SNMP_ENDOFMIBVIEW;
  }
  return ASN_NULL;
}

bool add_varbind(const Varbind& varbind, netsnmp_pdu& pdu) {
  const auto name = arcs_of(varbind.oid);
  const auto& value = varbind.value;
  const auto add = [&pdu, &name, &value](const void* data, std::size_t size) {
    return snmp_pdu_add_variable(&pdu, name.data(), name.size(), asn_type(value.type), data, size) != nullptr;
  };
  if (value.type == Type::octets) return add(value.octets.data(), value.octets.size());
  if (value.type == Type::object_id) {
    const auto arcs = arcs_of(value.oid);
    return add(arcs.data(), arcs.size() * sizeof(oid));
  }
  const bool is_number =
      value.type == Type::integer || value.type == Type::gauge || value.type == Type::time_ticks;
  const long number = static_cast<long>(value.number);
  return is_number ? add(&number, sizeof number) : add(nullptr, 0);
}

std::optional<Request::Kind> kind_of(int command) {
  switch (command) {
    case SNMP_MSG_GET:
      return Request::Kind::get;
    case SNMP_MSG_GETNEXT:
      return Request::Kind::get_next;
    case SNMP_MSG_GETBULK:
      return Request::Kind::get_bulk;
    case SNMP_MSG_SET:
      return Request::Kind::set;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<core::SnmpVersion> version_of(const netsnmp_pdu& pdu) {
  switch (pdu.version) {
    case SNMP_VERSION_1:
      return core::SnmpVersion::v1;
    case SNMP_VERSION_2c:
      return core::SnmpVersion::v2c;
    case SNMP_VERSION_3:
      return core::SnmpVersion::v3;
    default:
      return std::nullopt;
  }
}

std::optional<Request> request_of(const netsnmp_pdu& pdu) {
  const auto kind = kind_of(pdu.command);
  const auto version = version_of(pdu);
  if (!kind || !version) return std::nullopt;
  Request request;
  request.kind = *kind;
  request.version = *version;
  if (*kind == Request::Kind::get_bulk) {  // Net-SNMP keeps these two in the places of an error
    request.non_repeaters = pdu.errstat;
    request.repetitions = pdu.errindex;
  }
  for (const auto* variable = pdu.variables; variable != nullptr; variable = variable->next_variable)
    request.varbinds.push_back({oid_of(variable->name, variable->name_length), value_of(*variable)});
  return request;
}

bool add_varbinds(const std::vector<Varbind>& varbinds, netsnmp_pdu& pdu) {
  for (const auto& varbind : varbinds) {
    if (!add_varbind(varbind, pdu)) return false;
  }
  return true;
}

}  // namespace bmsgw::snmp_agent
