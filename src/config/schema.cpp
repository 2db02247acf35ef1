#include "config/schema.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace bmsgw::config {
namespace {

constexpr int kMaxReferences = 16;

const nlohmann::json kNothing = nlohmann::json::object();

const nlohmann::json* find(const nlohmann::json& object, const std::string& key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

}  // namespace

Schema::Schema(const std::string& text) : Schema(std::make_shared<const json>(json::parse(text))) {}

Schema::Schema(std::shared_ptr<const json> root) : root_(std::move(root)) {}

Schema Schema::definition(const std::string& name) const {
  const auto& definitions = root_->at("definitions");
  auto root = definitions.at(name);
  root["definitions"] = definitions;
  return Schema(std::make_shared<const json>(std::move(root)));
}

const nlohmann::json& Schema::resolved(const json& node) const {
  const auto* at = &node;
  for (int i = 0; i < kMaxReferences; ++i) {
    const auto* reference = find(*at, "$ref");
    if (reference == nullptr) return *at;
    at = &root_->at(json::json_pointer(reference->get<std::string>().substr(1)));
  }
  return kNothing;
}

const nlohmann::json* Schema::keyword(const json& node, const char* name) const {
  const auto* own = find(node, name);
  return own != nullptr ? own : find(resolved(node), name);
}

bool Schema::has_flag(const json& node, const char* name) const {
  const auto* flag = keyword(node, name);
  return flag != nullptr && *flag == true;
}

bool Schema::allows_type(const json& node, const char* type) const {
  const auto* types = keyword(node, "type");
  if (types == nullptr) return false;
  if (types->is_array()) return std::ranges::find(*types, type) != types->end();
  return *types == type;
}

const nlohmann::json* Schema::member(const json& node, const std::string& key) const {
  const auto& schema = resolved(node);
  if (const auto* properties = find(schema, "properties")) {
    if (const auto* property = find(*properties, key)) return property;
  }
  const auto* others = find(schema, "additionalProperties");
  return others != nullptr && others->is_object() ? others : nullptr;
}

const nlohmann::json* Schema::item(const json& node) const {
  const auto* items = find(resolved(node), "items");
  return items != nullptr && items->is_object() ? items : nullptr;
}

std::vector<std::string> Schema::member_names(const json& node) const {
  std::vector<std::string> names;
  if (const auto* properties = find(resolved(node), "properties")) {
    for (const auto& [name, schema] : properties->items()) names.push_back(name);
  }
  return names;
}

bool Schema::is_map(const json& node) const {
  const auto* others = find(resolved(node), "additionalProperties");
  return others != nullptr && others->is_object();
}

void Schema::fill_defaults(json& value, const json& node) const {
  const auto* properties = find(resolved(node), "properties");
  if (properties == nullptr || !value.is_object()) return;
  for (const auto& [name, schema] : properties->items()) {
    const auto* standard = keyword(schema, "default");
    if (standard == nullptr || value.contains(name)) continue;
    auto& added = value[name] = *standard;
    fill_defaults(added, schema);
  }
}

void Schema::fill_sections(json& root) const {
  if (!root.is_object()) return;
  for (const auto& name : member_names(*root_)) {
    const auto* schema = member(*root_, name);
    const auto* type = keyword(*schema, "type");
    if (type == nullptr || *type != "object" || root.contains(name)) continue;
    fill_defaults(root[name] = json::object(), *schema);
  }
}

}  // namespace bmsgw::config
