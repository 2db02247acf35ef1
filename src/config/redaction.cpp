#include "config/redaction.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace bmsgw::config {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> kSecretWords{"pass", "secret", "token", "community"};

bool sounds_secret(std::string key) {
  std::ranges::transform(key, key.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::any_of(kSecretWords, [&key](auto word) { return key.find(word) != std::string::npos; });
}

/// `node`: nullptr where the schema knows nothing.
json redacted(const json& value, const json* node, const Schema& schema) {
  if (value.is_array()) {
    const auto* const item = node == nullptr ? nullptr : schema.item(*node);
    auto list = json::array();
    for (const auto& entry : value) list.push_back(redacted(entry, item, schema));
    return list;
  }
  if (!value.is_object()) return value;
  auto object = json::object();
  for (const auto& [key, member] : value.items()) {
    const auto* const known = node == nullptr ? nullptr : schema.member(*node, key);
    const bool is_secret = (known != nullptr && schema.has_flag(*known, "x-secret")) || sounds_secret(key);
    const bool is_empty_text = member.is_string() && member.get_ref<const std::string&>().empty();
    const bool is_given = !member.is_null() && !is_empty_text;
    object[key] = is_secret && is_given ? json("***") : redacted(member, known, schema);
  }
  return object;
}

}  // namespace

json without_secrets(const json& document, const Schema& schema) {
  return redacted(document, &schema.root(), schema);
}

}  // namespace bmsgw::config
