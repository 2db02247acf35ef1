#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "bmsgw/core/firmware.hpp"

/// Firmware files of a G1 control unit:
///
///   0004 424D5331   0006 322E312E3000   0000   0012 ......   0012 ......
///   length, data    version             any    what is sent: frames, one after the other
///   hardware BMS1                       serial
///
/// Hexadecimal text; white space and line ends between bytes are passed over. What goes out of a frame is its
/// two length bytes and its data, as the manual counts the length to the frame ('0004424D5331'). Frames of
/// length 0 are left out: the manual says that there may be some, and they hold nothing to be sent. A file
/// that ends in one is refused: it might be a mark of the end that the unit waits for, and a unit that waits
/// for ever has no whole firmware. G1 Control Unit Serial Protocol 2.1.0, "Firmware upgrade", p. 43-44. Pure.
/// Thread: any.
namespace bmsgw::codec::g1 {

inline constexpr std::size_t kLargestFirmware = 4U << 20U;  ///< bytes of the text
/// Bytes of a frame with its length: a serial line takes so many at once. A control unit's loader holds far
/// less.
inline constexpr std::size_t kLargestFrame = 4096;

/// The file's frames, or what is wrong with it, and where. `name` and `sha256` are handed through.
[[nodiscard]] std::variant<core::FirmwareImage, std::string> parse_firmware(std::string_view text,
                                                                            std::string name,
                                                                            std::string sha256);

}  // namespace bmsgw::codec::g1
