// The only file that includes libsocketcan. It says on stderr too what the kernel answered.
#include "can_manage.hpp"

#include <cerrno>

#include <libsocketcan.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "bmsgw/core/log.hpp"

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {
namespace {

std::error_code last_error() {
  return {errno != 0 ? errno : EIO, std::generic_category()};
}

/// The capability is asked for by an operation that changes nothing: after a refusal libsocketcan leaves no
/// errno that can be relied on.
bool may_not(const std::string& interface) {
  const FileDescriptor any(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  interface.copy(request.ifr_name, sizeof(request.ifr_name) - 1);
  if (ioctl(any.get(), SIOCGIFFLAGS, &request) != 0) return false;
  return ioctl(any.get(), SIOCSIFFLAGS, &request) != 0 && errno == EPERM;
}

}  // namespace

std::error_code set_up_controller(const std::string& interface, std::uint32_t bit_rate) {
  if (may_not(interface)) return std::make_error_code(std::errc::operation_not_permitted);
  const char* name = interface.c_str();
  errno = 0;
  if (can_do_stop(name) != 0 || can_set_bitrate(name, bit_rate) != 0) return last_error();
  if (can_set_restart_ms(name, kRestartMs) != 0) {
    core::log_info("{}: its driver does not restart by itself after a bus-off", interface);
  }
  errno = 0;
  return can_do_start(name) == 0 ? std::error_code() : last_error();
}

std::error_code bring_up(const std::string& interface) {
  if (may_not(interface)) return std::make_error_code(std::errc::operation_not_permitted);
  errno = 0;
  return can_do_start(interface.c_str()) == 0 ? std::error_code() : last_error();
}

}  // namespace bmsgw::transport
