#include "snmp_worker/value_reader.hpp"

#include <limits>

#include <fmt/core.h>
#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/snmp_library/oid.hpp"

namespace bmsgw::snmp_worker {
namespace {

std::string_view bytes_of(const netsnmp_variable_list& varbind) {
  if (varbind.val.string == nullptr) return {};
  return {reinterpret_cast<const char*>(varbind.val.string), varbind.val_len};
}

core::SnmpValue counter64(const netsnmp_variable_list& varbind) {
  if (varbind.val.counter64 == nullptr || varbind.val_len != sizeof(struct counter64))
    return bytes_of(varbind);
  const std::uint64_t value = static_cast<std::uint64_t>(varbind.val.counter64->high & 0xFFFFFFFFUL) << 32U |
                              (varbind.val.counter64->low & 0xFFFFFFFFUL);
  if (varbind.type == ASN_OPAQUE_I64) return static_cast<std::int64_t>(value);
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return static_cast<double>(value);
  return static_cast<std::int64_t>(value);
}

core::SnmpValue whole(const netsnmp_variable_list& varbind) {
  if (varbind.val.integer == nullptr || varbind.val_len != sizeof(long)) return bytes_of(varbind);
  if (varbind.type == ASN_INTEGER) return static_cast<std::int64_t>(*varbind.val.integer);
  return static_cast<std::int64_t>(static_cast<std::uint32_t>(*varbind.val.integer));
}

template <typename Real>
core::SnmpValue real(const netsnmp_variable_list& varbind, const Real* value) {
  if (value == nullptr || varbind.val_len != sizeof(Real)) return bytes_of(varbind);
  return static_cast<double>(*value);
}

std::string_view keep(std::string text, TextStore& texts) {
  return texts.emplace_back(std::move(text));
}

core::SnmpValue ip_address(const netsnmp_variable_list& varbind, TextStore& texts) {
  if (varbind.val.string == nullptr || varbind.val_len != 4) return bytes_of(varbind);
  const auto* part = varbind.val.string;
  return keep(fmt::format("{}.{}.{}.{}", part[0], part[1], part[2], part[3]), texts);
}

core::SnmpValue object_id(const netsnmp_variable_list& varbind, TextStore& texts) {
  if (varbind.val.objid == nullptr) return std::string_view{};
  return keep(snmp_library::oid_text({varbind.val.objid, varbind.val_len / sizeof(oid)}), texts);
}

}  // namespace

core::SnmpValue value_of(const netsnmp_variable_list& varbind, TextStore& texts) {
  switch (varbind.type) {
    case ASN_INTEGER:
    case ASN_COUNTER:
    case ASN_GAUGE:
    case ASN_TIMETICKS:
    case ASN_UINTEGER:
      return whole(varbind);
    case ASN_COUNTER64:
    case ASN_OPAQUE_COUNTER64:
    case ASN_OPAQUE_U64:
    case ASN_OPAQUE_I64:
      return counter64(varbind);
    case ASN_OPAQUE_FLOAT:
      return real(varbind, varbind.val.floatVal);
    case ASN_OPAQUE_DOUBLE:
      return real(varbind, varbind.val.doubleVal);
    case ASN_OBJECT_ID:
      return object_id(varbind, texts);
    case ASN_IPADDRESS:
      return ip_address(varbind, texts);
    case SNMP_NOSUCHOBJECT:
      return core::SnmpAbsent::no_such_object;
    case SNMP_NOSUCHINSTANCE:
      return core::SnmpAbsent::no_such_instance;
    case SNMP_ENDOFMIBVIEW:
      return core::SnmpAbsent::end_of_view;
    case ASN_NULL:
      return core::SnmpAbsent::null;
    default:
      return bytes_of(varbind);
  }
}

std::span<const oid> arcs_of(const netsnmp_variable_list& varbind) {
  return {varbind.name, varbind.name == nullptr ? 0 : varbind.name_length};
}

std::string_view name_of(const netsnmp_variable_list& varbind, TextStore& texts) {
  return keep(snmp_library::oid_text(arcs_of(varbind)), texts);
}

}  // namespace bmsgw::snmp_worker
