#include "link_watch.hpp"

#include <cerrno>

#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {

bool LinkWatch::start() {
  FileDescriptor netlink(socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = RTMGRP_LINK;
  if (netlink.get() < 0 || bind(netlink.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    return false;
  }
  descriptor_.assign(netlink.release());
  descriptor_.non_blocking(true);
  wait();
  return true;
}

void LinkWatch::stop() {
  on_change_ = nullptr;
  boost::system::error_code ignored;
  descriptor_.close(ignored);
}

/// The only place that arms reading.
void LinkWatch::wait() {
  descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                         [self = shared_from_this()](boost::system::error_code error) {
                           if (!error) self->on_readable();
                         });
}

/// Which interface, and what of it, the listener looks up: what a message says may be outdated already.
void LinkWatch::on_readable() {
  if (const auto call = on_change_; drain() && call) call();  // a copy: the listener may stop us
  if (descriptor_.is_open()) wait();
}

/// True: there were messages, or some were lost.
bool LinkWatch::drain() {
  constexpr int kMost = 64;  // per turn; the rest makes the descriptor readable again
  bool any = false;
  for (int i = 0; i < kMost && descriptor_.is_open(); ++i) {
    const auto size = recv(descriptor_.native_handle(), input_.data(), input_.size(), 0);
    if (size < 0 && errno != ENOBUFS) break;
    any = true;
  }
  return any;
}

}  // namespace bmsgw::transport
