#include "config/place_tree.hpp"

#include <algorithm>

namespace bmsgw::config {

PlaceTree::PlaceTree() : nodes_(1) {}

PlaceId PlaceTree::add_member(PlaceId parent, const std::string& key, Position at) {
  const auto id = static_cast<PlaceId>(nodes_.size());
  nodes_.push_back({.parent = parent, .token = key, .key = at, .value = at, .members = {}, .items = {}});
  nodes_[parent].members[key] = id;
  return id;
}

PlaceId PlaceTree::add_item(PlaceId parent) {
  const auto id = static_cast<PlaceId>(nodes_.size());
  auto index = std::to_string(nodes_[parent].items.size());
  nodes_.push_back(
      {.parent = parent, .token = std::move(index), .key = {}, .value = {}, .members = {}, .items = {}});
  nodes_[parent].items.push_back(id);
  return id;
}

std::optional<PlaceId> PlaceTree::member(PlaceId parent, const std::string& key) const {
  const auto& members = nodes_[parent].members;
  const auto found = members.find(key);
  if (found == members.end()) return std::nullopt;
  return found->second;
}

std::optional<PlaceId> PlaceTree::item(PlaceId parent, std::size_t index) const {
  const auto& items = nodes_[parent].items;
  if (index >= items.size()) return std::nullopt;
  return items[index];
}

std::vector<std::pair<std::string, PlaceId>> PlaceTree::members(PlaceId parent) const {
  const auto& members = nodes_[parent].members;
  std::vector<std::pair<std::string, PlaceId>> ordered(members.begin(), members.end());
  std::ranges::sort(ordered, {}, &std::pair<std::string, PlaceId>::second);  // ids are given in reading order
  return ordered;
}

void PlaceTree::rename_member(PlaceId parent, const std::string& from, const std::string& to) {
  auto& members = nodes_[parent].members;
  auto node = members.extract(from);
  if (node.empty()) return;
  node.key() = to;
  members.insert(std::move(node));
}

Position PlaceTree::key_at(PlaceId place) const {
  const auto& node = nodes_[place];
  return node.key.line != 0 ? node.key : node.value;
}

std::string PlaceTree::pointer(PlaceId place) const {
  std::vector<const std::string*> tokens;
  for (; place != kRoot; place = nodes_[place].parent) tokens.push_back(&nodes_[place].token);
  std::ranges::reverse(tokens);
  std::string text;
  for (const auto* token : tokens) text += "/" + escaped_for_pointer(*token);
  return text;
}

std::string escaped_for_pointer(const std::string& token) {
  std::string text;
  for (const char c : token) {
    if (c == '~' || c == '/') {
      text += c == '~' ? "~0" : "~1";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace bmsgw::config
