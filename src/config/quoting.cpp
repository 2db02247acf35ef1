#include "config/quoting.hpp"

#include <fmt/format.h>

namespace bmsgw::config {
namespace {

constexpr std::size_t kLongest = 60;

std::string without_credentials(std::string_view text) {
  const auto host = text.rfind('@');
  const auto scheme = text.find("://");
  if (host == std::string_view::npos || scheme == std::string_view::npos || scheme > host)
    return std::string(text);
  return std::string(text.substr(0, scheme + 3)) + "***" + std::string(text.substr(host));
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20U || c == 0x7F;
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    if (is_control(c)) {
      shown += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      shown += c;
    }
  }
  return shown;
}

std::string in_quotes(std::string_view given) {
  const auto text = without_credentials(given);
  auto end = std::min(text.size(), kLongest);
  while (end > 0 && end < text.size() && continues_character(text[end])) --end;
  const auto* const rest = end < text.size() ? "..." : "";
  return "\"" + on_one_line(std::string_view(text).substr(0, end)) + rest + "\"";
}

std::string number_text(double number) {
  return fmt::format("{:.15g}", number);
}

}  // namespace bmsgw::config
