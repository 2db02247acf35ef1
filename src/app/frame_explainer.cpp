#include "frame_explainer.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "bmsgw/route/router.hpp"

#include "value_text.hpp"

namespace bmsgw::app {
namespace {

using codec::can::Decoder;
using codec::can::DecodeResult;
using codec::can::PacketSpec;
using codec::can::SignalSpec;

/// `b2`, `b2-3`, `b7.2` (one bit), `b2.4+5` (bits within a byte and beyond); pieces with commas between them.
std::string piece_text(const core::CanPiece& piece, std::uint32_t bits) {
  const auto byte = piece.start / 8U;
  const auto bit = piece.start % 8U;
  if (bits == 1) return fmt::format("b{}.{}", byte, bit);
  if (bit != 0 || bits % 8 != 0) return fmt::format("b{}.{}+{}", byte, bit, bits);
  return bits == 8 ? fmt::format("b{}", byte) : fmt::format("b{}-{}", byte, byte + bits / 8 - 1);
}

std::string place_text(const core::CanPlace& place) {
  std::string text;
  for (const auto& piece : place.pieces) {
    text += (text.empty() ? "" : ",") + piece_text(piece, std::uint32_t{piece.bits} * place.pack_length);
  }
  return text;
}

std::string hex_text(const core::CanFrame& frame) {
  std::string text;
  for (std::size_t i = 0; i < frame.length; ++i) text += fmt::format("{:02X}", frame.data[i]);
  return text;
}

/// The samples of one signal alone, its list given out at once.
std::vector<core::Sample> decode_alone(Decoder& decoder, const core::CanFrame& frame) {
  std::vector<core::Sample> samples;
  decoder.decode(frame, core::MonoTime{}, samples);
  if (samples.empty()) decoder.flush_due(core::kNever, samples);
  return samples;
}

std::string raw_text(const SignalSpec& signal, const core::CanFrame& frame) {
  if (signal.list) return hex_text(frame);
  SignalSpec plain = signal;
  plain.format = {};
  Decoder decoder({PacketSpec{frame.id, 1, -1, {plain}}});
  const auto samples = decode_alone(decoder, frame);
  const auto* raw = samples.empty() ? nullptr : std::get_if<std::int64_t>(&samples.front().value);
  if (raw == nullptr) return "";
  return fmt::format("{:0{}X}", static_cast<std::uint64_t>(*raw), (core::width_of(signal.place) + 3) / 4);
}

std::string certainty_text(config::Certainty certainty) {
  switch (certainty) {
    case config::Certainty::certain:
      return "";
    case config::Certainty::likely:
      return "likely";
    case config::Certainty::unverified:
      return "unverified";
  }
  return "";
}

/// Lives for one explain_frame().
class Explainer {
 public:
  Explainer(const config::Config& config, const CompiledGateway& compiled, const core::CanFrame& frame)
      : config_(config), compiled_(compiled), frame_(frame), router_(*compiled.routes, records_) {}

  Explanation explain(const PacketSpec& packet) {
    for (const auto& signal : packet.signals) add_row(signal);
    std::ranges::stable_sort(made_.rows, {}, &FieldRow::field);
    add_notes(packet);
    return std::move(made_);
  }

 private:
  void add_row(const SignalSpec& signal) {
    const auto& info = compiled_.points[core::index_of(signal.point)];
    const auto* const param = find_param(config_, info);
    if (param == nullptr) return;  // stands only for a flag that others are gated by
    if (packet_name_.empty()) packet_name_ = info.bus + "/" + info.packet;
    Decoder decoder({PacketSpec{frame_.id, 1, -1, {signal}}});
    router_.apply(decode_alone(decoder, frame_), core::Stamp{}, core::milliseconds(0));
    const auto& cell = router_.points().cell(signal.point);
    auto row = row_of(*param, cell, keys_of(*compiled_.routes, signal.point));
    row.field = std::ranges::min_element(signal.place.pieces, {}, &core::CanPiece::start)->start;
    row.place = place_text(signal.place);
    row.raw = raw_text(signal, frame_);
    row.certainty = certainty_text(param->certainty);
    made_.rows.push_back(std::move(row));
  }

  void add_notes(const PacketSpec& packet) {
    if (!packet_name_.empty()) made_.notes.push_back("packet " + packet_name_);
    if (packet.dlc > 0 && packet.dlc != frame_.length) {
      made_.notes.push_back(
          fmt::format("its length is {}, and only frames of dlc {} are decoded", frame_.length, packet.dlc));
      made_.rows.clear();
    }
    const auto offset = frame_.id.word() - packet.id.word();
    if (offset == 0) return;
    for (const auto& signal : packet.signals) {
      if (!signal.list) continue;
      made_.notes.push_back(
          fmt::format("lists go on with element {} here", offset * signal.place.pack_length));
      break;
    }
  }

  const config::Config& config_;
  const CompiledGateway& compiled_;
  const core::CanFrame& frame_;
  core::RecordBatch records_;
  route::Router router_;
  std::string packet_name_;
  Explanation made_;
};

}  // namespace

const PacketSpec* find_packet(const driver::CanBusPlan& bus, core::CanId id) {
  const auto place = std::ranges::find_if(
      bus.packets, [id](const PacketSpec& packet) { return id.is_among(packet.id, packet.range); });
  return place == bus.packets.end() ? nullptr : &*place;
}

Explanation explain_frame(const config::Config& config, const CompiledGateway& compiled,
                          const driver::CanBusPlan& bus, const core::CanFrame& frame) {
  Explanation made;
  const auto* packet = find_packet(bus, frame.id);
  if (packet == nullptr) {
    made.notes.push_back("no packet of " + bus.name + " has the id " + to_string(frame.id));
    return made;
  }
  made.is_request = frame.remote;
  if (frame.remote) return made;
  if (frame.length == 0) {
    made.notes.emplace_back(
        "A frame of length 0: somebody's request, or the unit's \"no data\" as its answer.");
    return made;
  }
  return Explainer(config, compiled, frame).explain(*packet);
}

}  // namespace bmsgw::app
