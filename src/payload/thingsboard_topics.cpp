#include "bmsgw/payload/thingsboard_topics.hpp"

#include <charconv>

namespace bmsgw::payload {

std::optional<std::uint64_t> parse_rpc_request_topic(std::string_view topic) {
  constexpr std::string_view kPrefix = "v1/devices/me/rpc/request/";
  if (!topic.starts_with(kPrefix)) return std::nullopt;
  topic.remove_prefix(kPrefix.size());
  std::uint64_t id = 0;
  const auto* const end = topic.data() + topic.size();
  const auto [stop, error] = std::from_chars(topic.data(), end, id);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return id;
}

std::string format_rpc_response_topic(std::uint64_t id) {
  return "v1/devices/me/rpc/response/" + std::to_string(id);
}

std::string format_attributes_request_topic(std::uint64_t id) {
  return "v1/devices/me/attributes/request/" + std::to_string(id);
}

bool is_attributes_response_topic(std::string_view topic) {
  return topic.starts_with("v1/devices/me/attributes/response/");
}

}  // namespace bmsgw::payload
