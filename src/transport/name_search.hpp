#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <sys/socket.h>

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

/// The addresses of a host, IPv6 and IPv4, in the order in which they are to be tried.
struct NameFound {
  std::vector<SocketAddress> addresses;
  std::string failure;        ///< why there are none
  bool no_such_name = false;  ///< somebody who knows has said so
};
using NameResolver = std::function<NameFound(const std::string& host, std::uint16_t port)>;

/// By getaddrinfo(). A host that is an address is found without asking anybody.
[[nodiscard]] NameFound resolve(const std::string& host, std::uint16_t port);
/// Only a host that is an address, at once.
[[nodiscard]] NameFound resolve_literal(const std::string& host, std::uint16_t port);
/// As text: `192.168.20.177`, `fe80::1%eth0`.
[[nodiscard]] std::string numeric_text(const SocketAddress& address);

/// One search for a name. What the system's resolver does can take half a minute and can't be interrupted, so
/// it is done by a thread of its own, which is left behind when nobody waits any more. Thread: any.
class NameSearch {
 public:
  /// Throws std::system_error when the system has no thread left.
  [[nodiscard]] static std::shared_ptr<NameSearch> begin(const NameResolver& resolver,
                                                         const std::string& host, std::uint16_t port);

  /// Becomes readable when it is done.
  [[nodiscard]] int descriptor() const { return done_.get(); }
  /// Once it is done.
  [[nodiscard]] NameFound take();

 private:
  NameSearch();
  void finish(NameFound found);

  FileDescriptor done_;
  std::mutex mutex_;
  NameFound found_;
};

}  // namespace bmsgw::transport
