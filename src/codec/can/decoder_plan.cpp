// From the configuration to what Decoder does with each frame: where every number stands, worked out once.
#include <algorithm>

#include "bmsgw/codec/can/decoder.hpp"

namespace bmsgw::codec::can {
namespace {

/// How many ids of the packet there are.
std::uint32_t ids_of(const PacketSpec& spec) {
  return std::min(spec.range, spec.id.following() + 1);
}

std::size_t count_of_ids(const std::vector<PacketSpec>& packets) {
  std::size_t count = 0;
  for (const auto& packet : packets) count += ids_of(packet);
  return count;
}

}  // namespace

Decoder::Decoder(const std::vector<PacketSpec>& packets) : ids_(count_of_ids(packets)) {
  packets_.reserve(packets.size());
  for (const auto& spec : packets) {
    for (std::uint32_t i = 0; i < ids_of(spec); ++i)
      ids_.insert(spec.id + i, static_cast<std::uint32_t>(packets_.size()));
    add_packet(spec);
  }
}

void Decoder::add_packet(const PacketSpec& spec) {
  PacketPlan packet{spec.id, ids_of(spec), std::max<std::int16_t>(spec.dlc, 0)};
  packet.first_signal = static_cast<std::uint32_t>(signals_.size());
  packet.first_list = static_cast<std::uint32_t>(lists_.size());
  for (const auto& signal : spec.signals) {
    if (!signal.list) {
      add_signal(signal);
      ++packet.signals;
      continue;
    }
    auto& list = lists_.emplace_back(ListPlan{signal.point, Scaler(signal.format), {}, {}});
    for (std::uint32_t i = 0; i < signal.place.pack_length; ++i)
      list.elements.push_back(plan_of(signal.place, i));
    ++packet.lists;
  }
  packets_.push_back(packet);
}

void Decoder::add_signal(const SignalSpec& spec) {
  const auto value = plan_of(spec.place, 0);
  const auto& format = spec.format;
  auto& signal = signals_.emplace_back(SignalPlan{value, Scaler(format), 0, spec.point});
  signal.is_flag = format.encoding == core::Encoding::hex_bit_bool;
  if (format.is_signed) signal.sign = 1ULL << (value.width - 1U);
  signal.is_plain =
      value.others == 0 && format.not_available.empty() && (format.is_signed || value.width < 64);
}

Decoder::ValuePlan Decoder::plan_of(const core::CanPlace& place, std::uint32_t element) {
  ValuePlan plan;
  plan.needed = core::bytes_needed(place, element);
  plan.width = static_cast<std::uint8_t>(core::width_of(place));
  plan.more = static_cast<std::uint32_t>(more_runs_.size());
  for_each_run(place, element, [this, &plan](const BitRun& run) {
    if (plan.run.bits == 0) {
      plan.run = run;
    } else {
      more_runs_.push_back(run);
      ++plan.others;
    }
  });
  return plan;
}

}  // namespace bmsgw::codec::can
