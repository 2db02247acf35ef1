#include "pty_tap.hpp"

#include <array>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

namespace bmsgw::test {
namespace {

int need(int result, const std::string& what) {
  if (result < 0) throw std::runtime_error("pty tap: " + what);
  return result;
}

int open_raw(const std::string& path) {
  const int fd = need(open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC), "can't open " + path);
  termios settings{};
  need(tcgetattr(fd, &settings), "tcgetattr");
  cfmakeraw(&settings);
  need(tcsetattr(fd, TCSANOW, &settings), "tcsetattr");
  return fd;
}

bool write_all(int fd, const char* bytes, std::size_t size) {
  while (size > 0) {
    const auto done = write(fd, bytes, size);
    if (done < 0) return false;
    bytes += done;
    size -= static_cast<std::size_t>(done);
  }
  return true;
}

}  // namespace

PtyTap::PtyTap(const std::string& other) {
  master_ = need(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt");
  need(grantpt(master_), "grantpt");
  need(unlockpt(master_), "unlockpt");
  std::array<char, 100> name{};
  need(-ptsname_r(master_, name.data(), name.size()), "ptsname");
  device_ = name.data();
  slave_ = open_raw(device_);
  other_ = open_raw(other);
  stop_ = need(eventfd(0, EFD_CLOEXEC), "eventfd");
  thread_ = std::thread([this] { run(); });
}

PtyTap::~PtyTap() {
  eventfd_write(stop_, 1);
  thread_.join();
  for (const int fd : {master_, slave_, other_, stop_}) close(fd);
}

void PtyTap::run() {
  std::array<pollfd, 3> fds{pollfd{master_, POLLIN, 0}, pollfd{other_, POLLIN, 0}, pollfd{stop_, POLLIN, 0}};
  while (poll(fds.data(), fds.size(), -1) > 0 && fds[2].revents == 0) {
    if (fds[0].revents != 0 && !carry(master_, other_, true)) return;
    if (fds[1].revents != 0 && !carry(other_, master_, false)) return;
  }
}

bool PtyTap::carry(int from, int to, bool keep) {
  std::array<char, 4096> bytes{};
  const auto size = read(from, bytes.data(), bytes.size());
  if (size <= 0) return false;
  if (keep) {
    const std::scoped_lock lock(mutex_);
    kept_.append(bytes.data(), static_cast<std::size_t>(size));
  }
  return write_all(to, bytes.data(), static_cast<std::size_t>(size));
}

std::vector<std::string> PtyTap::lines() const {
  return lines("");
}

std::vector<std::string> PtyTap::lines(const std::string& beginning) const {
  const std::scoped_lock lock(mutex_);
  std::istringstream text(kept_);
  std::vector<std::string> found;
  for (std::string line; std::getline(text, line);) {
    while (line.ends_with('\r')) line.pop_back();
    if (!line.empty() && line.starts_with(beginning)) found.push_back(line);
  }
  return found;
}

}  // namespace bmsgw::test
