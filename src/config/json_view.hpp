#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/json_document.hpp"

namespace bmsgw::config {

/// A value of a document, or the lack of one, that knows its place. A value of another type than the one
/// asked for reads as absent: what is wrong with it has been said. It lives as long as its document, which
/// must not be changed. Thread: any.
class JsonView {
 public:
  explicit JsonView(const JsonDocument& document);

  /// There is a value: given or filled in.
  [[nodiscard]] bool exists() const { return value_ != nullptr; }
  /// The file has it (perhaps with a value that can't be used).
  [[nodiscard]] bool given() const { return missing_.empty(); }
  /// Its key, or its index.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const JsonDocument& document() const { return *document_; }

  [[nodiscard]] JsonView operator[](const std::string& key) const;
  /// What the file has in this object, in its order.
  [[nodiscard]] std::vector<JsonView> members() const;
  /// The entries of a list; anything else is one entry.
  [[nodiscard]] std::vector<JsonView> entries() const;

  [[nodiscard]] std::optional<std::string> text() const;
  /// The texts of a list, given or filled in.
  [[nodiscard]] std::vector<std::string> texts() const;
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_null() const;

  [[nodiscard]] Problem problem(Severity severity, std::string what) const;
  /// At the key: of a thing as a whole.
  [[nodiscard]] Problem problem_at_key(Severity severity, std::string what) const;
  /// `file:line:column`
  [[nodiscard]] std::string location() const;

 private:
  JsonView(const JsonDocument& document, const nlohmann::json* value, PlaceId place, std::string name);

  const JsonDocument* document_;
  const nlohmann::json* value_;
  PlaceId place_;  ///< of the value, or of the nearest one around it that the file has
  std::string name_;
  std::string missing_;  ///< the rest of the pointer, where the file ends before
};

}  // namespace bmsgw::config
