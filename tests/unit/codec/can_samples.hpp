#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/codec/can/frame_text.hpp"
#include "bmsgw/codec/can/packet_spec.hpp"

#include "shown.hpp"

/// Specs and samples in short, for the tests of the CAN codec.
namespace bmsgw::codec::can::test {

inline core::CanFrame frame_of(const std::string& text) {
  const auto frame = parse_frame(text);
  EXPECT_TRUE(frame.has_value()) << text << ": " << (frame ? "" : frame.error().reason);
  return frame ? *frame : core::CanFrame{};
}

struct Scale {
  double offset = 0;
  double factor = 1;
  int decimals = -1;
};

inline SignalSpec signal_of(std::vector<core::CanPiece> pieces, Scale scale = {}) {
  SignalSpec signal;
  signal.place.pieces = std::move(pieces);
  signal.format.offset = scale.offset;
  signal.format.factor = scale.factor;
  signal.format.decimals = static_cast<std::int8_t>(scale.decimals);
  return signal;
}
inline SignalSpec flag_of(std::uint16_t start) {
  auto signal = signal_of({{start, 1}});
  signal.format.encoding = core::Encoding::hex_bit_bool;
  return signal;
}
inline SignalSpec list_of(core::CanPiece first, std::uint16_t pack_length, Scale scale = {}) {
  auto signal = signal_of({first}, scale);
  signal.place.pack_length = pack_length;
  signal.list = true;
  return signal;
}
inline SignalSpec with_sign(SignalSpec signal) {
  signal.format.is_signed = true;
  return signal;
}
inline SignalSpec little(SignalSpec signal) {
  signal.place.big_end = false;
  return signal;
}
inline SignalSpec dbc(SignalSpec signal) {
  signal.place.dbc_numbering = true;
  return signal;
}
inline SignalSpec without(SignalSpec signal, std::vector<std::int64_t> codes) {
  signal.format.not_available = std::move(codes);
  return signal;
}

using bmsgw::test::shown;

}  // namespace bmsgw::codec::can::test
