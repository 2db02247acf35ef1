#include "simulator/pty_port.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

namespace bmsgw::simulator {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::system_category(), what);
}

std::string name_of_slave(int master) {
  std::array<char, 128> name{};
  if (::ptsname_r(master, name.data(), name.size()) != 0) fail("pty name");
  return name.data();
}

void make_raw(int master) {
  termios settings{};
  if (::tcgetattr(master, &settings) != 0) fail("pty settings");
  ::cfmakeraw(&settings);
  if (::tcsetattr(master, TCSANOW, &settings) != 0) fail("pty settings");
}

/// Until the other end has been open once the kernel doesn't tell that it is closed.
void open_and_close(const std::string& slave) {
  const int descriptor = ::open(slave.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0) fail(slave);
  ::close(descriptor);
}

std::size_t counted(ssize_t result, std::error_code& error) {
  error.clear();
  if (result > 0) return static_cast<std::size_t>(result);
  if (result == 0) {
    error = std::make_error_code(std::errc::io_error);
  } else {
    error.assign(errno == EINTR ? EAGAIN : errno, std::generic_category());
  }
  return 0;
}

}  // namespace

PtyPort::PtyPort(std::filesystem::path link) : link_(std::move(link)) {
  try {
    open_master();
    make_link();
  } catch (...) {
    if (master_ >= 0) ::close(master_);
    throw;
  }
}

void PtyPort::open_master() {
  master_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (master_ < 0 || ::grantpt(master_) != 0 || ::unlockpt(master_) != 0) fail("pty");
  slave_ = name_of_slave(master_);
  make_raw(master_);
  open_and_close(slave_);
}

/// A link of an earlier run is replaced in one step; anything else at that place is left alone.
void PtyPort::make_link() const {
  namespace fs = std::filesystem;
  const auto status = fs::symlink_status(link_);
  if (fs::exists(status) && !fs::is_symlink(status)) {
    throw std::runtime_error(link_.string() + " exists and is no symbolic link: it is left as it is");
  }
  auto beside = link_;
  beside += "." + std::to_string(::getpid()) + ".new";
  fs::create_symlink(slave_, beside);
  fs::rename(beside, link_);
}

PtyPort::~PtyPort() {
  std::error_code ignored;
  if (std::filesystem::read_symlink(link_, ignored) == slave_) std::filesystem::remove(link_, ignored);
  ::close(master_);
}

bool PtyPort::peer_open() const {
  pollfd entry{master_, 0, 0};
  return ::poll(&entry, 1, 0) == 0 || (entry.revents & (POLLHUP | POLLERR)) == 0;
}

std::size_t PtyPort::read(std::span<char> into, std::error_code& error) const {
  return counted(::read(master_, into.data(), into.size()), error);
}

std::size_t PtyPort::write(std::string_view bytes, std::error_code& error) const {
  return counted(::write(master_, bytes.data(), bytes.size()), error);
}

}  // namespace bmsgw::simulator
