#include "endpoint.hpp"

#include <charconv>

namespace bmsgw::app {

std::optional<Endpoint> parse_endpoint(const std::string& text, std::uint16_t default_port) {
  const auto colon = text.rfind(':');
  const bool has_port = colon != std::string::npos && text.find(']', colon) == std::string::npos &&
                        (text.find(':') == colon || text.starts_with('['));
  Endpoint endpoint{has_port ? text.substr(0, colon) : text, default_port};
  auto& host = endpoint.host;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.empty()) return std::nullopt;
  if (!has_port) return endpoint;
  const char* const begin = text.data() + colon + 1;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(begin, end, endpoint.port);
  if (error != std::errc{} || stop != end || endpoint.port == 0) return std::nullopt;
  return endpoint;
}

}  // namespace bmsgw::app
