//   <CR/LF> NAME ',' field 1 ',' ... ',' field n ',' CRC <CR/LF>
//           |------------- CRC over this -----------| two hexadecimal digits, upper case
// G1 Control Unit Serial Protocol 2.1.0, "General format", p. 5. '#' alone, before a sentence or on a line of
// its own: "Firmware upgrade", p. 43.
#include "bmsgw/codec/g1/framer.hpp"

#include <utility>

#include "bmsgw/codec/g1/crc8.hpp"

namespace bmsgw::codec::g1 {
namespace {

constexpr bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}

constexpr bool is_printable(char c) {
  return static_cast<unsigned char>(c - 0x20) <= 0x7E - 0x20;
}

constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Fault : std::uint8_t { none, malformed, bad_crc };

Fault fault_of(std::string_view line) {
  const auto size = line.size();
  if (size < 4 || line[size - 3] != ',') return Fault::malformed;
  const auto high = hex_digit(line[size - 2]);
  const auto low = hex_digit(line[size - 1]);
  if (high < 0 || low < 0) return Fault::malformed;
  return crc8(line.substr(0, size - 2)) == high * 16 + low ? Fault::none : Fault::bad_crc;
}

}  // namespace

Framer::Framer(std::size_t max_line) : max_line_(max_line) {
  carry_.reserve(max_line);
}

/// How far the next line end in input_ is; notes on the way what no sentence holds, so each byte is looked at
/// once.
std::size_t Framer::find_line_end() {
  std::size_t at = 0;
  for (; at < input_.size(); ++at) {
    if (is_printable(input_[at])) continue;
    if (is_line_end(input_[at])) break;
    non_ascii_ = true;
  }
  return at;
}

void Framer::reset() {
  input_ = {};
  carry_.clear();
  carry_done_ = false;
  overlong_ = false;
  non_ascii_ = false;
  pending_.reset();
}

std::optional<Frame> Framer::next() {
  if (pending_) return std::exchange(pending_, std::nullopt);
  if (std::exchange(carry_done_, false)) carry_.clear();
  while (!input_.empty()) {
    const auto length = find_line_end();
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
  const bool non_ascii = std::exchange(non_ascii_, false);
  if (line.empty()) return std::nullopt;
  if (non_ascii) {
    ++counters_.non_ascii;
    return std::nullopt;
  }
  const auto fault = line.front() == '#' ? Fault::malformed : fault_of(line);
  if (fault == Fault::none) {
    ++counters_.sentences;
    return Frame{Frame::Kind::sentence, line};
  }
  if (const auto restart = find_restart(line)) return restart;
  ++(fault == Fault::bad_crc ? counters_.bad_crc : counters_.malformed);
  return std::nullopt;
}

/// A unit that starts in the middle of a sentence leaves the half of it before its '#'.
std::optional<Frame> Framer::find_restart(std::string_view line) {
  const auto mark = line.rfind('#');
  if (mark == std::string_view::npos) return std::nullopt;
  const auto behind = line.substr(mark + 1);
  if (behind.empty() && line.find_first_not_of('#') != std::string_view::npos) return std::nullopt;  // noise
  if (!behind.empty()) {
    if (fault_of(behind) != Fault::none) return std::nullopt;
    ++counters_.sentences;
    pending_ = Frame{Frame::Kind::sentence, behind};
  }
  ++counters_.restarts;
  return Frame{Frame::Kind::restart, line.substr(mark, 1)};
}

}  // namespace bmsgw::codec::g1
