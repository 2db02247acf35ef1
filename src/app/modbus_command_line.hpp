#pragma once

namespace CLI {
class App;
}

namespace bmsgw::app {

/// The subcommands `probe` and `read`; each sets `status` when it has run.
void add_modbus_tools(CLI::App& app, int& status);

}  // namespace bmsgw::app
