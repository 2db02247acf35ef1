#include "control_client.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace bmsgw::app {
namespace {

/// Closes its descriptor.
class Socket {
 public:
  Socket() : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool connect_to(const std::string& path, int patience_s) const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof(address.sun_path)) {
      errno = ENAMETOOLONG;
      return false;
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const timeval patience{patience_s, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    return connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }

  [[nodiscard]] bool send_all(std::string_view text) const {
    while (!text.empty()) {
      const auto sent = send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  bool receive_line(std::string& line) const {
    std::array<char, 16'384> part{};
    while (line.empty() || line.back() != '\n') {
      const auto size = recv(fd_, part.data(), part.size(), 0);
      if (size <= 0) return false;
      line.append(part.data(), static_cast<std::size_t>(size));
    }
    line.pop_back();
    return true;
  }

 private:
  int fd_;
};

std::string why(const std::string& path) {
  if (errno == ENOENT || errno == ECONNREFUSED) {
    return "no bms-gateway answers at " + path + ": is it running? (another place: --control-socket)";
  }
  if (errno == EACCES) return path + ": permission denied; ask as its user, or with sudo";
  if (errno == EAGAIN) return path + ": no answer in time";
  if (errno == 0)
    return path + ": the gateway has gone away without an answer; whether it was done isn't known";
  return path + ": " + std::strerror(errno);
}

}  // namespace

ControlAnswer ControlClient::ask(const std::string& request, int patience_s) const {
  const Socket socket;
  ControlAnswer answer;
  errno = 0;
  if (!socket.connect_to(path_, patience_s) || !socket.send_all(request + "\n") ||
      !socket.receive_line(answer.text)) {
    answer.error = why(path_);
  }
  return answer;
}

}  // namespace bmsgw::app
