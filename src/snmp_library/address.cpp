#include "bmsgw/snmp_library/address.hpp"

#include <array>
#include <string_view>

#include <netdb.h>
#include <netinet/in.h>

namespace bmsgw::snmp_library {

std::optional<SocketAddress> socket_address(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return std::nullopt;
  SocketAddress result;
  const auto* bytes = reinterpret_cast<const char*>(found->ai_addr);
  std::copy(bytes, bytes + found->ai_addrlen, reinterpret_cast<char*>(&result.storage));
  result.size = found->ai_addrlen;
  freeaddrinfo(found);
  return result;
}

std::optional<std::string> transport_name(const std::string& address, std::uint16_t port) {
  const auto found = socket_address(address, port);
  if (!found) return std::nullopt;
  if (found->storage.ss_family == AF_INET6) return "udp6:[" + address + "]:" + std::to_string(port);
  return "udp:" + address_text(found->get(), found->size) + ":" + std::to_string(port);
}

std::string address_text(const sockaddr* address, socklen_t size) {
  std::array<char, NI_MAXHOST> host{};
  const int error = getnameinfo(address, size, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST);
  if (error != 0) return {};
  std::string_view text = host.data();
  constexpr std::string_view kMapped = "::ffff:";
  if (text.starts_with(kMapped) && text.find('.') != std::string_view::npos)
    text.remove_prefix(kMapped.size());
  return std::string(text);
}

}  // namespace bmsgw::snmp_library
