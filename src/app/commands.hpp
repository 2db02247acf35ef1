#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/loader.hpp"

namespace bmsgw::app {

/// Exit statuses: sysexits.h where it has one.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
/// Asked to be started anew (sysexits.h: EX_TEMPFAIL).
inline constexpr int kExitRestart = 75;
inline constexpr int kExitUsage = 64;
inline constexpr int kExitConfig = 78;

struct RunOptions {
  std::string config_dir;
  std::string state_dir;
  std::string control_socket;
};

/// Where the two files and the profiles are looked for.
[[nodiscard]] config::Places places_of(const std::string& config_dir);
/// Prints problems, a line each, to stderr.
void print_problems(const std::vector<config::Problem>& problems);

/// Runs in the foreground until SIGTERM or SIGINT.
int run_daemon(const RunOptions& options);
/// Judges the two files; opens no device.
int run_check(const std::string& config_dir);
/// One state of the running daemon, as a page or as its JSON.
int run_status(const std::string& control_socket, bool json);
/// A live table of all values, until Ctrl-C or for `seconds` (0: for ever).
int run_watch(const std::string& control_socket, double seconds);
/// One method of the running daemon. `wait`: of a command to a device, until its end.
int run_call(const std::string& control_socket, const std::string& method, const std::string& params,
             bool wait);

}  // namespace bmsgw::app
