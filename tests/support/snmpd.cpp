#include "snmpd.hpp"

#include <array>
#include <chrono>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bmsgw::test {
namespace {

constexpr auto kReadyWithin = std::chrono::seconds(20);
constexpr int kAskAgainMs = 50;

/// sysUpTime.0 by v1 and the community "public".
constexpr std::array<unsigned char, 40> kQuestion{0x30, 0x26, 0x02, 0x01, 0x00, 0x04, 0x06, 'p',  'u',  'b',
                                                  'l',  'i',  'c',  0xA0, 0x19, 0x02, 0x01, 0x01, 0x02, 0x01,
                                                  0x00, 0x02, 0x01, 0x00, 0x30, 0x0E, 0x30, 0x0C, 0x06, 0x08,
                                                  0x2B, 0x06, 0x01, 0x02, 0x01, 0x01, 0x03, 0x00, 0x05, 0x00};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool answers(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(port);
  pollfd entry{fd, POLLIN, 0};
  std::array<char, 512> answer;
  const bool is_there = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                        send(fd, kQuestion.data(), kQuestion.size(), 0) > 0 &&
                        poll(&entry, 1, kAskAgainMs) == 1 && recv(fd, answer.data(), answer.size(), 0) > 0;
  close(fd);
  return is_there;
}

std::map<std::string, std::string> environment(const std::string& dir) {
  return {{"SNMP_PERSISTENT_DIR", dir}, {"SNMPCONFPATH", dir}, {"MIBS", ""}, {"MIBDIRS", dir}};
}

void write_config(const SnmpdOptions& options, std::uint16_t port, const std::string& path) {
  std::ofstream config(path);
  config << "agentaddress udp:127.0.0.1:" << port
         << "\nrocommunity public\nrwcommunity private\nexactEngineID 0x" << options.engine_id << '\n';
  for (const auto& user : options.users) {
    config << "createUser " << user.name;
    if (!user.auth.empty()) config << ' ' << user.auth << " \"" << user.auth_password << '"';
    if (!user.priv.empty()) config << ' ' << user.priv << " \"" << user.priv_password << '"';
    const auto* const level = user.priv.empty() ? (user.auth.empty() ? "noauth" : "auth") : "authpriv";
    config << "\nrwuser " << user.name << ' ' << level << '\n';
  }
  for (const auto& line : options.more) config << line << '\n';
}

}  // namespace

std::uint16_t free_udp_port() {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  const bool is_bound = bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(fd);
  if (!is_bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

Snmpd::Snmpd(SnmpdOptions options) : port_(free_udp_port()) {
  start(std::move(options));
}

void Snmpd::start(SnmpdOptions options) {
  process_.reset();
  dir_ = std::make_unique<TempDir>();
  write_config(options, port_, *dir_ / "test.conf");
  process_ = std::make_unique<ChildProcess>(
      "/usr/sbin/snmpd", std::vector<std::string>{"-f", "-Le", "-C", "-c", *dir_ / "test.conf"},
      environment(dir_->path().string()));
  const auto deadline = std::chrono::steady_clock::now() + kReadyWithin;
  while (!answers(port_)) {
    if (process_->wait(std::chrono::milliseconds(0))) throw std::runtime_error("snmpd ended:\n" + log());
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("snmpd is not ready:\n" + log());
    poll(nullptr, 0, kAskAgainMs);
  }
}

void run_snmp_tool(const std::string& tool, const std::vector<std::string>& arguments) {
  const TempDir dir;
  const auto began = std::chrono::steady_clock::now();
  ChildProcess process("/usr/bin/" + tool, arguments, environment(dir.path().string()));
  const auto status = process.wait();
  if (status == 0) return;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::ostringstream why;
  why << tool << (status ? " said no (exit status " + std::to_string(*status) + ")" : " has not ended")
      << " after " << took.count() << " s:";
  for (const auto& argument : arguments) why << ' ' << (argument.empty() ? "''" : argument);
  why << '\n' << process.out() << process.err();
  throw std::runtime_error(why.str());
}

}  // namespace bmsgw::test
