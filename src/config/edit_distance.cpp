#include "config/edit_distance.hpp"

#include <algorithm>
#include <cctype>

#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::size_t kMaxEdits = 2;
constexpr std::size_t kMaxListed = 8;
constexpr std::size_t kMaxCompared = 1000;  // beyond, a hint for each of many mistakes would take minutes

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const auto difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + cost});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return std::min(above[b.size()], limit + 1);
}

std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  std::optional<std::string> nearest;
  auto best = kMaxEdits + 1;
  for (const auto& candidate : candidates) {
    if (is_same_word(name, candidate)) return candidate;
    const auto distance = edit_distance(name, candidate, kMaxEdits);
    if (distance >= best || distance >= std::min(name.size(), candidate.size())) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string hint_for(std::string_view name, const std::vector<std::string>& candidates) {
  if (candidates.size() > kMaxCompared) return "";
  if (const auto nearest = nearest_name(name, candidates))
    return "; did you mean " + in_quotes(*nearest) + "?";
  if (candidates.empty() || candidates.size() > kMaxListed) return "";
  std::string text;
  for (const auto& candidate : candidates)
    text += (text.empty() ? "; there is " : ", ") + in_quotes(candidate);
  return text;
}

bool is_same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace bmsgw::config
