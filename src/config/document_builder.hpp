#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "config/place_tree.hpp"
#include "config/problem_list.hpp"
#include "config/token_cursor.hpp"

namespace bmsgw::config {

/// Builds a document and the places of its values from a parser's events. nlohmann's own builder keeps no
/// positions and lets a key that is given twice pass. Thread: any.
class DocumentBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  using json = nlohmann::json;

  DocumentBuilder(const std::string& file, std::string_view text, json& root, PlaceTree& places,
                  ProblemList& problems);

  bool null() override { return scalar(nullptr); }
  bool boolean(bool value) override { return scalar(value); }
  bool number_integer(json::number_integer_t value) override { return scalar(value); }
  bool number_unsigned(json::number_unsigned_t value) override;
  bool number_float(json::number_float_t value, const std::string& text) override;
  bool string(std::string& value) override;
  bool binary(json::binary_t& value) override;
  bool start_object(std::size_t size) override { return start(json::object(), size); }
  bool start_array(std::size_t size) override { return start(json::array(), size); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }
  bool key(std::string& name) override;
  bool parse_error(std::size_t position, const std::string& last_token,
                   const json::exception& error) override;

 private:
  struct Level {
    json* value;
    PlaceId place;
  };

  bool scalar(json value);
  bool start(json empty, std::size_t size);
  bool end();
  Level add(json value);
  bool refuse(Position at, std::string what);

  const std::string& file_;
  TokenCursor cursor_;
  std::string_view text_;
  json& root_;
  PlaceTree& places_;
  ProblemList& problems_;
  std::vector<Level> open_;
  std::string key_;
  PlaceId key_place_ = PlaceTree::kRoot;
};

}  // namespace bmsgw::config
