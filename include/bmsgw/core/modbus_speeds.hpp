#pragma once

#include <array>
#include <cstdint>

namespace bmsgw::core {

/// The speeds of a serial line that libmodbus 3.1.6 hands on to termios, bit/s, ascending; any other it takes
/// for 9600 without a word.
inline constexpr std::array<std::uint32_t, 23> kModbusSpeeds{
    110,    300,    600,    1200,   2400,    4800,    9600,    19200,   38400,   57600,   115200, 230400,
    460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2500000, 3000000, 3500000, 4000000};

}  // namespace bmsgw::core
