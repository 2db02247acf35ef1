#include "bmsgw/rpc/shared_attributes.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace bmsgw::rpc {

using nlohmann::json;

std::string SharedAttributes::request() const {
  std::string list;
  for (const auto& key : keys_) list += (list.empty() ? "" : ",") + key;
  return json{{"sharedKeys", list}}.dump();
}

std::vector<std::string> SharedAttributes::take(const std::string& message, bool is_answer) {
  constexpr std::size_t kLargest = 65'536;
  std::vector<std::string> calls;
  if (message.size() > kLargest) return calls;
  auto parsed = json::parse(message, nullptr, false);
  if (!parsed.is_object()) return calls;
  if (is_answer) parsed = parsed.contains("shared") ? parsed["shared"] : json::object();
  if (!parsed.is_object()) return calls;
  const bool is_baseline = is_answer && !std::exchange(has_baseline_, has_baseline_ || is_answer);
  for (const auto& [key, value] : parsed.items()) {
    if (std::ranges::find(keys_, key) == keys_.end() || value.is_structured()) continue;
    const auto text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    auto& known = known_[key];
    const bool is_new = std::exchange(known, text) != text;
    // An update is news of its own: it may repeat what was written before.
    if (!is_baseline && (is_new || !is_answer))
      calls.push_back(json{{"method", key}, {"params", {{"value", value}}}}.dump());
  }
  return calls;
}

}  // namespace bmsgw::rpc
