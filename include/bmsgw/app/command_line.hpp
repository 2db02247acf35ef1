#pragma once

namespace bmsgw::app {

/// The whole program: reads the command line and runs the subcommand. Returns the exit status.
int run_command_line(int argc, char** argv);

}  // namespace bmsgw::app
