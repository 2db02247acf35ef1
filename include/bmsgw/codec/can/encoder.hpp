#pragma once

#include "bmsgw/codec/can/packet_spec.hpp"
#include "bmsgw/core/can_frame.hpp"

/// Values into frames: the inverse of Decoder. Thread: any.
namespace bmsgw::codec::can {

/// Sets the signal's bits and no others; the frame's length is the caller's. raw = value / factor - offset,
/// rounded to the nearest. Of a list: its first element. False, and nothing is set: the value isn't finite,
/// its raw number doesn't fit the bits, or that number means "no value" (not_available). HEX_BIT_BOOL: see
/// encode_flag, for anything but 0.
[[nodiscard]] bool encode_signal(const SignalSpec& signal, double value, core::CanFrame& into);
/// 1 or 0 as a raw number, without offset and factor; as HEX_BIT_BOOL is read.
[[nodiscard]] bool encode_flag(const SignalSpec& signal, bool flag, core::CanFrame& into);

}  // namespace bmsgw::codec::can
