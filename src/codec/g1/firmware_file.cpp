#include "bmsgw/codec/g1/firmware_file.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace bmsgw::codec::g1 {
namespace {

constexpr std::size_t kHeadFrames = 3;  // hardware, version, serial number

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// The text's bytes, and on which line each stands.
struct Bytes {
  std::string data;
  std::vector<std::uint32_t> lines;
};

/// What is wrong with the text; empty: nothing.
std::string read_bytes(std::string_view text, Bytes& into) {
  std::uint32_t line = 1;
  int high = -1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_space(c) && high >= 0)
      return fmt::format("line {}: a byte has one digit only; each has two", line);
    if (c == '\n') ++line;
    if (is_space(c)) continue;
    const int digit = digit_of(c);
    if (digit < 0) return fmt::format("line {}: only the digits 0-9 and A-F may stand in it", line);
    if (high < 0) {
      high = digit;
      continue;
    }
    into.data += static_cast<char>(high * 16 + digit);
    into.lines.push_back(line);
    high = -1;
  }
  return high < 0 ? "" : fmt::format("line {}: the last byte has one digit only; each has two", line);
}

/// Cuts the bytes into frames, each with its length; what is wrong, or nothing.
std::string cut(const Bytes& bytes, std::vector<std::string>& frames) {
  const auto& data = bytes.data;
  for (std::size_t at = 0; at < data.size();) {
    const auto place = fmt::format("frame {} (line {}, byte {})", frames.size() + 1, bytes.lines[at], at);
    if (data.size() - at < 2) return place + ": its length has one byte only; the file is cut off";
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(data[at])) * 256 +
                        static_cast<unsigned char>(data[at + 1]);
    const auto left = data.size() - at - 2;
    if (length > left)
      return fmt::format("{}: it says {} bytes, and {} are left; the file is cut off", place, length, left);
    if (length + 2 > kLargestFrame)
      return fmt::format("{}: it has {} bytes; at most {} can be sent", place, length, kLargestFrame - 2);
    frames.push_back(data.substr(at, length + 2));
    at += length + 2;
  }
  return {};
}

/// A head frame's text; what isn't text, as digits. Zero bytes at its end are no part of it.
std::string head_text(std::string_view frame) {
  auto data = frame.substr(2);
  const bool printable =
      std::ranges::all_of(data.substr(0, data.find('\0')), [](char c) { return c >= ' ' && c <= '~'; });
  const auto end = data.find('\0');
  const bool only_padding =
      end == std::string_view::npos || data.find_first_not_of('\0', end) == std::string_view::npos;
  if (printable && only_padding && end != 0) return std::string(data.substr(0, end));
  std::string digits;
  for (const char c : data) digits += fmt::format("{:02X}", static_cast<unsigned char>(c));
  return digits;
}

bool is_empty(const std::string& frame) {
  return frame.size() == 2;
}

}  // namespace

std::variant<core::FirmwareImage, std::string> parse_firmware(std::string_view text, std::string name,
                                                              std::string sha256) {
  if (text.size() > kLargestFirmware)
    return fmt::format("it has {} bytes; a firmware file has at most {}", text.size(), kLargestFirmware);
  Bytes bytes;
  std::vector<std::string> frames;
  if (auto wrong = read_bytes(text, bytes); !wrong.empty()) return wrong;
  if (auto wrong = cut(bytes, frames); !wrong.empty()) return wrong;
  if (frames.size() < kHeadFrames)
    return fmt::format("it has {} frames; the first three tell hardware, version and serial number",
                       frames.size());
  core::FirmwareImage image{std::move(name),      std::move(sha256),    head_text(frames[0]),
                            head_text(frames[1]), head_text(frames[2]), {}};
  frames.erase(frames.begin(), frames.begin() + kHeadFrames);
  const bool ends_empty = !frames.empty() && is_empty(frames.back());
  std::erase_if(frames, is_empty);
  if (frames.empty()) return std::string("there is no frame to be sent after the first three");
  if (ends_empty)
    return std::string(
        "its last frame is empty; that may be a mark of the end that the unit waits for, and "
        "empty frames aren't sent");
  image.frames = std::move(frames);
  return image;
}

}  // namespace bmsgw::codec::g1
