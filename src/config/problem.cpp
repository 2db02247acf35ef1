#include "bmsgw/config/problem.hpp"

#include <algorithm>
#include <tuple>

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

auto order_of(const Problem& problem) {
  return std::tie(problem.file, problem.line, problem.column, problem.severity, problem.pointer,
                  problem.what);
}

bool is_before(const Problem& a, const Problem& b) {
  return order_of(a) < order_of(b);
}
bool is_same(const Problem& a, const Problem& b) {
  return order_of(a) == order_of(b);
}

}  // namespace

std::string to_string(const Problem& problem) {
  auto text = problem.file + ":";
  if (problem.line != 0) text += std::to_string(problem.line) + ":" + std::to_string(problem.column) + ":";
  if (!problem.pointer.empty()) text += " " + on_one_line(problem.pointer) + ":";
  return text + " " + problem.what;
}

bool has_errors(const std::vector<Problem>& problems) {
  return std::ranges::any_of(problems, [](const Problem& each) { return each.severity == Severity::error; });
}

void ProblemList::error(const JsonView& at, std::string what) {
  add(at.problem(Severity::error, std::move(what)));
}

void ProblemList::warning(const JsonView& at, std::string what) {
  add(at.problem(Severity::warning, std::move(what)));
}

void ProblemList::note(const JsonView& at, std::string what) {
  add(at.problem(Severity::note, std::move(what)));
}

std::vector<Problem> ProblemList::take() {
  std::ranges::sort(problems_, is_before);
  problems_.erase(std::unique(problems_.begin(), problems_.end(), is_same), problems_.end());
  return std::move(problems_);
}

}  // namespace bmsgw::config
