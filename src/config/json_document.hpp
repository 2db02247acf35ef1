#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "bmsgw/config/problem.hpp"

#include "config/place_tree.hpp"

namespace bmsgw::config {

class ProblemList;

/// A JSON file with the place of each of its values. Thread: any.
class JsonDocument {
 public:
  /// What is wrong with the text is said; the document is then empty.
  JsonDocument(std::string file, std::string_view text, ProblemList& problems);
  /// A file that couldn't be read: nothing is in it.
  explicit JsonDocument(std::string file);
  ~JsonDocument();
  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  [[nodiscard]] const std::string& file() const { return file_; }
  /// False: not JSON, nothing of it can be used.
  [[nodiscard]] bool is_parsed() const { return parsed_; }
  [[nodiscard]] nlohmann::json& root() { return *root_; }
  [[nodiscard]] const nlohmann::json& root() const { return *root_; }
  [[nodiscard]] PlaceTree& places() { return places_; }
  [[nodiscard]] const PlaceTree& places() const { return places_; }

  [[nodiscard]] Problem problem_at_value(Severity severity, PlaceId place, std::string what) const;
  [[nodiscard]] Problem problem_at_key(Severity severity, PlaceId place, std::string what) const;

 private:
  std::string file_;
  std::unique_ptr<nlohmann::json> root_;
  PlaceTree places_;
  bool parsed_ = false;
};

}  // namespace bmsgw::config
