#pragma once

#include <memory>
#include <string>

#include "bmsgw/transport/snmp_worker_host.hpp"

#include "snmp_probe.hpp"

namespace bmsgw::app {

/// The agent, by a bms-snmp-worker of its own that lives as long as this; its state folder is a temporary
/// one. Of a name with several addresses the next one is tried when one can't be reached. Throws
/// std::filesystem::filesystem_error when there is no place for the folder.
[[nodiscard]] std::unique_ptr<SnmpPeer> make_snmp_peer(transport::SnmpAgentOptions options);

}  // namespace bmsgw::app
