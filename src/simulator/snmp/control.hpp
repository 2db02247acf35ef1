#pragma once

#include <string>
#include <string_view>

#include "bmsgw/simulator/snmp/device.hpp"

#include "simulator/snmp/device_state.hpp"

namespace bmsgw::simulator::snmp {

/// The lines that change things while the agent runs.
inline constexpr auto kControlHelp =
    "  web-user on|off                    while one is logged in nothing can be set\n"
    "  silent on|off                      nothing is answered and no trap sent\n"
    "  reject on|off                      resistance measurements are rejected\n"
    "  sensor PLACE QUANTITY NUMBER|off   it measures this; PLACE is STRING/BATTERY, STRING or env[N];\n"
    "                                     QUANTITY voltage, temperature, resistance (mOhm), charge, "
    "current,\n"
    "                                     humidity\n"
    "  alarm PLACE QUANTITY low|high|warn-low|warn-high|normal   it measures what is beyond that limit\n"
    "  clear                              all sensors measure the battery again\n"
    "  engine-id new                      as after a replacement of the device\n";

/// What lines of control have switched. Thread: any (no sharing).
struct Switches {
  bool web_user = false;
  bool silent = false;
};

[[nodiscard]] ControlResult obey(std::string_view line, DeviceState& state, Switches& switches);

}  // namespace bmsgw::simulator::snmp
