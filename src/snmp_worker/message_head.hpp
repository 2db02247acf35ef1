#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "bmsgw/core/snmp.hpp"

namespace bmsgw::snmp_worker {

/// What a datagram says of its sender before anything is believed: RFC 1157, 4 and RFC 3412, 6, RFC 3414,
/// 2.4. Views into the datagram.
struct MessageHead {
  core::SnmpVersion version = core::SnmpVersion::v1;
  std::string_view community;  ///< v1, v2c
  std::uint8_t pdu = 0;        ///< v1, v2c: its tag, 0xA7 is an SNMPv2 trap
  std::string_view engine_id;  ///< v3: msgAuthoritativeEngineID
  std::string_view user;       ///< v3
  std::uint8_t flags = 0;      ///< v3: msgFlags
};

/// Nothing: no SNMP message, or of another version. Thread: any.
[[nodiscard]] std::optional<MessageHead> read_head(std::span<const std::uint8_t> datagram);

}  // namespace bmsgw::snmp_worker
