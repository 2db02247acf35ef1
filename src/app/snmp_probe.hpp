#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/core/snmp.hpp"

/// Looking at an SNMP agent by hand. Nothing is written.
namespace bmsgw::app {

struct SnmpReply {
  core::SnmpOutcome outcome = core::SnmpOutcome::worker_down;
  std::string words;  ///< how it ended
  std::chrono::microseconds took{0};
  std::variant<std::monostate, std::int64_t, double, std::string> value{};  ///< none: the agent hasn't got it
};

/// One agent, asked for one object at a time; waits for the answer. Thread: any (no sharing).
class SnmpPeer {
 public:
  virtual ~SnmpPeer() = default;
  /// From now on it is asked so. Empty: it may be asked; else why not.
  [[nodiscard]] virtual std::string open(core::SnmpVersion version) = 0;
  [[nodiscard]] virtual SnmpReply get(const std::string& oid) = 0;
};

struct SnmpProbe {
  std::string host;
  std::uint16_t port = 161;
  std::vector<core::SnmpVersion> versions;  ///< tried in this order
  bool has_user = false;                    ///< v3; else only whether somebody is there
  bool has_other_community = false;         ///< than the usual one
};

/// Says what answers, and what it is; or why nothing may. 0: an agent answers; 1: none does, or it doesn't
/// let this user in.
int probe_snmp(SnmpPeer& peer, const SnmpProbe& probe, std::ostream& out, std::ostream& err);

}  // namespace bmsgw::app
