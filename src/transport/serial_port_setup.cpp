#include "serial_port_setup.hpp"

// asm/termbits.h has struct termios2 and BOTHER (any speed); it can't stand beside <termios.h>.
#include <cerrno>
#include <filesystem>
#include <utility>

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bmsgw/core/log.hpp"

namespace bmsgw::transport {
namespace {

bool set_line(int fd, std::uint32_t speed) {
  termios2 line{};
  if (ioctl(fd, TCGETS2, &line) != 0) return false;
  line.c_iflag = 0;
  line.c_oflag = 0;
  line.c_lflag = 0;
  line.c_cflag = CS8 | CREAD | CLOCAL | BOTHER;
  line.c_ispeed = speed;
  line.c_ospeed = speed;
  line.c_cc[VMIN] = 1;
  line.c_cc[VTIME] = 0;
  return ioctl(fd, TCSETS2, &line) == 0;
}

}  // namespace

void set_rs485(int fd, const std::string& device) {
  serial_rs485 mode{};
  mode.flags = SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND;
  if (ioctl(fd, TIOCSRS485, &mode) == 0) return;
  core::log_warning(
      "{}: its driver does not switch the RS485 direction ({}); going on, as the adapter may do it itself",
      device, std::generic_category().message(errno));
}

bool lock_port(int fd) {
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno == EWOULDBLOCK) errno = EBUSY;
  return false;
}

std::string find_serial_device(const std::string& device, const std::string& by_id_folder) {
  if (!device.empty()) return device;
  std::string only;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(by_id_folder, none)) {
    if (!only.empty()) return {};
    only = entry.path().string();
  }
  return only;
}

int open_serial_port(const SerialOptions& options, std::error_code& error) {
  const auto device = find_serial_device(options.device, options.by_id_folder);
  const int fd = device.empty() ? (errno = ENOENT, -1)
                                : open(device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd >= 0 && lock_port(fd) && ioctl(fd, TIOCEXCL) == 0 && set_line(fd, options.speed)) {
    if (options.rs485) set_rs485(fd, device);
    ioctl(fd, TCFLSH, TCIOFLUSH);  // what came before we listened is not ours
    error.clear();
    return fd;
  }
  error = std::error_code(errno, std::generic_category());
  if (fd >= 0) close(fd);
  return -1;
}

}  // namespace bmsgw::transport
