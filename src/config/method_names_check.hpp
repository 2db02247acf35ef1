#pragma once

#include <map>
#include <string>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"

namespace bmsgw::config {

/// The names that routes give to methods. Thread: any.
class MethodNames {
 public:
  /// Whether it can be the name of a method, is no built-in one's and isn't taken. `at`: where it stands.
  void check(const JsonView& at, const std::string& name, const JsonView& route, ProblemList& problems);

 private:
  std::map<std::string, std::string> taken_;  ///< and the route's place
};

}  // namespace bmsgw::config
