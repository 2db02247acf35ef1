#include "import_dbc_command.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>

#include <fmt/core.h>

#include "app/dbc/params_writer.hpp"
#include "app/dbc/plain_text.hpp"
#include "app/dbc/reader.hpp"
#include "commands.hpp"

namespace bmsgw::app {
namespace {

constexpr std::size_t kLongestParams = std::size_t{4} << 20U;

/// The bytes of a file, or why they can't be had.
struct FileBytes {
  std::string bytes;
  std::string fault;
};

/// A pipe does as well: how much there is shows only at its end.
FileBytes read_bytes(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return {"", "it is a folder"};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return {"", std::strerror(errno)};
  std::string bytes(kLongestDbc + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (file.bad()) return {"", "reading fails"};
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  if (bytes.size() > kLongestDbc) return {"", "it is larger than 16 MiB"};
  return {std::move(bytes), ""};
}

bool is_utf16(const std::string& bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

void print_remarks(const std::string& path, const std::vector<dbc::Remark>& remarks, std::ostream& err) {
  for (const auto& [line, what] : remarks) {
    err << (line == 0 ? fmt::format("{}: {}\n", path, what) : fmt::format("{}:{}: {}\n", path, line, what));
  }
}

std::string counted(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

int import_dbc(const std::string& path, std::ostream& out, std::ostream& err) {
  auto [bytes, fault] = read_bytes(path);
  if (fault.empty() && is_utf16(bytes)) fault = "it is UTF-16: save it as UTF-8 or Latin-1";
  if (!fault.empty()) {
    err << path << ": can't be read: " << fault << "\n";
    return kExitFailed;
  }
  const auto text = dbc::plain_text(bytes);
  const auto file = dbc::read(text);
  const auto section = dbc::params_section(file);
  print_remarks(path, section.remarks, err);
  if (file.messages.empty()) {
    err << path << ": holds no message (BO_)\n";
    return kExitFailed;
  }
  out << section.json << "\n";
  if (section.json.size() > kLongestParams) {
    err << path << ": more than the 4 MiB that params_config.json may have: leave packets out\n";
  }
  err << path << ": " << counted(section.packets, "packet") << " with " << counted(section.params, "param")
      << ", " << counted(section.remarks.size(), "remark") << "\n";
  return kExitOk;
}

}  // namespace bmsgw::app
