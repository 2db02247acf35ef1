#include "bmsgw/app/method_routes.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "bmsgw/core/can_frame.hpp"

#include "packet_encoder.hpp"

namespace bmsgw::app {
namespace {

std::string text_of(const core::Command::What& what) {
  if (const auto* const sentence = std::get_if<core::SentenceCommand>(&what))
    return sentence->sentence + "," + sentence->fields;
  if (const auto* const frame = std::get_if<core::CanFrame>(&what)) {
    auto text = to_string(frame->id) + " ";
    for (std::size_t i = 0; i < frame->length; ++i) text += fmt::format("{:02X}", frame->data[i]);
    return text;
  }
  return "";
}

}  // namespace

MethodRoutes::MethodRoutes(const MethodPlan& plan) : plan_(plan) {
  for (const auto& packet : plan.packets) values_.emplace_back(packet.slots.size());
}

MethodRoutes::Made MethodRoutes::make(const std::string& method, double value, bool keep) {
  const auto place = std::ranges::find(plan_.methods, method, &MethodPlan::Method::name);
  if (place == plan_.methods.end()) return rpc::Refusal{"unknown_method", "no route makes " + method};
  if (const auto* const slot = std::get_if<MethodPlan::Slot>(&place->target))
    return make_packet(*place, *slot, value, keep);
  const auto& name = std::get<MethodPlan::Point>(place->target).name;
  return rpc::RouteWrite{{place->device, core::Command::Kind::write,
                          core::MapRequest{core::MapRequest::Kind::write, name, value}},
                         fmt::format("{} = {}", name, value)};
}

/// The other methods of a packet that have no value yet.
std::string MethodRoutes::missing_of(std::size_t packet,
                                     const std::vector<std::optional<double>>& values) const {
  std::string names;
  for (const auto& method : plan_.methods) {
    const auto* const slot = std::get_if<MethodPlan::Slot>(&method.target);
    if (slot == nullptr || slot->packet != packet || values[slot->slot]) continue;
    names += (names.empty() ? "" : ", ") + method.name;
  }
  return names;
}

MethodRoutes::Made MethodRoutes::make_packet(const MethodPlan::Method& method, const MethodPlan::Slot& slot,
                                             double value, bool keep) {
  const auto& packet = plan_.packets[slot.packet];
  const auto& bounds = packet.slots[slot.slot];
  if (!(value >= bounds.least && value <= bounds.most))
    return rpc::Refusal{"bad_params",
                        fmt::format("{} is out of valid_bot and valid_top of its param, {} to {}", value,
                                    bounds.least, bounds.most)};
  auto values = values_[slot.packet];
  values[slot.slot] = value;
  const auto missing = missing_of(slot.packet, values);
  auto what = missing.empty() ? encode_packet(packet, values) : std::nullopt;
  if (missing.empty() && !what)
    return rpc::Refusal{
        "bad_params",
        fmt::format("{} doesn't fit into {}, or another value of the packet doesn't", value, packet.name)};
  if (keep) values_[slot.packet] = values;
  if (!missing.empty())
    return rpc::Refusal{"incomplete",
                        fmt::format("{} goes out whole, and these have no value yet: {}; this one is "
                                    "kept, call those too",
                                    packet.name, missing)};
  auto text = text_of(*what);
  return rpc::RouteWrite{{method.device, core::Command::Kind::write, std::move(*what)}, std::move(text)};
}

}  // namespace bmsgw::app
