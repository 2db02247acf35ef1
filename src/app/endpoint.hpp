#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace bmsgw::app {

struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
};
/// `HOST`, `HOST:PORT`, `IPV6`, `[IPV6]`, `[IPV6]:PORT`. Nothing: no host, or a port that isn't 1 to 65535.
[[nodiscard]] std::optional<Endpoint> parse_endpoint(const std::string& text, std::uint16_t default_port);

}  // namespace bmsgw::app
