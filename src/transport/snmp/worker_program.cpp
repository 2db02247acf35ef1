#include "worker_program.hpp"

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <system_error>

#include <fmt/core.h>
#include <unistd.h>

namespace bmsgw::transport {
namespace {

namespace fs = std::filesystem;
constexpr const char* kName = "bms-snmp-worker";

bool is_program(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

std::string own_program() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).string();
}

}  // namespace

WorkerProgram find_worker_program(const std::string& own, const std::string& path) {
  const auto beside = fs::path(own).parent_path() / kName;
  if (!own.empty() && is_program(beside)) return {beside.string(), {}};
  std::istringstream folders(path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    // An empty entry of PATH is the working folder: nothing is started from there.
    if (!folder.starts_with('/')) continue;
    if (const auto found = fs::path(folder) / kName; is_program(found)) return {found.string(), {}};
  }
  return {{},
          fmt::format("{} can't be started: it is neither {} nor in PATH; {}", kName, beside.string(),
                      kWorkerRemedy)};
}

WorkerProgram find_worker_program(const std::string& wanted) {
  if (!wanted.empty()) return {wanted, {}};
  const char* const path = std::getenv("PATH");
  return find_worker_program(own_program(), path == nullptr ? "" : path);
}

}  // namespace bmsgw::transport
