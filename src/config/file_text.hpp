#pragma once

#include <optional>
#include <string>

namespace bmsgw::config {

/// A regular file's text, a little more than JsonDocument takes at most; nothing: not there or not readable.
[[nodiscard]] std::optional<std::string> read_file(const std::string& path);

/// True for a regular file (also behind a link).
[[nodiscard]] bool is_file(const std::string& path);

/// The path of a file in a directory.
[[nodiscard]] std::string joined(const std::string& directory, const std::string& name);

}  // namespace bmsgw::config
