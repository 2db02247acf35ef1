#pragma once

#include <cstdint>
#include <string>

#include "blocking_line.hpp"
#include "name_lookup.hpp"
#include "transport/file_descriptor.hpp"
#include "waiter.hpp"

namespace bmsgw::transport {

/// Connects to a host, by IPv6 or IPv4, in bounded time. Such a connection is not blocking, and notices
/// within half a minute that the other side is gone. Thread: worker.
class TcpDialer {
 public:
  static constexpr core::milliseconds kLongestSearch{3000};   ///< for the name's addresses
  static constexpr core::milliseconds kLongestConnect{3000};  ///< for all of them together

  TcpDialer(std::string host, std::uint16_t port, Waiter& waiter, NameLookup lookup = NameLookup())
      : host_(std::move(host)), port_(port), waiter_(waiter), lookup_(std::move(lookup)) {}

  /// Below 1024, for libmodbus.
  [[nodiscard]] LineFault connect(FileDescriptor& into);
  /// `what`, with the endpoint.
  [[nodiscard]] std::string told(const std::string& what) const;

 private:
  std::error_code connect_any(const std::vector<SocketAddress>& addresses, FileDescriptor& into);
  std::error_code connect_one(const SocketAddress& address, core::MonoTime until, FileDescriptor& into);

  std::string host_;
  std::uint16_t port_;
  Waiter& waiter_;
  NameLookup lookup_;
};

}  // namespace bmsgw::transport
