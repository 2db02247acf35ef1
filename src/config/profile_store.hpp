#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/json_document.hpp"
#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/profile.hpp"

namespace bmsgw::config {

/// Finds and reads profiles, each once. Thread: any.
class ProfileStore {
 public:
  ProfileStore(std::vector<std::string> directories, ProblemList& problems);

  /// The profiles of these names (`profile` of a bus), each before the one that it builds on. One that isn't
  /// found is said at the name.
  [[nodiscard]] std::vector<Profile> profiles_of(const JsonView& names);

 private:
  [[nodiscard]] const JsonDocument* load(const std::string& name);
  [[nodiscard]] const JsonDocument* find(const JsonView& name);
  [[nodiscard]] std::string path_of(const std::string& name) const;
  void add_chain(const JsonView& name, std::vector<Profile>& profiles);
  [[nodiscard]] Profile read(const JsonDocument& document, const Profile* built_on_by);

  std::vector<std::string> directories_;
  ProblemList& problems_;
  std::map<std::string, std::unique_ptr<JsonDocument>> documents_;  ///< by path
};

}  // namespace bmsgw::config
