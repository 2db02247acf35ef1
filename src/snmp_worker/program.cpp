#include "snmp_worker/program.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sysexits.h>

#include "bmsgw/snmp_library/library.hpp"

#include "snmp_worker/rate_limit.hpp"
#include "snmp_worker/worker.hpp"

namespace bmsgw::snmp_worker {
namespace {

constexpr int kGatewayFd = 3;
constexpr auto kName = "bms-snmp-worker";

bool is_packet_socket(int fd) {
  int type = 0;
  socklen_t size = sizeof type;
  return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

/// Net-SNMP also logs what a stranger's datagram may bring about: of that only its errors, and few.
void log_line(snmp_library::LogLevel level, std::string_view line) {
  static RateLimit limit(1.0 / 60, 3);
  if (level != snmp_library::LogLevel::error || !limit.pass(std::chrono::steady_clock::now())) return;
  std::fprintf(stderr, "%s: Net-SNMP: %.*s\n", kName, static_cast<int>(line.size()), line.data());
}

/// Dies with the gateway, which an end of file on the socketpair tells, too; Ctrl-C is the gateway's; and no
/// program that this one might be made to run gets more rights.
void settle_in() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

int run_program(std::span<char* const> arguments) {
  const bool is_understood = arguments.size() == 3 && std::string_view(arguments[1]) == "--state-dir";
  if (!is_understood || !is_packet_socket(kGatewayFd)) {
    std::fprintf(stderr, "%s is started by bms-gateway when a bus of kind snmp is configured\n", kName);
    return EX_USAGE;
  }
  settle_in();
  snmp_library::start_library(kName, arguments[2], log_line);
  std::string fault;
  {
    Worker worker(kGatewayFd);
    fault = worker.run();
  }
  snmp_library::stop_library(kName);
  if (fault.empty()) return 0;
  std::fprintf(stderr, "%s: %s\n", kName, fault.c_str());
  return 1;
}

}  // namespace bmsgw::snmp_worker
