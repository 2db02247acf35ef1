#include "bmsgw/simulator/control_input.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bmsgw::simulator {
namespace {

constexpr std::size_t kLongestLine = 4096;

/// One that a killed agent has left.
bool is_pipe(const std::string& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 && S_ISFIFO(found.st_mode);
}

}  // namespace

ControlInput::ControlInput(const std::string& path) {
  if (path.empty()) return;
  if (path == "-") {
    fd_ = STDIN_FILENO;
    return;
  }
  const int error = ::mkfifo(path.c_str(), 0600) == 0 || is_pipe(path) ? 0 : errno;
  if (error != 0) throw std::system_error(error, std::generic_category(), "--control " + path);
  made_ = path;
  // Open for writing, too: so it has no end while nobody else writes.
  fd_ = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "--control " + path);
}

ControlInput::~ControlInput() {
  if (made_.empty()) return;
  if (fd_ >= 0) ::close(fd_);
  ::unlink(made_.c_str());
}

std::vector<std::string> ControlInput::read_lines() {
  std::array<char, 4096> bytes;
  const auto size = ::read(fd_, bytes.data(), bytes.size());
  if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) fd_ = -1;
  if (size > 0) pending_.append(bytes.data(), static_cast<std::size_t>(size));
  std::vector<std::string> lines;
  for (auto end = pending_.find('\n'); end != std::string::npos; end = pending_.find('\n')) {
    lines.push_back(pending_.substr(0, end));
    pending_.erase(0, end + 1);
  }
  if (pending_.size() > kLongestLine) pending_.clear();
  return lines;
}

}  // namespace bmsgw::simulator
