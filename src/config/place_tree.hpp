#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bmsgw::config {

struct Position {
  std::uint32_t line = 0;    ///< 1-based
  std::uint32_t column = 0;  ///< 1-based, in characters
};

using PlaceId = std::uint32_t;

/// Where each value of a file stands. It has the shape of the document and is changed with it, but remembers
/// how the file spelt it: a renamed key or a list without its skipped entries is still reported where the
/// user finds it. Thread: any.
class PlaceTree {
 public:
  static constexpr PlaceId kRoot = 0;

  PlaceTree();

  void set_value(PlaceId place, Position at) { nodes_[place].value = at; }
  /// A later member of the same name takes the earlier one's place.
  PlaceId add_member(PlaceId parent, const std::string& key, Position at);
  PlaceId add_item(PlaceId parent);

  [[nodiscard]] std::optional<PlaceId> member(PlaceId parent, const std::string& key) const;
  [[nodiscard]] std::optional<PlaceId> item(PlaceId parent, std::size_t index) const;
  /// The members in the order of the file.
  [[nodiscard]] std::vector<std::pair<std::string, PlaceId>> members(PlaceId parent) const;

  void rename_member(PlaceId parent, const std::string& from, const std::string& to);
  void erase_member(PlaceId parent, const std::string& key) { nodes_[parent].members.erase(key); }
  void set_items(PlaceId parent, std::vector<PlaceId> items) { nodes_[parent].items = std::move(items); }

  /// The value there can't be used: something was said of it, and the readers take it for absent.
  void mark_bad(PlaceId place) { nodes_[place].bad = true; }
  [[nodiscard]] bool is_bad(PlaceId place) const { return nodes_[place].bad; }

  [[nodiscard]] Position value_at(PlaceId place) const { return nodes_[place].value; }
  /// Of the key, or of the value where there is no key.
  [[nodiscard]] Position key_at(PlaceId place) const;
  /// JSON pointer, as the file spells it.
  [[nodiscard]] std::string pointer(PlaceId place) const;
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

 private:
  struct Node {
    PlaceId parent = kRoot;
    std::string token;  ///< key or index in the file
    Position key;
    Position value;
    bool bad = false;
    std::map<std::string, PlaceId> members;
    std::vector<PlaceId> items;
  };
  std::vector<Node> nodes_;
};

/// A key as part of a JSON pointer: ~ is ~0, / is ~1.
[[nodiscard]] std::string escaped_for_pointer(const std::string& token);

}  // namespace bmsgw::config
