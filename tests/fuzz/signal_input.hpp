#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "bmsgw/codec/can/packet_spec.hpp"

#include "fuzz_support.hpp"
#include "input_reader.hpp"

/// From a fuzzer's bytes to packets and frames.
namespace bmsgw::fuzz {

inline constexpr std::array kFactors{1.0, 0.01, 10.0, -0.5, 1e-9, 1e15, 100.0 / 255};
inline constexpr std::array kOffsets{0.0, 200.0, -100.0, 0.5, -1e15};

inline core::CanId make_id(Reader& reader) {
  const auto kind = reader.byte();
  const auto number = std::uint32_t{reader.byte()} % 32;
  return kind % 2 == 0 ? core::CanId::standard(0x7E0 + number) : core::CanId::extended(0x1FFFFFE0 + number);
}

/// Pieces and their kind, format, scale, length of a list, codes of no value: a byte each.
inline codec::can::SignalSpec make_signal(Reader& reader, std::uint32_t point) {
  codec::can::SignalSpec signal;
  signal.point = static_cast<core::PointId>(point);
  const auto kind = reader.byte();
  signal.place.pieces.resize(1 + kind % 3U);
  signal.place.big_end = (kind & 0x10U) != 0;
  signal.place.dbc_numbering = (kind & 0x20U) != 0;
  signal.format.is_signed = (kind & 0x40U) != 0;
  signal.list = (kind & 0x80U) != 0;
  for (auto& piece : signal.place.pieces)
    piece = {static_cast<std::uint16_t>(reader.word() % 520), reader.byte()};
  if (const auto scale = reader.byte(); scale == 255) {
    signal.format.encoding = core::Encoding::hex_bit_bool;
  } else {
    signal.format.factor = kFactors.at(scale % kFactors.size());
    signal.format.offset = kOffsets.at(scale / 8U % kOffsets.size());
    signal.format.decimals = static_cast<std::int8_t>(scale / 16 - 1);
  }
  if (signal.list) signal.place.pack_length = reader.byte();
  if (const auto codes = reader.byte() % 4U; codes > 0)
    signal.format.not_available.assign(codes, reader.byte());
  return signal;
}

inline codec::can::PacketSpec make_packet(Reader& reader, std::uint32_t& points) {
  codec::can::PacketSpec packet{make_id(reader), reader.byte(), 0, {}};
  packet.dlc = static_cast<std::int16_t>(reader.byte() % 80 - 70);  // mostly any
  for (auto count = reader.byte() % 5U; count > 0; --count) {
    auto signal = make_signal(reader, points);
    const auto fault = core::fault_of(signal.place);
    if (!fault.empty()) continue;
    require(core::bytes_needed(signal.place) <= core::CanFrame::kMostBytes,
            "a place without a fault is in a frame");
    packet.signals.push_back(std::move(signal));
    ++points;
  }
  return packet;
}

inline core::CanFrame make_frame(Reader& reader) {
  core::CanFrame frame;
  frame.id = make_id(reader);
  const auto kind = reader.byte();
  frame.remote = (kind & 0x80U) != 0;
  frame.fd = kind % 65 > 8;
  frame.length = static_cast<std::uint8_t>(kind % 65);
  for (std::size_t i = 0; i < frame.length; ++i) frame.data[i] = reader.byte();
  return frame;
}

}  // namespace bmsgw::fuzz
