#include "config/names.hpp"

#include <algorithm>

namespace bmsgw::config {
namespace {

constexpr std::size_t kMaxSentenceName = 8;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

bool is_bus_family(std::string_view family) {
  return family == kG1Family || family == kCanFamily || is_map_family(family);
}

bool is_map_family(std::string_view family) {
  return family == kModbusFamily || family == kSnmpFamily;
}

bool is_sentence_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxSentenceName && std::ranges::all_of(text, is_letter_or_digit);
}

}  // namespace bmsgw::config
