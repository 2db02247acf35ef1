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
  std::uint32_t id = 0;        ///< v3: msgID
  std::string_view engine_id;  ///< v3: msgAuthoritativeEngineID
  std::uint32_t boots = 0;     ///< v3: msgAuthoritativeEngineBoots
  std::uint32_t time = 0;      ///< v3: msgAuthoritativeEngineTime
  std::string_view user;       ///< v3
  std::uint8_t flags = 0;      ///< v3: msgFlags
  std::string_view report;     ///< v3: the object that a plain Report is about, in BER without its head
};

/// usmStatsUnknownEngineIDs.0 (RFC 3414, 3.2, 3b): who says so has done nothing of what it was asked.
inline constexpr std::string_view kUnknownEngineIds("\x2B\x06\x01\x06\x03\x0F\x01\x01\x04\x00", 10);

/// Nothing: no SNMP message, or of another version. Thread: any.
[[nodiscard]] std::optional<MessageHead> read_head(std::span<const std::uint8_t> datagram);

}  // namespace bmsgw::snmp_worker
