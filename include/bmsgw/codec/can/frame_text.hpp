#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/system/result.hpp>

#include "bmsgw/core/can_frame.hpp"

/// Frames as can-utils write them (cansend(1), candump(1) -L). Thread: any.
namespace bmsgw::codec::can {

/// Why a text is no frame, in words for the user.
struct TextError {
  std::string reason;

  friend bool operator==(const TextError&, const TextError&) = default;
};

template <typename T>
using TextResult = boost::system::result<T, TextError>;

/// `123#1122`, `19B50001#4A.94.80`: 3 hex digits are a standard id, 8 an extended one. `123#R` or `123#R4` is
/// a remote frame. `123##0112233` is an FD frame: a digit of flags, then its data, filled up with 0 to a
/// length that FD has. Error frames are none.
[[nodiscard]] TextResult<core::CanFrame> parse_frame(std::string_view text);
/// As above, in upper case and without dots.
[[nodiscard]] std::string format_frame(const core::CanFrame& frame);

/// A line of `candump -L`.
struct LogLine {
  std::int64_t unix_us = 0;  ///< microseconds since 1970-01-01 UTC
  std::string interface;
  core::CanFrame frame;
};

/// `(1436509052.249713) vcan0 044#2A366C2BBA`, with or without what `candump -x` says behind it (R, T).
[[nodiscard]] TextResult<LogLine> parse_log_line(std::string_view line);

}  // namespace bmsgw::codec::can
