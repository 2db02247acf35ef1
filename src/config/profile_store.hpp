#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/json_document.hpp"
#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/schema.hpp"

namespace bmsgw::config {

/// Finds and reads profiles, each once. Thread: any.
class ProfileStore {
 public:
  ProfileStore(std::vector<std::string> directories, Schema schema, ProblemList& problems);

  /// The profiles that a bus names. One that isn't found is said at the name.
  [[nodiscard]] std::vector<JsonView> profiles_of(const JsonView& bus);

 private:
  [[nodiscard]] const JsonDocument* load(const std::string& name);
  [[nodiscard]] std::string path_of(const std::string& name) const;

  std::vector<std::string> directories_;
  Schema schema_;
  ProblemList& problems_;
  std::map<std::string, std::unique_ptr<JsonDocument>> documents_;  ///< by path
};

}  // namespace bmsgw::config
