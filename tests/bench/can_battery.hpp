#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "bmsgw/codec/can/packet_spec.hpp"

/// Packets and frames to measure with: as a real unit has them.
namespace bmsgw::bench {

using codec::can::PacketSpec;
using codec::can::SignalSpec;
using core::CanFrame;
using core::CanId;

inline SignalSpec signal_of(std::vector<core::CanPiece> pieces, double offset, double factor, int decimals) {
  SignalSpec signal;
  signal.place.pieces = std::move(pieces);
  signal.format.offset = offset;
  signal.format.factor = factor;
  signal.format.decimals = static_cast<std::int8_t>(decimals);
  return signal;
}

inline SignalSpec flag_of(std::uint16_t start) {
  auto signal = signal_of({{start, 1}}, 0, 1, -1);
  signal.format.encoding = core::Encoding::hex_bit_bool;
  return signal;
}

inline SignalSpec cells(double offset, double factor, int decimals) {
  auto signal = signal_of({{0, 8}}, offset, factor, decimals);
  signal.place.pack_length = 8;
  signal.list = true;
  return signal;
}

/// Eight signals as real ones are: bytes and words, scaled and not, a flag.
inline std::vector<SignalSpec> eight_signals() {
  auto current = signal_of({{16, 16}}, 0, 0.1, 1);
  current.format.is_signed = true;
  return {signal_of({{0, 8}}, 200, 0.01, 2),
          signal_of({{8, 8}}, -100, 1, -1),
          current,
          signal_of({{32, 16}}, 0, 0.1, 1),
          signal_of({{48, 8}}, 0, 1, -1),
          signal_of({{56, 4}}, 0, 1, -1),
          flag_of(60),
          signal_of({{61, 3}}, 0, 1, -1)};
}

inline CanFrame frame_of(CanId id, std::uint64_t seed, std::uint8_t length = 8) {
  CanFrame frame;
  frame.id = id;
  frame.length = length;
  for (std::size_t i = 0; i < length; ++i)
    frame.data[i] = static_cast<std::uint8_t>((seed + 1) * 37 * (i + 1));
  return frame;
}

/// EMUS CAN protocol: the messages of a unit with 96 cells (facts of the layouts: emus-g1-can profile).
inline std::vector<PacketSpec> emus_packets(std::uint32_t base) {
  const auto id = [base](std::uint32_t message) { return CanId::extended((base << 16U) + message); };
  auto current = signal_of({{0, 16}}, 0, 0.1, 1);
  current.format.is_signed = true;
  auto charge = signal_of({{16, 16}}, 0, 0.1, 1);
  charge.format.not_available = {65535};
  PacketSpec overall{id(0x0000), 1, -1, {}};
  for (std::uint16_t bit = 0; bit < 12; ++bit) overall.signals.push_back(flag_of(bit));
  overall.signals.push_back(signal_of({{16, 8}, {56, 8}}, 0, 1, -1));
  overall.signals.push_back(signal_of({{24, 8}}, 0, 1, -1));
  overall.signals.push_back(signal_of({{32, 16}}, 0, 1, -1));
  const auto summary = [](double offset, double factor, int decimals) {
    return std::vector{signal_of({{0, 8}}, offset, factor, decimals),
                       signal_of({{8, 8}}, offset, factor, decimals),
                       signal_of({{16, 8}}, offset, factor, decimals)};
  };
  PacketSpec voltage{id(0x0001), 1, -1, summary(200, 0.01, 2)};
  voltage.signals.push_back(signal_of({{40, 16}, {24, 16}}, 0, 0.01, 2));
  PacketSpec diagnostics{id(0x0007), 1, -1, {}};
  for (std::uint16_t bit = 0; bit < 24; ++bit) diagnostics.signals.push_back(flag_of(bit));
  return {
      overall,
      voltage,
      {id(0x0002), 1, -1, summary(-100, 1, -1)},
      {id(0x0003), 1, -1, summary(0, 100.0 / 255, 1)},
      diagnostics,
      {id(0x0100), 32, -1, {cells(200, 0.01, 2)}},
      {id(0x0200), 32, -1, {cells(-100, 1, -1)}},
      {id(0x0300), 32, -1, {cells(0, 100.0 / 255, 1)}},
      {id(0x0500), 1, -1, {current, charge, signal_of({{48, 8}}, 0, 1, -1), signal_of({{56, 8}}, 0, 1, -1)}}};
}

/// A second of the unit's broadcast: its summaries ten times, its 96 cells once; other nodes' frames in
/// between.
inline void append_second(std::uint32_t base, std::uint64_t second, std::vector<CanFrame>& log) {
  const auto id = [base](std::uint32_t message) { return CanId::extended((base << 16U) + message); };
  for (std::uint64_t i = 0; i < 10; ++i) {
    for (const std::uint32_t message : {0x0000U, 0x0001U, 0x0002U, 0x0003U, 0x0007U, 0x0500U})
      log.push_back(frame_of(id(message), 10 * second + i));
    log.push_back(frame_of(CanId::extended(0x18FF50E5), i));
    log.push_back(frame_of(id(0x0000), i, 0));
  }
  for (const std::uint32_t first : {0x0100U, 0x0200U, 0x0300U}) {
    for (std::uint32_t group = 0; group < 12; ++group)
      log.push_back(frame_of(id(first + group), second + group));
  }
}

}  // namespace bmsgw::bench
