#include "config/file_text.hpp"

#include <filesystem>
#include <fstream>

namespace bmsgw::config {
namespace {

constexpr std::size_t kMaxRead = (std::size_t{4} << 20U) + 1;

}  // namespace

bool is_file(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

std::optional<std::string> read_file(const std::string& path) {
  if (!is_file(path)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (!file || error) return std::nullopt;
  std::string text(std::min<std::size_t>(size, kMaxRead), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

std::string joined(const std::string& directory, const std::string& name) {
  return (std::filesystem::path(directory) / name).string();
}

}  // namespace bmsgw::config
