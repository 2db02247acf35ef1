#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): as the library has it
class App;
}

namespace bmsgw::app {

/// The subcommand `modbus` of `probe`; sets `status` when it has run.
void add_modbus_probe(CLI::App& probe_command, int& status);
/// The subcommand `read`, the same.
void add_modbus_read(CLI::App& app, int& status);

}  // namespace bmsgw::app
