#include "request_reader.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "bmsgw/rpc/call_desk.hpp"

#include "task.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

/// How deeply objects and lists are nested, of text that may be no JSON.
std::size_t depth_of(std::string_view text) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') in_text = !in_text;
    if (in_text && c == '\\') ++i;
    if (in_text) continue;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if ((c == '}' || c == ']') && depth > 0) --depth;
  }
  return deepest;
}

}  // namespace

std::variant<Request, json> read_request(std::string_view text) {
  if (text.size() > CallDesk::kMaxRequestBytes)
    return refusal("too_large", fmt::format("a request has at most {} bytes", CallDesk::kMaxRequestBytes));
  if (depth_of(text) > CallDesk::kMaxDepth)
    return refusal("too_large", fmt::format("a request is nested at most {} deep", CallDesk::kMaxDepth));
  auto parsed = json::parse(text, nullptr, false);
  const auto method = parsed.is_object() ? parsed.find("method") : parsed.end();
  if (!parsed.is_object() || method == parsed.end() || !method->is_string())
    return refusal("bad_request", R"(expected {"method":"name","params":{...}})");
  Request request;
  request.method = method->get<std::string>();
  if (const auto params = parsed.find("params"); params != parsed.end()) request.params = std::move(*params);
  if (const auto wait = parsed.find("wait"); wait != parsed.end()) request.wait = *wait != json(false);
  return request;
}

}  // namespace bmsgw::rpc
