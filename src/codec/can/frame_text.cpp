//   123#11.22.33     19B50001#4A94     123#R4     123##0112233        (1436509052.249713) vcan0
//   044#2A366C2BBA id # data        extended id       remote     FD: flags, data      seconds interface frame
// cansend(1) and candump(1) of can-utils 2020.11: the log format is that of candump -L.
#include "bmsgw/codec/can/frame_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include <fmt/core.h>

namespace bmsgw::codec::can {
namespace {

using core::CanFrame;
using core::CanId;

constexpr std::uint8_t kMostClassic = 8;
constexpr std::array<std::uint8_t, 7> kLongLengths{12, 16, 20, 24, 32, 48, 64};  // ISO 11898-1, DLC 9-15

template <typename Number>
std::optional<Number> number_in(std::string_view digits, int base) {
  Number number{};
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number, base);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

TextResult<CanId> parse_id(std::string_view digits) {
  const auto number = number_in<std::uint32_t>(digits, 16);
  if (!number || (digits.size() != 3 && digits.size() != 8)) {
    return TextError{fmt::format("\"{}\" is no id: 3 hex digits for 11 bit, or 8 for 29 bit", digits)};
  }
  const bool extended = digits.size() == 8;
  if (*number <= (extended ? CanId::kLastExtended : CanId::kLastStandard)) {
    return extended ? CanId::extended(*number) : CanId::standard(*number);
  }
  constexpr std::uint32_t kErrorFlag = 0x20000000U;  // linux/can.h, CAN_ERR_FLAG
  if ((*number & ~CanId::kLastExtended) == kErrorFlag)
    return TextError{fmt::format("{} is an error frame of the controller: it carries no data", digits)};
  return TextError{
      fmt::format("the id {} is too large: the last is {}", digits, extended ? "1FFFFFFF" : "7FF")};
}

/// What stands behind the R. Nothing: no length of a classic frame.
std::optional<std::uint8_t> remote_length(std::string_view text) {
  if (text.empty()) return std::uint8_t{0};
  if (text.size() != 1 || text[0] < '0' || text[0] > '8') return std::nullopt;
  return static_cast<std::uint8_t>(text[0] - '0');
}

/// Bytes of two hex digits, a dot before any of them. The reason, when there is something else or too much.
std::string read_data(std::string_view text, std::uint8_t most, CanFrame& frame) {
  while (!text.empty()) {
    if (text.front() == '.') text.remove_prefix(1);
    const auto digits = text.substr(0, 2);
    const auto byte = digits.size() == 2 ? number_in<std::uint8_t>(digits, 16) : std::nullopt;
    if (!byte) return fmt::format("\"{}\" is no byte of data: two hex digits each", digits);
    if (frame.length == most) return fmt::format("more than {} bytes of data", most);
    frame.data[frame.length++] = *byte;
    text.remove_prefix(2);
  }
  return {};
}

std::string read_fd(std::string_view text, CanFrame& frame) {
  frame.fd = true;
  if (!number_in<std::uint8_t>(text.substr(0, 1), 16)) return "a hex digit of flags is missing behind ##";
  auto reason = read_data(text.substr(1), CanFrame::kMostBytes, frame);
  if (frame.length > kMostClassic) frame.length = *std::ranges::lower_bound(kLongLengths, frame.length);
  return reason;
}

std::string read_content(std::string_view text, CanFrame& frame) {
  if (text.starts_with('#')) return read_fd(text.substr(1), frame);
  if (!text.starts_with('R')) return read_data(text, kMostClassic, frame);
  frame.remote = true;
  const auto length = remote_length(text.substr(1));
  if (!length) return fmt::format("\"{}\" is no remote request: R, or R and the length 0 to 8", text);
  frame.length = *length;
  return {};
}

/// `1436509052.249713` in microseconds.
std::optional<std::int64_t> parse_seconds(std::string_view text) {
  constexpr std::int64_t kMostSeconds = std::numeric_limits<std::int64_t>::max() / 1'000'000 - 1;
  const auto dot = text.find('.');
  const auto seconds = number_in<std::int64_t>(text.substr(0, dot), 10);
  if (!seconds || *seconds < 0 || *seconds > kMostSeconds) return std::nullopt;
  if (dot == std::string_view::npos) return *seconds * 1'000'000;
  const auto digits = text.substr(dot + 1);
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  auto fraction = number_in<std::uint32_t>(digits, 10);
  if (!fraction) return std::nullopt;
  for (auto size = digits.size(); size < 6; ++size) *fraction *= 10;
  for (auto size = digits.size(); size > 6; --size) *fraction /= 10;
  return *seconds * 1'000'000 + *fraction;
}

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

/// Takes what stands before the next blank.
std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
  const auto word = line.substr(0, line.find_first_of(kBlanks));
  line.remove_prefix(word.size());
  return word;
}

}  // namespace

TextResult<CanFrame> parse_frame(std::string_view text) {
  const auto hash = text.find('#');
  if (hash == std::string_view::npos)
    return TextError{fmt::format("\"{}\" is no frame: there is no # behind the id", text)};
  const auto id = parse_id(text.substr(0, hash));
  if (!id) return id.error();
  CanFrame frame;
  frame.id = *id;
  if (auto reason = read_content(text.substr(hash + 1), frame); !reason.empty())
    return TextError{std::move(reason)};
  return frame;
}

std::string format_frame(const CanFrame& frame) {
  auto text = frame.id.is_extended() ? fmt::format("{:08X}#", frame.id.number())
                                     : fmt::format("{:03X}#", frame.id.number());
  if (frame.remote) return frame.length == 0 ? text + 'R' : fmt::format("{}R{}", text, frame.length);
  if (frame.fd) text += "#0";
  const auto size = std::min<std::size_t>(frame.length, CanFrame::kMostBytes);
  for (std::size_t i = 0; i < size; ++i) text += fmt::format("{:02X}", frame.data[i]);
  return text;
}

TextResult<LogLine> parse_log_line(std::string_view line) {
  const auto stamp = take_word(line);
  if (!stamp.starts_with('(') || !stamp.ends_with(')'))
    return TextError{"no time in brackets at the beginning"};
  const auto time = parse_seconds(stamp.substr(1, stamp.size() - 2));
  if (!time) return TextError{fmt::format("{} is no time: seconds since 1970 and their fraction", stamp)};
  const auto interface = take_word(line);
  const auto text = take_word(line);
  if (text.empty()) return TextError{"an interface and a frame are missing behind the time"};
  const auto behind = trimmed(line);
  if (!behind.empty() && behind != "R" && behind != "T") {
    return TextError{fmt::format("\"{}\" behind the frame", behind)};
  }
  auto frame = parse_frame(text);
  if (!frame) return frame.error();
  return LogLine{*time, std::string(interface), *frame};
}

}  // namespace bmsgw::codec::can
