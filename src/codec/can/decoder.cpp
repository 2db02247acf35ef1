//   id -> packet -> its signals: load, shift, mask, put the pieces together, extend the sign, scale
//   X19B50000   b0 bits | b1 bits | b2 cells, high | b3 stage | b4 b5 minutes | b6 error | b7 cells, low
//   X19B50100+g b0 ... b7: a byte for each of the cells 8 g ... 8 g + 7; the last frame may be shorter
// EMUS CAN protocol, Overall Parameters and Individual Cell Voltages (option A). What stands where is
// configuration, not code.
#include "bmsgw/codec/can/decoder.hpp"

#include <algorithm>

namespace bmsgw::codec::can {
namespace {

using core::CanFrame;
using core::Quality;
using core::Sample;

}  // namespace

std::span<const Decoder::SignalPlan> Decoder::signals_of(const PacketPlan& packet) const {
  return std::span(signals_).subspan(packet.first_signal, packet.signals);
}

std::span<Decoder::ListPlan> Decoder::lists_of(const PacketPlan& packet) {
  return std::span(lists_).subspan(packet.first_list, packet.lists);
}

std::optional<Decoder::Place> Decoder::packet_of(core::CanId id) const {
  const auto packet = ids_.find(id);
  if (packet == kNoPacket) return std::nullopt;
  return Place{packet, id.number() - packets_[packet].id.number()};
}

Decoder::Decoded Decoder::decode(const CanFrame& frame, core::MonoTime now, std::vector<Sample>& samples) {
  const auto index = ids_.find(frame.id);
  if (index == kNoPacket) return {DecodeResult::unknown, kNoPacket};
  const auto& packet = packets_[index];
  if (frame.remote) return {DecodeResult::remote, index};
  if (frame.length == 0) return {DecodeResult::empty, index};
  if (packet.dlc > 0 && frame.length != packet.dlc) return {DecodeResult::wrong_length, index};
  decode_signals(packet, frame, samples);
  for (auto& list : lists_of(packet)) decode_list(packet, list, frame, now, samples);
  return {DecodeResult::decoded, index};
}

inline std::uint64_t Decoder::raw_of(const CanFrame& frame, const ValuePlan& value) const {
  auto raw = read_run(frame, value.run);
  for (std::uint32_t i = 0; i < value.others; ++i) {
    const auto& run = more_runs_[value.more + i];
    raw = (raw << run.bits) | read_run(frame, run);
  }
  return raw;
}

/// What isn't plain.
void Decoder::decode_any(const SignalPlan& signal, const CanFrame& frame, Sample& sample) const {
  const auto raw = raw_of(frame, signal.value);
  if (signal.scaler.is_not_available(raw, signal.value.width)) {
    sample.quality = Quality::unavailable;
  } else if (signal.is_flag) {
    sample.value.emplace<bool>(raw != 0);
  } else {
    signal.scaler.decode(raw, signal.value.width, sample.value);
  }
}

inline void Decoder::decode_signal(const SignalPlan& signal, const CanFrame& frame, Sample& sample) const {
  sample.point = signal.point;
  if (frame.length < signal.value.needed) {
    sample.quality = Quality::unavailable;
    return;
  }
  if (!signal.is_plain) return decode_any(signal, frame, sample);
  const auto raw = read_run(frame, signal.value.run);
  if (signal.is_flag) {
    sample.value.emplace<bool>(raw != 0);
  } else {
    signal.scaler.decode(static_cast<std::int64_t>((raw ^ signal.sign) - signal.sign), sample.value);
  }
}

/// Samples are made at once and filled in place: copying one that was just made piece by piece costs a
/// stalled load each.
void Decoder::decode_signals(const PacketPlan& packet, const CanFrame& frame,
                             std::vector<Sample>& samples) const {
  auto at = samples.size();
  samples.resize(at + packet.signals);
  for (const auto& signal : signals_of(packet)) decode_signal(signal, frame, samples[at++]);
}

/// A list of one frame ends with it; one over several frames is known to be whole by the longest seen.
void Decoder::decode_list(const PacketPlan& packet, ListPlan& list, const CanFrame& frame, core::MonoTime now,
                          std::vector<Sample>& samples) {
  const bool in_one_frame = packet.range == 1;
  const auto offset = frame.id.number() - packet.id.number();
  const auto expected = in_one_frame ? std::optional<std::size_t>(0) : std::nullopt;
  read_part(list, frame);
  ready_.clear();
  if (!part_.empty())
    list.assembler.add(std::size_t{offset} * list.elements.size(), part_, expected, now, ready_);
  if (in_one_frame) list.assembler.flush_due(core::kNever, expected, ready_);
  for (const auto ready : ready_) samples.push_back({list.point, Quality::good, ready});
  if (in_one_frame && part_.empty()) samples.push_back({list.point, Quality::unavailable, {}});
}

/// The elements that the frame is long enough for.
void Decoder::read_part(const ListPlan& list, const CanFrame& frame) {
  part_.clear();
  for (const auto& element : list.elements) {
    if (frame.length < element.needed) return;
    const auto raw = raw_of(frame, element);
    if (list.scaler.is_not_available(raw, element.width)) {
      part_.emplace_back();
    } else {
      part_.emplace_back(list.scaler.real_of(raw, element.width));
    }
  }
}

void Decoder::make_unavailable(std::uint32_t packet, std::vector<Sample>& samples) {
  const auto& plan = packets_[packet];
  for (const auto& signal : signals_of(plan)) samples.push_back({signal.point, Quality::unavailable, {}});
  for (auto& list : lists_of(plan)) {
    list.assembler.clear();
    samples.push_back({list.point, Quality::unavailable, {}});
  }
}

void Decoder::flush_due(core::MonoTime now, std::vector<Sample>& samples) {
  for (auto& list : lists_) {
    ready_.clear();
    list.assembler.flush_due(now, std::nullopt, ready_);
    for (const auto ready : ready_) samples.push_back({list.point, Quality::good, ready});
  }
}

core::MonoTime Decoder::next_deadline() const {
  auto next = core::kNever;
  for (const auto& list : lists_) next = std::min(next, list.assembler.deadline());
  return next;
}

}  // namespace bmsgw::codec::can
