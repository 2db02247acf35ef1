#pragma once

#include <string>
#include <string_view>

#include "simulator/g1_unit.hpp"

namespace bmsgw::simulator {

/// The lines that change things while the unit runs.
inline constexpr auto kG1ControlHelp =
    "  power              switch it off and on\n"
    "  event CODE         put an event into its log (LG1, 1 to 255)\n"
    "  silence SECONDS    send nothing for so long; what comes is obeyed\n"
    "  password1 [TEXT]   set the password of level 1, or clear it; password2 in the same way\n";

/// What was done, or what is wrong with the line. Thread: loop.
[[nodiscard]] std::string obey_g1_control(std::string_view line, G1Unit& unit, Elapsed now);

}  // namespace bmsgw::simulator
