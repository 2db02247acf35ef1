#pragma once

#include "bmsgw/simulator/snmp/request.hpp"

#include "simulator/snmp/mib_tree.hpp"

namespace bmsgw::simulator::snmp {

/// How the agent is at the moment.
struct AgentMood {
  bool answers_bulk = false;
  bool answers_get_next = true;
  bool web_user = false;  ///< nothing can be set
};

/// What an agent answers by RFC 1157 (v1) and RFC 3416 (v2c, v3). While a web user is logged in a set is
/// readOnly over v1 and noAccess otherwise; who may not write gets noSuchName and noAccess (as RFC 3584, 4.4
/// translates it); GETBULK that isn't known is a genErr. Thread: any (no sharing).
[[nodiscard]] Answer answer_of(const Request& request, MibTree& tree, const AgentMood& mood);

}  // namespace bmsgw::simulator::snmp
