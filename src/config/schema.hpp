#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace bmsgw::config {

/// A JSON Schema (draft-07, without anyOf and oneOf) for looking things up in. Thread: any.
class Schema {
 public:
  using json = nlohmann::json;

  explicit Schema(const std::string& text);
  /// One of its `definitions` as a schema of its own.
  [[nodiscard]] Schema definition(const std::string& name) const;

  [[nodiscard]] const json& root() const { return *root_; }
  /// `node`, or what its $ref names.
  [[nodiscard]] const json& resolved(const json& node) const;
  /// A keyword of the node itself, or of what its $ref names; nullptr: neither has it.
  [[nodiscard]] const json* keyword(const json& node, const char* name) const;
  [[nodiscard]] bool has_flag(const json& node, const char* name) const;
  /// True for "text" and for lists of types that name it.
  [[nodiscard]] bool allows_type(const json& node, const char* type) const;

  /// The schema of a member or of a list's entries; nullptr: none.
  [[nodiscard]] const json* member(const json& node, const std::string& key) const;
  [[nodiscard]] const json* item(const json& node) const;
  /// The names under `properties`.
  [[nodiscard]] std::vector<std::string> member_names(const json& node) const;
  /// Any key may stand there (a map).
  [[nodiscard]] bool is_map(const json& node) const;

  /// The members that `value` lacks and that have a default, also in those filled in.
  void fill_defaults(json& value, const json& node) const;
  /// The same at the top, where a section that is absent is one of which nothing is given.
  void fill_sections(json& root) const;

 private:
  explicit Schema(std::shared_ptr<const json> root);

  std::shared_ptr<const json> root_;
};

}  // namespace bmsgw::config
