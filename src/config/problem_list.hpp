#pragma once

#include <string>
#include <vector>

#include "bmsgw/config/problem.hpp"

namespace bmsgw::config {

class JsonView;

/// Collects what is found, in any order. Thread: any.
class ProblemList {
 public:
  void add(Problem problem) { problems_.push_back(std::move(problem)); }
  void error(const JsonView& at, std::string what);
  void warning(const JsonView& at, std::string what);
  void note(const JsonView& at, std::string what);

  /// All of them by file, line and column; what two buses said of one place is there once.
  [[nodiscard]] std::vector<Problem> take();

 private:
  std::vector<Problem> problems_;
};

}  // namespace bmsgw::config
