#include "mosquitto.hpp"

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bmsgw::test {
namespace {

constexpr auto kReadyWithin = std::chrono::seconds(10);
constexpr int kPollMs = 10;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool accepts(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(port);
  const bool is_open = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return is_open;
}

/// Between fork and exec of a program with threads only system calls are safe.
pid_t spawn(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error("fork");
  if (pid > 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == parent) execv(argv[0], argv.data());
  _exit(127);
}

}  // namespace

std::uint16_t free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  const bool is_bound = bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(fd);
  if (!is_bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

Mosquitto::Mosquitto(MosquittoOptions options) : options_(std::move(options)), port_(free_port()) {
  if (!options_.users.empty()) write_passwords();
  write_config();
  start();
}

Mosquitto::~Mosquitto() {
  kill();
}

void Mosquitto::write_passwords() const {
  for (const auto& [name, password] : options_.users) {
    std::ofstream(dir_ / "passwords", std::ios::app).flush();
    const pid_t pid = spawn({"/usr/bin/mosquitto_passwd", "-b", dir_ / "passwords", name, password});
    int status = 0;
    if (waitpid(pid, &status, 0) != pid || status != 0) throw std::runtime_error("mosquitto_passwd failed");
  }
}

void Mosquitto::write_config() const {
  std::ofstream config(dir_ / "mosquitto.conf");
  config << "user root\npersistence false\nlog_type all\nlog_dest file " << dir_ / "log"
         << "\nlistener " << port_ << " 127.0.0.1\n";
  if (options_.users.empty()) {
    config << "allow_anonymous true\n";
  } else {
    config << "allow_anonymous false\npassword_file " << dir_ / "passwords" << '\n';
  }
  if (const auto& tls = options_.tls) {
    config << "certfile " << tls->certificate << "\nkeyfile " << tls->key << '\n';
    if (!tls->ca.empty()) config << "cafile " << tls->ca << '\n';
    if (tls->require_certificate) config << "require_certificate true\n";
  }
  for (const auto& line : options_.more) config << line << '\n';
}

void Mosquitto::start() {
  if (pid_ != 0) throw std::logic_error("mosquitto runs already");
  pid_ = spawn({"/usr/sbin/mosquitto", "-c", dir_ / "mosquitto.conf"});
  await_port();
}

void Mosquitto::await_port() {
  const auto deadline = std::chrono::steady_clock::now() + kReadyWithin;
  while (!accepts(port_)) {
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = 0;
      throw std::runtime_error("mosquitto ended:\n" + log());
    }
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("mosquitto is not ready:\n" + log());
    poll(nullptr, 0, kPollMs);
  }
}

void Mosquitto::end(int signal) {
  if (pid_ == 0) return;
  ::kill(pid_, signal);
  if (signal != SIGKILL) resume();
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void Mosquitto::pause() {
  ::kill(pid_, SIGSTOP);
  waitpid(pid_, nullptr, WUNTRACED);  // it has stopped
}

void Mosquitto::resume() {
  ::kill(pid_, SIGCONT);
}

std::string Mosquitto::log() const {
  std::ostringstream text;
  text << std::ifstream(dir_ / "log").rdbuf();
  return text.str();
}

}  // namespace bmsgw::test
