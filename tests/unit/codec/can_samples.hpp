#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/codec/can/frame_text.hpp"
#include "bmsgw/codec/can/packet_spec.hpp"
#include "bmsgw/core/sample.hpp"

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

/// Exact: a decoded value is the same on every machine. `true`, `42`, `real 3.48`, `[1 - 3]`.
inline std::string shown(const core::Value& value) {
  std::ostringstream text;
  text.precision(17);
  if (const auto* flag = std::get_if<bool>(&value)) text << (*flag ? "true" : "false");
  if (const auto* integer = std::get_if<std::int64_t>(&value)) text << *integer;
  if (const auto* real = std::get_if<double>(&value)) text << "real " << *real;
  if (const auto* list = std::get_if<core::List>(&value)) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      text << (i == 0 ? "[" : " ");
      (*list)[i] ? text << *(*list)[i] : text << "-";
    }
    text << "]";
  }
  return text.str();
}

/// The values in their order; in place of one that isn't good its quality.
inline std::vector<std::string> shown(const std::vector<core::Sample>& samples) {
  std::vector<std::string> texts;
  for (const auto& sample : samples) {
    const bool good = sample.quality == core::Quality::good;
    texts.push_back(good ? shown(sample.value) : std::string(core::to_string(sample.quality)));
    EXPECT_EQ(good, !std::holds_alternative<std::monostate>(sample.value));
  }
  return texts;
}

}  // namespace bmsgw::codec::can::test
