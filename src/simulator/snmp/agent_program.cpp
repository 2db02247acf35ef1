#include "simulator/snmp/agent_program.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

#include <unistd.h>

namespace bmsgw::simulator::snmp {
namespace {

constexpr auto kProgram = "bms-snmp-agent";

}  // namespace

int become_agent(char* const* argv) {
  std::error_code ignored;
  const auto own = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto beside = own.parent_path() / kProgram;
  ::execv(beside.c_str(), argv + 1);
  if (errno == ENOENT) ::execvp(kProgram, argv + 1);
  const std::string reason = std::strerror(errno);
  throw std::runtime_error(std::string(kProgram) + ", which simulates SNMP, can't be run (" + reason +
                           "): it belongs beside bms-simulator or into the PATH");
}

}  // namespace bmsgw::simulator::snmp
