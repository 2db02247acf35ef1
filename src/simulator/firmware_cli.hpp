#pragma once

#include <CLI/CLI.hpp>

#include "simulator/boot_frames.hpp"

namespace bmsgw::simulator {

/// The options of `g1-firmware`.
void add_firmware_options(CLI::App& app, FirmwareFile& file);

}  // namespace bmsgw::simulator
