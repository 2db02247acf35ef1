#include "snmp_worker/refusal.hpp"

#include <fmt/core.h>
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

namespace bmsgw::snmp_worker {

std::string refusal_text(int report, const codec::snmp::OpenAgent& agent) {
  switch (report) {
    case SNMPERR_AUTHENTICATION_FAILURE:
      return fmt::format("the agent says wrong digest: auth_password or auth don't match those of user {}",
                         agent.user);
    case SNMPERR_UNKNOWN_USER_NAME:
      return fmt::format("the agent knows no user {}: set user, or add it to the agent", agent.user);
    case SNMPERR_UNSUPPORTED_SEC_LEVEL:
      return fmt::format(
          "the agent has user {} without auth or priv as configured here: set them as they are there",
          agent.user);
    case SNMPERR_NOT_IN_TIME_WINDOW:
      return "the agent says that the message isn't of now, even after its clock was read anew";
    case SNMPERR_DECRYPTION_ERR:
      return fmt::format("the agent can't decrypt: priv_password or priv don't match those of user {}",
                         agent.user);
    case SNMPERR_UNKNOWN_ENG_ID:
      return "the agent has another engine id than it said";
    case SNMPERR_BAD_CONTEXT:
      return "the agent has no context of this name";
    case SNMPERR_UNKNOWN_SEC_MODEL:
      return "the agent doesn't know users (USM): it may not have SNMPv3 switched on";
    default:
      return "the agent refuses for a reason that is not to be understood";
  }
}

std::string_view trap_refusal_text(int fault, bool is_encrypted) {
  constexpr std::string_view kWrongSecret = "wrong priv_password or priv";
  constexpr std::string_view kMalformed = "malformed";
  switch (fault) {
    case SNMPERR_USM_AUTHENTICATIONFAILURE:
      return "wrong auth_password or auth";
    case SNMPERR_USM_NOTINTIMEWINDOW:
      return "older than what the agent sent before, or its clock was set back";
    case SNMPERR_USM_DECRYPTIONERROR:
      return kWrongSecret;
    case SNMPERR_ASN_PARSE_ERR:  // what is decrypted with a wrong key is any bytes
      return is_encrypted ? kWrongSecret : kMalformed;
    default:
      return kMalformed;
  }
}

}  // namespace bmsgw::snmp_worker
