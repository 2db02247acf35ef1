#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <sys/socket.h>

namespace bmsgw::snmp_library {

/// Net-SNMP's name of an UDP endpoint: `udp:192.0.2.1:161`, `udp6:[2001:db8::1]:161`. Nothing: the address
/// isn't numeric; names are never looked up here, as that could block. Thread: any.
[[nodiscard]] std::optional<std::string> transport_name(const std::string& address, std::uint16_t port);

/// The same as a socket address.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};
[[nodiscard]] std::optional<SocketAddress> socket_address(const std::string& address, std::uint16_t port);

/// The numeric address without the port. An IPv4 address that came over IPv6 (::ffff:192.0.2.1) is that of
/// IPv4; a link-local one has its interface, as in fe80::1%eth0.
[[nodiscard]] std::string address_text(const sockaddr* address, socklen_t size);

}  // namespace bmsgw::snmp_library
