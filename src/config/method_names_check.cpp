#include "config/method_names_check.hpp"

#include <algorithm>

#include "bmsgw/config/method_names.hpp"

#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::size_t kMostCharacters = 64;

bool is_method_name(const std::string& name) {
  const auto is_good = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '.' || c == '-';
  };
  return !name.empty() && name.size() <= kMostCharacters && std::ranges::all_of(name, is_good);
}

}  // namespace

void MethodNames::check(const JsonView& at, const std::string& name, const JsonView& route,
                        ProblemList& problems) {
  if (!is_method_name(name)) {
    problems.error(at,
                   "a method's name has 1 to 64 letters, digits, '_', '.' and '-', not " + in_quotes(name));
    return;
  }
  if (is_reserved_method(name)) {
    problems.error(
        at, in_quotes(name) + " is, or may become, a method of the gateway's own: give it another name");
    return;
  }
  const auto [taken, is_new] = taken_.try_emplace(name, route.location());
  if (!is_new)
    problems.error(
        at, "the method " + in_quotes(name) + " is that of the route at " + taken->second + " already");
}

}  // namespace bmsgw::config
