#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bmsgw::config {

enum class Severity : std::uint8_t {
  error,    ///< the configuration can't be used: exit 78
  warning,  ///< it can, but probably isn't what was meant
  note,     ///< accepted; said so that nobody wonders (a key without effect yet)
};

/// One finding about a configuration file, at its place.
struct Problem {
  Severity severity = Severity::error;
  std::string file;
  std::uint32_t line = 0;  ///< 1-based; 0: the file as a whole
  std::uint32_t column = 0;
  std::string pointer;  ///< JSON pointer, "" = the document
  std::string what;     ///< what is wrong, the bad value, and what was meant
};

/// `file:line:column: /json/pointer: what`
[[nodiscard]] std::string to_string(const Problem& problem);
[[nodiscard]] bool has_errors(const std::vector<Problem>& problems);

}  // namespace bmsgw::config
