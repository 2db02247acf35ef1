#include "can_socket.hpp"

#include <cerrno>

#include <linux/can/error.h>
#include <linux/can/raw.h>
#include <sys/socket.h>

namespace bmsgw::transport {
namespace {

template <typename T>
bool set_option(int fd, int level, int name, const T& value) {
  return setsockopt(fd, level, name, &value, sizeof(value)) == 0;
}

/// Before binding, so that nothing unwanted is ever queued.
bool set_filters(int fd, std::span<const can_filter> filters) {
  return setsockopt(fd, SOL_CAN_RAW, CAN_RAW_FILTER, filters.data(),
                    static_cast<socklen_t>(filters.size_bytes())) == 0 &&
         set_option(fd, SOL_CAN_RAW, CAN_RAW_ERR_FILTER, can_err_mask_t{CAN_ERR_MASK});
}

/// Each of them may be refused: then there is less to know, and frames come all the same.
void ask_for_extras(int fd) {
  set_option(fd, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, 1);
  set_option(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
  set_option(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
  // The kernel doubles what it is told. Beyond net.core.rmem_max only with CAP_NET_ADMIN.
  if (!set_option(fd, SOL_SOCKET, SO_RCVBUFFORCE, kWantedReceiveBuffer / 2)) {
    set_option(fd, SOL_SOCKET, SO_RCVBUF, kWantedReceiveBuffer / 2);
  }
}

bool bind_to(int fd, int interface_index) {
  sockaddr_can address{};
  address.can_family = AF_CAN;
  address.can_ifindex = interface_index;
  return bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
}

}  // namespace

FileDescriptor open_can_socket(int interface_index, std::span<const can_filter> filters,
                               std::error_code& error) {
  FileDescriptor can(socket(PF_CAN, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, CAN_RAW));
  error.clear();
  if (can.get() >= 0 && set_filters(can.get(), filters)) {
    ask_for_extras(can.get());
    if (bind_to(can.get(), interface_index)) return can;
  }
  error = {errno, std::generic_category()};
  return FileDescriptor();
}

int receive_buffer_of(int fd) {
  int bytes = 0;
  socklen_t size = sizeof(bytes);
  return getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, &size) == 0 ? bytes : 0;
}

}  // namespace bmsgw::transport
