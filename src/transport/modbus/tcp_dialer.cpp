#include "tcp_dialer.hpp"

#include <cerrno>
#include <chrono>

#include <fmt/core.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "low_descriptor.hpp"

namespace bmsgw::transport {
namespace {

using std::chrono::steady_clock;

void set_option(int fd, int level, int name, int value) {
  setsockopt(fd, level, name, &value, sizeof(value));
}

/// Half-open connections end after 25 s: idle ones by 10 s and three probes, those with data under way by the
/// last. Each option may be refused, the connection is of use all the same.
void watch_over(int fd) {
  set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, 10);
  set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
  set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 25'000);
}

std::error_code last_error() {
  return {errno, std::generic_category()};
}

std::error_code pending_error(int fd) {
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return last_error();
  return {error, std::generic_category()};
}

}  // namespace

std::string TcpDialer::told(const std::string& what) const {
  return fmt::format("{} port {}: {}", host_, port_, what);
}

LineFault TcpDialer::connect(FileDescriptor& into) {
  const auto found = lookup_.look_up(host_, port_, waiter_, steady_clock::now() + kLongestSearch);
  if (!found) return {std::make_error_code(std::errc::timed_out), told("the name server does not answer")};
  if (found->addresses.empty())
    return {std::make_error_code(std::errc::host_unreachable), told(found->failure)};
  const auto error = connect_any(found->addresses, into);
  if (error == std::errc::too_many_files_open)
    return {error, told("all descriptors below 1024 are in use, libmodbus can't serve others")};
  return error ? LineFault{error, told(error.message())} : LineFault();
}

/// The time is shared evenly among the addresses that are left.
std::error_code TcpDialer::connect_any(const std::vector<SocketAddress>& addresses, FileDescriptor& into) {
  const auto most = steady_clock::now() + kLongestConnect;
  std::error_code error;
  for (std::size_t i = 0; i < addresses.size() && !waiter_.stopped(); ++i) {
    const auto now = steady_clock::now();
    const auto share = (most - now) / static_cast<int>(addresses.size() - i);
    error = connect_one(addresses[i], now + share, into);
    if (!error) break;
  }
  return waiter_.stopped() ? std::make_error_code(std::errc::operation_canceled) : error;
}

std::error_code TcpDialer::connect_one(const SocketAddress& address, core::MonoTime until,
                                       FileDescriptor& into) {
  const int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
  FileDescriptor made(socket(address.storage.ss_family, type, 0));
  if (made.get() < 0) return last_error();
  into = make_low(std::move(made));
  if (into.get() < 0) return std::make_error_code(std::errc::too_many_files_open);
  watch_over(into.get());
  const auto* name = reinterpret_cast<const sockaddr*>(&address.storage);
  if (::connect(into.get(), name, address.size) == 0) return {};
  if (errno != EINPROGRESS && errno != EINTR) return last_error();
  const auto woken = waiter_.wait(into.get(), POLLOUT, until);
  if (woken == Waiter::Woken::late) return std::make_error_code(std::errc::timed_out);
  return pending_error(into.get());
}

}  // namespace bmsgw::transport
