#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/socket.h>

#include "bmsgw/core/time.hpp"

#include "waiter.hpp"

namespace bmsgw::transport {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

/// The addresses of a host, IPv6 and IPv4. What the system's resolver does can take half a minute and can't
/// be interrupted, so it is done by a thread of its own, which is left behind when nobody waits any more.
/// Thread: worker.
class NameLookup {
 public:
  struct Found {
    std::vector<SocketAddress> addresses;
    std::string failure;  ///< why there are none
  };
  using Resolver = std::function<Found(const std::string& host, std::uint16_t port)>;

  explicit NameLookup(Resolver resolver) : resolver_(std::move(resolver)) {}
  NameLookup();

  /// Nothing: not found until then, or the waiter was stopped; the next call goes on with the same search.
  [[nodiscard]] std::optional<Found> look_up(const std::string& host, std::uint16_t port, Waiter& waiter,
                                             core::MonoTime until);

 private:
  struct Search;
  void begin(const std::string& host, std::uint16_t port);

  Resolver resolver_;
  std::shared_ptr<Search> search_;  ///< under way
};

/// By getaddrinfo(). A host that is an address is found without asking anybody.
[[nodiscard]] NameLookup::Found resolve(const std::string& host, std::uint16_t port);

}  // namespace bmsgw::transport
