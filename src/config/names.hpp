#pragma once

#include <string_view>

namespace bmsgw::config {

/// The families of protocols whose buses take part.
inline constexpr const char* kG1Family = "g1";
inline constexpr const char* kCanFamily = "can";
inline constexpr const char* kModbusFamily = "modbus";
inline constexpr const char* kSnmpFamily = "snmp";

/// Its buses take part.
[[nodiscard]] bool is_bus_family(std::string_view family);
/// What its devices have is said by a map: Modbus, SNMP.
[[nodiscard]] bool is_map_family(std::string_view family);

/// 1 to 8 letters and digits.
[[nodiscard]] bool is_sentence_name(std::string_view text);

/// Why core::kNeverSent can't be sent.
inline constexpr const char* kNeverSentReason =
    "X18FF50E5 is what a charger reports: whoever sends it makes the unit believe that a charger is "
    "connected, "
    "so it is never sent";

}  // namespace bmsgw::config
