#include "snmp_worker_client.hpp"

#include <algorithm>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child_process.hpp"

namespace bmsgw::test {
namespace {

constexpr int kWorkerFd = 3;

[[noreturn]] void become_worker(int fd, const char* program, const char* state_dir, const char* log) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
  if (fd == kWorkerFd) {
    fcntl(fd, F_SETFD, 0);
  } else {
    dup2(fd, kWorkerFd);
  }
  execl(program, program, "--state-dir", state_dir, nullptr);
  _exit(127);
}

core::SnmpRequest request_of(core::SnmpRequest::Kind kind, const std::vector<std::string>& oids) {
  core::SnmpRequest request;
  request.kind = kind;
  for (const auto& oid : oids) {
    if (!request.oids.empty()) request.oids += '\n';
    request.oids += oid;
  }
  return request;
}

}  // namespace

SnmpWorkerClient::SnmpWorkerClient() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    throw std::runtime_error("socketpair");
  const std::string program = BMSGW_BINARY_DIR "/bms-snmp-worker";
  const std::string state_dir = dir_.path().string();
  const std::string log = logs_ / "err";
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("fork");
  if (pid_ == 0) become_worker(ends[1], program.c_str(), state_dir.c_str(), log.c_str());
  close(ends[1]);
  fd_ = ends[0];
}

SnmpWorkerClient::~SnmpWorkerClient() {
  hang_up();
  if (!wait(std::chrono::seconds(10))) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
}

void SnmpWorkerClient::send(const codec::snmp::ToWorker& message) {
  std::string packet;
  codec::snmp::encode_message(message, packet);
  send_bytes(packet);
}

void SnmpWorkerClient::send_bytes(const std::string& bytes) const {
  if (::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0)
    throw std::runtime_error("the worker is gone:\n" + err());
}

bool SnmpWorkerClient::receive(std::chrono::steady_clock::time_point deadline) {
  const auto left = deadline - std::chrono::steady_clock::now();
  const auto wait_ms = std::max<std::int64_t>(0, std::chrono::ceil<milliseconds>(left).count());
  pollfd entry{fd_, POLLIN, 0};
  if (poll(&entry, 1, static_cast<int>(wait_ms)) <= 0) return false;
  auto& packet = packets_.emplace_back(codec::snmp::kMostMessage, '\0');
  const auto size = recv(fd_, packet.data(), packet.size(), 0);
  if (size <= 0) throw std::runtime_error("the worker is gone:\n" + err());
  packet.resize(static_cast<std::size_t>(size));
  codec::snmp::FromWorker message;
  if (!codec::snmp::decode_from_worker(packet, message))
    throw std::runtime_error("the worker talks nonsense");
  unread_.push_back(std::move(message));
  return true;
}

std::uint64_t SnmpWorkerClient::ask(std::uint32_t agent, core::SnmpRequest request) {
  send(codec::snmp::AskAgent{agent, ++last_id_, std::move(request)});
  return last_id_;
}

codec::snmp::AgentAnswer SnmpWorkerClient::answer_to(std::uint64_t id, milliseconds within) {
  auto answer = next<codec::snmp::AgentAnswer>(
      [id](const codec::snmp::AgentAnswer& candidate) { return candidate.id == id; }, within);
  if (!answer) throw std::runtime_error("no answer:\n" + err());
  return *answer;
}

codec::snmp::AgentAnswer SnmpWorkerClient::ask_and_wait(std::uint32_t agent, core::SnmpRequest request) {
  return answer_to(ask(agent, std::move(request)));
}

void SnmpWorkerClient::hang_up() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

std::optional<int> SnmpWorkerClient::wait(milliseconds within) {
  if (status_) return status_;
  const int pid_fd = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  pollfd ended{pid_fd, POLLIN, 0};
  const bool has_ended = poll(&ended, 1, static_cast<int>(within.count())) > 0;
  close(pid_fd);
  if (!has_ended) return std::nullopt;
  int status = 0;
  waitpid(pid_, &status, 0);
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return status_;
}

std::string SnmpWorkerClient::err() const {
  return read_text(logs_ / "err");
}

core::SnmpRequest snmp_get(const std::vector<std::string>& oids) {
  return request_of(core::SnmpRequest::Kind::get, oids);
}

core::SnmpRequest snmp_next(const std::vector<std::string>& oids) {
  return request_of(core::SnmpRequest::Kind::get_next, oids);
}

core::SnmpRequest snmp_bulk(const std::vector<std::string>& oids, std::uint32_t repetitions) {
  auto request = request_of(core::SnmpRequest::Kind::get_bulk, oids);
  request.repetitions = repetitions;
  return request;
}

core::SnmpRequest snmp_set(std::vector<core::SnmpSet> sets) {
  core::SnmpRequest request;
  request.kind = core::SnmpRequest::Kind::set;
  request.sets = std::move(sets);
  return request;
}

}  // namespace bmsgw::test
