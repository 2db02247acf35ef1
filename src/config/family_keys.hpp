#pragma once

#include <array>

/// Keys of params_config.json that are one family's, or only the maps' (Modbus, SNMP). Elsewhere they are
/// warned of.
namespace bmsgw::config {

inline constexpr std::array<const char*, 3> kModbusMapKeys{"addressing", "addresses", "limits"};
inline constexpr std::array<const char*, 3> kModbusPacketKeys{"function", "addressing", "stride"};
inline constexpr std::array<const char*, 4> kModbusParamKeys{"address", "word_order", "length", "stride"};

inline constexpr std::array<const char*, 3> kSnmpMapKeys{"oid_base", "scales", "traps"};
inline constexpr std::array<const char*, 2> kSnmpPacketKeys{"oid_base", "first_index"};
inline constexpr std::array<const char*, 5> kSnmpParamKeys{"oid", "scale", "until_settled", "format_by",
                                                           "alarm"};

inline constexpr std::array<const char*, 1> kAnyMapKeys{"commands"};
inline constexpr std::array<const char*, 2> kAnyMapPacketKeys{"count", "count_from"};
inline constexpr std::array<const char*, 5> kAnyMapParamKeys{"raw", "count", "count_from", "write", "verify"};

/// Of packets that are no map's.
inline constexpr std::array<const char*, 6> kOtherPacketKeys{"id",      "dlc",         "range",
                                                             "request", "standard_id", "generation"};

}  // namespace bmsgw::config
