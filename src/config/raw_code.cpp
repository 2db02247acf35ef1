#include "config/raw_code.hpp"

#include <charconv>

#include "config/quoting.hpp"

namespace bmsgw::config {

std::optional<std::int64_t> parse_code(std::string_view text) {
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  if (is_hex && text.starts_with('-')) return std::nullopt;
  std::int64_t code = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, code, is_hex ? 16 : 10);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return code;
}

std::optional<std::int64_t> code_of(const JsonView& entry, ProblemList& problems) {
  const auto code = parse_code(entry.name());
  if (!code) {
    problems.error(entry,
                   "the code must be a whole number such as 7 or 0x1F, not " + in_quotes(entry.name()));
  }
  return code;
}

std::map<std::int64_t, std::string> read_texts_by_code(const JsonView& texts, const char* what,
                                                       ProblemList& problems) {
  std::map<std::int64_t, std::string> read;
  for (const auto& text : texts.members()) {
    const auto code = code_of(text, problems);
    if (code && !read.try_emplace(*code, text.text().value_or("")).second)
      problems.error(text, "the code " + std::to_string(*code) + " has " + what + " already");
  }
  return read;
}

}  // namespace bmsgw::config
