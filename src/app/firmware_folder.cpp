// Firmware files by their name.
#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/core.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bmsgw/app/firmware_book.hpp"
#include "bmsgw/codec/g1/firmware_file.hpp"

namespace bmsgw::app {
namespace {

using rpc::Refusal;

constexpr std::size_t kLongestName = 128;
constexpr std::size_t kMostListed = 10;

bool is_plain_name(const std::string& name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::strchr("._-+ ()", c) != nullptr;
  };
  return !name.empty() && name.size() <= kLongestName && name.front() != '.' &&
         name.find('\0') == std::string::npos && std::ranges::all_of(name, is_plain);
}

/// "; there are: a.txt, b.txt".
std::string listing(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->is_regular_file(error) && names.size() < kMostListed)
      names.push_back(entry->path().filename().string());
  }
  if (names.empty()) return "; it holds no file";
  std::ranges::sort(names);
  std::string text = "; there are: ";
  for (const auto& name : names) text += (name == names.front() ? "" : ", ") + name;
  return text;
}

std::string sha256_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) return {};
  std::string digits;
  for (unsigned i = 0; i < size; ++i) digits += fmt::format("{:02x}", digest[i]);
  return digits;
}

/// Reads no more than a firmware file may have; false: errno says why.
bool read_all(int fd, std::string& text) {
  text.resize(codec::g1::kLargestFirmware + 1);
  std::size_t have = 0;
  while (have < text.size()) {
    const auto size = read(fd, text.data() + have, text.size() - have);
    if (size < 0) return false;
    if (size == 0) break;
    have += static_cast<std::size_t>(size);
  }
  text.resize(have);
  return true;
}

/// The file's text, or why not. What isn't a plain file (a pipe, a link to elsewhere) is none.
std::variant<std::string, Refusal> text_of(const std::string& folder, const std::string& name) {
  const auto path = folder + "/" + name;
  const int fd = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return Refusal{"bad_params", fmt::format("there is no {} in {}{}", name, folder, listing(folder))};
  if (fd < 0) return Refusal{"failed", fmt::format("{}: {}", path, std::strerror(errno))};
  struct stat about {};
  std::string text;
  const bool is_file = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
  const bool read = is_file && read_all(fd, text);
  close(fd);
  if (!is_file) return Refusal{"failed", path + " is no plain file"};
  if (!read) return Refusal{"failed", path + " can't be read"};
  return text;
}

}  // namespace

std::string firmware_folder(const std::string& state_dir) {
  return (std::filesystem::path(state_dir) / "g1-firmware").string();
}

std::variant<std::shared_ptr<const core::FirmwareImage>, Refusal> read_firmware(const std::string& state_dir,
                                                                                const std::string& name) {
  if (state_dir.empty()) return Refusal{"failed", "there is no state directory with firmware files"};
  const auto folder = firmware_folder(state_dir);
  if (!is_plain_name(name)) {
    return Refusal{"bad_params",
                   fmt::format("\"file\" must be the name of a file in {}, without folders", folder)};
  }
  const auto text = text_of(folder, name);
  if (const auto* const refusal = std::get_if<Refusal>(&text)) return *refusal;
  const auto& content = std::get<std::string>(text);
  auto parsed = codec::g1::parse_firmware(content, name, sha256_of(content));
  if (const auto* const wrong = std::get_if<std::string>(&parsed))
    return Refusal{"bad_params", fmt::format("{}/{} is no firmware file: {}", folder, name, *wrong)};
  return std::make_shared<const core::FirmwareImage>(std::move(std::get<core::FirmwareImage>(parsed)));
}

}  // namespace bmsgw::app
