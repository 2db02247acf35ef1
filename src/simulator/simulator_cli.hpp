#pragma once

#include <variant>

#include "simulator/boot_frames.hpp"
#include "simulator/can_options.hpp"
#include "simulator/g1_options.hpp"
#include "simulator/modbus/options.hpp"

namespace bmsgw::simulator {

/// Another program does it, with the arguments behind the subcommand.
struct SnmpCall {};

/// What is to be run, or the exit status when there is nothing to run: help was shown (0) or an option was
/// wrong (2), which has then been said on stderr.
using CommandLine = std::variant<G1Options, CanOptions, modbus::Options, FirmwareFile, SnmpCall, int>;
[[nodiscard]] CommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace bmsgw::simulator
