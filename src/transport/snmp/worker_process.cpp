#include "worker_process.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>
#include <vector>

#include <fmt/core.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bmsgw::transport {
namespace {

constexpr int kWorkersSocket = 3;

/// What the worker does with its descriptors before it becomes the program: the socket is 3, and the last.
class FileActions {
 public:
  explicit FileActions(int socket) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, socket, kWorkersSocket);
    posix_spawn_file_actions_addclosefrom_np(&actions_, kWorkersSocket + 1);
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// Signals as for a program that was just started, in a process group of its own.
class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

/// Of ours only what says how it is to run. Passwords may stand in the others.
std::vector<char*> environment_for_worker() {
  constexpr const char* kPassedOn[] = {
      "PATH=",          "TZ=",           "LANG=",        "LC_ALL=", "ASAN_OPTIONS=",
      "UBSAN_OPTIONS=", "LSAN_OPTIONS=", "TSAN_OPTIONS="};
  std::vector<char*> kept;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    for (const char* const name : kPassedOn) {
      if (std::strncmp(*entry, name, std::strlen(name)) == 0) kept.push_back(*entry);
    }
  }
  kept.push_back(nullptr);
  return kept;
}

std::string text_of_status(int status) {
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    const char* const name = sigabbrev_np(number);
    return name == nullptr ? fmt::format("killed by signal {}", number)
                           : fmt::format("killed by SIG{}", name);
  }
  return fmt::format("exit status {}", WEXITSTATUS(status));
}

std::error_code error_of(int number) {
  return {number, std::generic_category()};
}

}  // namespace

std::error_code WorkerProcess::start(const std::string& program, const std::string& state_dir,
                                     FileDescriptor& socket) {
  stop(core::milliseconds(0));
  int pair[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return error_of(errno);
  FileDescriptor ours(pair[0]);
  const FileDescriptor theirs(pair[1]);
  std::string arguments[] = {"bms-snmp-worker", "--state-dir", state_dir};
  char* const argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(), nullptr};
  const FileActions actions(theirs.get());
  const Attributes attributes;
  auto environment = environment_for_worker();
  const int failure =
      posix_spawn(&pid_, program.c_str(), actions.get(), attributes.get(), argv, environment.data());
  if (failure != 0) {
    pid_ = 0;
    return error_of(failure);
  }
  socket = std::move(ours);
  return {};
}

std::optional<std::string> WorkerProcess::ended() {
  if (pid_ == 0) return std::nullopt;
  int status = 0;
  const pid_t result = waitpid(pid_, &status, WNOHANG);
  if (result == 0 || (result < 0 && errno == EINTR)) return std::nullopt;
  pid_ = 0;
  // Somebody else in this process has waited for all children, or none may be waited for.
  return result < 0 ? "nobody knows how" : text_of_status(status);
}

void WorkerProcess::kill() const {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

bool WorkerProcess::ends_within(core::milliseconds patience) {
  using std::chrono::steady_clock;
  const auto until = steady_clock::now() + patience;
  while (pid_ != 0 && !ended()) {
    if (steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(core::milliseconds(2));
  }
  return true;
}

void WorkerProcess::stop(core::milliseconds patience) {
  if (ends_within(patience)) return;
  kill();
  constexpr core::milliseconds kUntilDead{1000};  // longer only when it hangs in the kernel
  static_cast<void>(ends_within(kUntilDead));
  pid_ = 0;
}

}  // namespace bmsgw::transport
