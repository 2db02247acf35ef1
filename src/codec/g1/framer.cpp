//   <CR/LF> NAME ',' field 1 ',' ... ',' field n ',' CRC <CR/LF>
//           |------------- CRC over this -----------| two hexadecimal digits, upper case
// G1 Control Unit Serial Protocol 2.1.0, "General format", p. 5. '#' alone, before a sentence or on a line of its
// own: "Firmware upgrade", p. 43.
#include "bmsgw/codec/g1/framer.hpp"

#include <algorithm>
#include <utility>

#include "bmsgw/codec/g1/crc8.hpp"

namespace bmsgw::codec::g1 {
namespace {

constexpr bool is_line_end(char c) { return c == '\r' || c == '\n'; }

bool is_printable(std::string_view text) {
  unsigned bad = 0;
  for (const char c : text) bad |= static_cast<unsigned>(static_cast<unsigned char>(c - 0x20) > 0x7E - 0x20);
  return bad == 0;
}

constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::size_t find_line_end(std::string_view text) {
  const auto* const end = std::find_if(text.begin(), text.end(), is_line_end);
  return static_cast<std::size_t>(end - text.begin());
}

}  // namespace

Framer::Framer(std::size_t max_line) : max_line_(max_line) { carry_.reserve(max_line); }

void Framer::reset() {
  input_ = {};
  carry_.clear();
  carry_done_ = false;
  overlong_ = false;
  pending_.reset();
}

std::optional<Frame> Framer::next() {
  if (pending_) return std::exchange(pending_, std::nullopt);
  if (std::exchange(carry_done_, false)) carry_.clear();
  while (!input_.empty()) {
    const auto length = find_line_end(input_);
    if (length == input_.size()) {
      hold_back(input_);
      input_ = {};
      break;
    }
    const auto line = take_line(length);
    if (const auto frame = examine(line)) return frame;
    if (std::exchange(carry_done_, false)) carry_.clear();
  }
  return std::nullopt;
}

/// The line that ends `length` bytes on; an overlong one is empty.
std::string_view Framer::take_line(std::size_t length) {
  const auto line = input_.substr(0, length);
  input_.remove_prefix(length + 1);
  if (carry_.empty() && !overlong_ && line.size() <= max_line_) return line;
  hold_back(line);
  if (std::exchange(overlong_, false)) return {};
  carry_done_ = true;
  return carry_;
}

void Framer::hold_back(std::string_view part) {
  if (overlong_) return;
  if (carry_.size() + part.size() > max_line_) {
    ++counters_.overlong;
    overlong_ = true;
    carry_.clear();
    return;
  }
  carry_.append(part);
}

std::optional<Frame> Framer::examine(std::string_view line) {
  if (line.empty()) return std::nullopt;
  if (line.front() != '#') return check_sentence(line);
  const Frame restart{Frame::Kind::restart, line.substr(0, 1)};
  if (line.size() > 1) {
    pending_ = check_sentence(line.substr(1));
    if (!pending_) return std::nullopt;  // noise, not a unit that starts
  }
  ++counters_.restarts;
  return restart;
}

std::optional<Frame> Framer::check_sentence(std::string_view line) {
  if (!is_printable(line)) {
    ++counters_.non_ascii;
    return std::nullopt;
  }
  const auto size = line.size();
  if (size < 4 || line[size - 3] != ',' || hex_digit(line[size - 2]) < 0 || hex_digit(line[size - 1]) < 0) {
    ++counters_.malformed;
    return std::nullopt;
  }
  const auto told = static_cast<std::uint8_t>(hex_digit(line[size - 2]) * 16 + hex_digit(line[size - 1]));
  if (crc8(line.substr(0, size - 2)) != told) {
    ++counters_.bad_crc;
    return std::nullopt;
  }
  ++counters_.sentences;
  return Frame{Frame::Kind::sentence, line};
}

}  // namespace bmsgw::codec::g1
