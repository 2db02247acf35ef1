#include "packet_encoder.hpp"

#include <string>
#include <vector>

#include "bmsgw/codec/can/encoder.hpp"

namespace bmsgw::app {
namespace {

using Slots = std::span<const std::optional<double>>;

/// Lives for one packet. Nothing: a value doesn't fit.
struct Encoder {
  Slots values;

  using Made = std::optional<core::Command::What>;

  Made operator()(const BridgePlan::CanTarget& target) const {
    auto frame = target.blank;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!codec::can::encode_signal(target.signals[i], *values[i], frame)) return std::nullopt;
    }
    return frame;
  }

  Made operator()(const BridgePlan::SentenceTarget& target) const {
    std::vector<std::string> fields(target.fields);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& field = target.slots[i];
      const auto text = field.codec.encode(*values[i], field.digits);
      if (!text) return std::nullopt;
      fields[field.number - 1] = *text;
    }
    core::SentenceCommand command{target.sentence, ""};
    for (std::size_t i = 0; i < fields.size(); ++i) command.fields += (i == 0 ? "" : ",") + fields[i];
    return command;
  }
};

bool is_within_bounds(const BridgePlan::Packet& packet, Slots values) {
  for (std::size_t i = 0; i < packet.slots.size(); ++i) {
    if (!(*values[i] >= packet.slots[i].least && *values[i] <= packet.slots[i].most)) return false;
  }
  return true;
}

}  // namespace

std::optional<core::Command::What> encode_packet(const BridgePlan::Packet& packet,
                                                 std::span<const std::optional<double>> values) {
  if (!is_within_bounds(packet, values)) return std::nullopt;
  return std::visit(Encoder{values}, packet.target);
}

}  // namespace bmsgw::app
