#include "simulator/boot_frames.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "simulator/random.hpp"

namespace bmsgw::simulator {
namespace {

constexpr unsigned char kBlock = 1;
constexpr unsigned char kLast = 255;
constexpr std::size_t kHead = 3;
constexpr std::size_t kCrc = 2;

std::uint16_t crc16(std::string_view bytes) {
  constexpr unsigned kPolynomial = 0x1021, kTop = 0x8000;
  unsigned crc = 0xFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned>(static_cast<unsigned char>(byte)) << 8U;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & kTop) != 0 ? (crc << 1U) ^ kPolynomial : crc << 1U;
    crc &= 0xFFFFU;
  }
  return static_cast<std::uint16_t>(crc);
}

std::string word(std::size_t value) {
  return {static_cast<char>((value >> 8U) & 0xFFU), static_cast<char>(value & 0xFFU)};
}

std::uint16_t word_at(std::string_view bytes, std::size_t at) {
  const auto byte = [bytes](std::size_t index) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes[index]));
  };
  return static_cast<std::uint16_t>(byte(at) << 8U | byte(at + 1));
}

std::string framed(std::string_view bytes) {
  return word(bytes.size()).append(bytes);
}

void append_hex_line(std::string& text, std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value >> 4U];
    text += kDigits[value & 0xFU];
  }
  text += '\n';
}

std::string random_block(Random& random) {
  constexpr std::size_t kShortest = 16, kSpan = 113;
  std::string block(kShortest + random.below(kSpan), '\0');
  for (auto& byte : block) byte = random.byte();
  return block;
}

}  // namespace

std::string encoded(const BootFrame& frame) {
  auto bytes = word(frame.number);
  bytes += static_cast<char>(frame.last ? kLast : kBlock);
  bytes += frame.payload;
  bytes += word(crc16(bytes));
  return framed(bytes);
}

std::optional<BootFrame> decoded_boot_frame(std::string_view bytes) {
  if (bytes.size() < kHead + kCrc) return std::nullopt;
  const auto covered = bytes.substr(0, bytes.size() - kCrc);
  if (crc16(covered) != word_at(bytes, covered.size())) return std::nullopt;
  const bool last = static_cast<unsigned char>(bytes[2]) == kLast;
  return BootFrame{word_at(bytes, 0), last, std::string(covered.substr(kHead))};
}

std::string firmware_text(const FirmwareFile& file) {
  Random random(file.seed);
  std::string text;
  for (const auto& head : {file.hardware, file.version, file.serial}) append_hex_line(text, framed(head));
  for (std::size_t number = 0; number < file.frames; ++number) {
    if (file.empty_frames && random.below(3) == 0) append_hex_line(text, framed(""));
    const bool last = number + 1 == file.frames;
    const auto payload = last ? file.version : random_block(random);
    append_hex_line(text, encoded({static_cast<std::uint16_t>(number), last, payload}));
  }
  return text;
}

void write_firmware(const FirmwareFile& file) {
  std::ofstream out(file.path, std::ios::binary);
  out << firmware_text(file);
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), file.path);
}

}  // namespace bmsgw::simulator
