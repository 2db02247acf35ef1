#include "bmsgw/snmp_library/session.hpp"

#include <cerrno>
#include <utility>

#include <net-snmp/library/large_fd_set.h>
#include <sys/socket.h>

namespace bmsgw::snmp_library {
namespace {

/// Beyond FD_SETSIZE, too, where fd_set would be written out of its bounds.
class FdSet {
 public:
  explicit FdSet(int fd) {
    netsnmp_large_fd_set_init(&set_, fd + 1);
    NETSNMP_LARGE_FD_ZERO(&set_);
  }
  ~FdSet() { netsnmp_large_fd_set_cleanup(&set_); }
  FdSet(const FdSet&) = delete;
  FdSet& operator=(const FdSet&) = delete;

  void add(int fd) { NETSNMP_LARGE_FD_SET(fd, &set_); }
  [[nodiscard]] netsnmp_large_fd_set* get() { return &set_; }

 private:
  netsnmp_large_fd_set set_{};
};

bool connect_to_remote(const netsnmp_transport& transport) {
  if (transport.remote == nullptr || transport.sock < 0) return false;
  const auto* address = static_cast<const sockaddr*>(transport.remote);
  return connect(transport.sock, address, static_cast<socklen_t>(transport.remote_length)) == 0;
}

}  // namespace

Session::Session(Session&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Session& Session::operator=(Session&& other) noexcept {
  if (this != &other) {
    close();
    handle_ = std::exchange(other.handle_, nullptr);
  }
  return *this;
}

void Session::close() {
  if (handle_ != nullptr) snmp_sess_close(std::exchange(handle_, nullptr));
}

netsnmp_session* Session::get() const {
  return snmp_sess_session(handle_);
}

int Session::fd() const {
  const auto* transport = handle_ == nullptr ? nullptr : snmp_sess_transport(handle_);
  return transport == nullptr ? -1 : transport->sock;
}

bool Session::read() {
  FdSet set(fd());
  set.add(fd());
  return snmp_sess_read2(handle_, set.get()) == 0;
}

void Session::on_time() {
  snmp_sess_timeout(handle_);
}

std::optional<std::chrono::microseconds> Session::due() const {
  FdSet set(fd());
  int fds = 0;
  int block = 1;
  timeval wait{};
  snmp_sess_select_info2_flags(handle_, &fds, set.get(), &wait, &block, NETSNMP_SELECT_NOALARMS);
  if (block != 0) return std::nullopt;
  return std::chrono::seconds(wait.tv_sec) + std::chrono::microseconds(wait.tv_usec);
}

Session connect_session(netsnmp_session& setup, const std::string& transport_name, AfterParse after_parse) {
  errno = 0;
  auto* transport = netsnmp_transport_open_client("snmp", transport_name.c_str());
  if (transport == nullptr) return {};
  if (!connect_to_remote(*transport)) {
    const int error = errno;
    transport->f_close(transport);
    netsnmp_transport_free(transport);
    errno = error;
    return {};
  }
  return Session(snmp_sess_add(&setup, transport, nullptr, after_parse));
}

}  // namespace bmsgw::snmp_library
