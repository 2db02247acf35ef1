#include "simulator/can_port.hpp"

#include <algorithm>
#include <cerrno>

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bmsgw::simulator {
namespace {

std::error_code last_error() {
  return {errno, std::generic_category()};
}

/// The interface's number, if it is up.
int find_interface(int socket, const std::string& interface, std::error_code& error) {
  ifreq request{};
  interface.copy(std::begin(request.ifr_name), IFNAMSIZ - 1);
  if (::ioctl(socket, SIOCGIFFLAGS, &request) != 0) return error = last_error(), 0;
  const bool is_up = (static_cast<unsigned>(request.ifr_flags) & unsigned{IFF_UP}) != 0;
  if (!is_up) return error = std::make_error_code(std::errc::network_down), 0;
  if (::ioctl(socket, SIOCGIFINDEX, &request) != 0) return error = last_error(), 0;
  return request.ifr_ifindex;
}

void bind_to(int socket, int index, std::error_code& error) {
  sockaddr_can address{};
  address.can_family = AF_CAN;
  address.can_ifindex = index;
  if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) error = last_error();
}

std::error_code result_of(ssize_t transferred) {
  if (transferred >= 0) return {};
  return errno == EINTR ? std::make_error_code(std::errc::operation_would_block) : last_error();
}

}  // namespace

void CanPort::open(const std::string& interface, std::error_code& error) {
  close();
  error.clear();
  descriptor_ = ::socket(PF_CAN, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, CAN_RAW);
  if (descriptor_ < 0) {
    error = last_error();
    return;
  }
  const int index = find_interface(descriptor_, interface, error);
  if (!error) bind_to(descriptor_, index, error);
  if (error) close();
}

void CanPort::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void CanPort::read(core::CanFrame& frame, std::error_code& error) const {
  canfd_frame raw{};
  error = result_of(::read(descriptor_, &raw, CAN_MTU));
  if (!error) frame = transport::from_kernel(raw, false);
}

void CanPort::write(const transport::KernelFrame& frame, std::error_code& error) const {
  error = result_of(::write(descriptor_, &frame.raw, frame.size));
}

}  // namespace bmsgw::simulator
