#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): as the library has it
class App;
}

namespace bmsgw::app {

/// The subcommand `snmp` of `probe`; sets `status` when it has run.
void add_snmp_probe(CLI::App& probe, const std::string& default_config_dir, int& status);

}  // namespace bmsgw::app
