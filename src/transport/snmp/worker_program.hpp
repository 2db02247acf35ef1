#pragma once

#include <string>

namespace bmsgw::transport {

/// What the user can do when it isn't there.
inline constexpr const char* kWorkerRemedy =
    "install bms-gateway-snmp, or put bms-snmp-worker beside bms-gateway";

struct WorkerProgram {
  std::string path;     ///< empty: there is none
  std::string problem;  ///< then why, and the remedy
};

/// bms-snmp-worker: `wanted` when given, else beside this program, else in PATH. Thread: any.
[[nodiscard]] WorkerProgram find_worker_program(const std::string& wanted);
/// The same in given places: `own` is this program, `path` is like PATH.
[[nodiscard]] WorkerProgram find_worker_program(const std::string& own, const std::string& path);

}  // namespace bmsgw::transport
