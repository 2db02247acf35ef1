#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bmsgw::codec::g1 {

/// What the framer has found on the line.
struct Frame {
  enum class Kind : std::uint8_t {
    sentence,  ///< a line with a right CRC; `text` is it whole, CRC included
    restart,   ///< a bare '#', alone or before a right sentence: the control unit has just started
  };
  Kind kind = Kind::sentence;
  /// Valid until the next call of the framer.
  std::string_view text;
};

struct FramerCounters {
  std::uint64_t sentences = 0;
  std::uint64_t bad_crc = 0;
  std::uint64_t overlong = 0;
  std::uint64_t non_ascii = 0;
  std::uint64_t malformed = 0;  ///< no comma, or no two CRC digits at the end
  std::uint64_t restarts = 0;
};

/// Cuts a byte stream into sentences. Takes bytes in any split, resynchronises at each CR or LF, holds at
/// most one line of `max_line` bytes.
///
///   framer.feed(bytes);
///   while (auto frame = framer.next()) ...
///
/// The bytes fed must stay valid until next() has returned nothing.
/// Thread: any (no sharing).
class Framer {
 public:
  static constexpr std::size_t kDefaultMaxLine = 1024;

  explicit Framer(std::size_t max_line = kDefaultMaxLine);

  void feed(std::span<const char> bytes) { input_ = {bytes.data(), bytes.size()}; }
  [[nodiscard]] std::optional<Frame> next();
  /// Forgets a half-read line, after the port was reopened.
  void reset();
  [[nodiscard]] const FramerCounters& counters() const { return counters_; }

 private:
  std::size_t find_line_end();
  std::optional<Frame> examine(std::string_view line);
  std::optional<Frame> find_restart(std::string_view line);
  void hold_back(std::string_view part);
  std::string_view take_line(std::size_t length);

  std::size_t max_line_;
  std::string_view input_;
  std::string carry_;
  bool carry_done_ = false;       ///< carry_ was handed out as a line and is cleared at the next call
  bool overlong_ = false;         ///< skipping to the next line end
  bool non_ascii_ = false;        ///< the line read so far holds a byte that no sentence does
  std::optional<Frame> pending_;  ///< the sentence that stood behind a '#'
  FramerCounters counters_;
};

}  // namespace bmsgw::codec::g1
