#pragma once

#include <string_view>

/// What dialogues with a G1 unit that starts have in common: what VR1 says, and what is told to people.
namespace bmsgw::driver {

inline constexpr const char* kTurnOffAndOn = "turn the unit off and on within two minutes";
inline constexpr const char* kOldFirmware = "the unit has its old firmware";
inline constexpr const char* kLeavesLoader =
    "the unit has its old firmware; if it is in its boot loader, turning it off and on ends that";
inline constexpr const char* kHalfFirmware =
    "the unit stays in its boot loader without a whole firmware: upgrade again with \"reset\":false, and "
    "turn "
    "the unit off and on when it is waited for";
inline constexpr const char* kUntold =
    "turn the unit off and on, and ask for its version (g1.getVersion); if it doesn't answer it has no whole "
    "firmware: upgrade again with \"reset\":false, and turn the unit off and on when it is waited for";

/// Field 3 of VR1 of a unit in its boot loader. G1 Control Unit Serial Protocol 2.1.0, VR1, p. 43.
[[nodiscard]] bool is_boot_version(std::string_view version);
/// Serial numbers, hexadecimal: 0382 is 00000382.
[[nodiscard]] bool is_same_number(std::string_view a, std::string_view b);

}  // namespace bmsgw::driver
