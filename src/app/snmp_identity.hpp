#pragma once

#include <functional>
#include <string>
#include <vector>

#include "snmp_probe.hpp"

namespace bmsgw::app {

inline constexpr const char* kSysDescr = "1.3.6.1.2.1.1.1.0";

/// What an agent says of itself, a line each, safe to print.
struct SnmpIdentity {
  std::vector<std::string> lines;
  bool is_battery_manager = false;  ///< has objects of CPS-MIB's battmgr
};
/// `get` reads an object. Nothing more is asked for once nobody answers any more.
[[nodiscard]] SnmpIdentity identify(const std::function<SnmpReply(const std::string& oid)>& get);

}  // namespace bmsgw::app
