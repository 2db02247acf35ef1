#include "config/profile_fit.hpp"

#include <algorithm>
#include <utility>

#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::uint32_t kSpan = 0xFFFF;  // of the ids that belong to a base

/// How far above the base; nothing: it doesn't belong to it.
std::optional<std::uint32_t> offset_of(core::CanId id, core::CanId base) {
  if (id.is_extended() != base.is_extended() || id < base) return std::nullopt;
  const auto offset = id.number() - base.number();
  return offset <= kSpan ? std::optional(offset) : std::nullopt;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + in_quotes(name);
  return list;
}

}  // namespace

ProfileFit::ProfileFit(JsonView bus, std::vector<Profile> profiles, ProblemList& problems)
    : bus_(std::move(bus)), profiles_(std::move(profiles)), problems_(problems) {
  generation_ = bus_["generation"].integer();
  read_base();
}

void ProfileFit::read_base() {
  const auto text = bus_["id_base"].text().value_or("");
  if (text.empty()) return;
  base_ = core::parse_can_id(text);
  const auto has_base = [](const Profile& profile) { return profile.id_base.has_value(); };
  if (!base_) {
    problems_.error(bus_["id_base"], "must be a CAN id such as X19B50000 or S300, not " + in_quotes(text));
  } else if (std::ranges::none_of(profiles_, has_base)) {
    problems_.warning(bus_["id_base"], "moves nothing: no profile of this bus has an \"id_base\"");
  }
}

const Profile* ProfileFit::profile_of(const JsonView& packet) const {
  const auto is_in = [&packet](const Profile& profile) {
    return &profile.source.document() == &packet.document();
  };
  const auto found = std::ranges::find_if(profiles_, is_in);
  return found == profiles_.end() ? nullptr : &*found;
}

bool ProfileFit::takes(const JsonView& packet) {
  const auto generation = packet["generation"].integer();
  if (!generation) return true;
  const auto* profile = profile_of(packet);
  auto wanted = generation_;
  if (!wanted && profile != nullptr) wanted = profile->generation;
  if (!wanted) of_a_generation_.push_back(packet.name());
  return wanted == generation;
}

void ProfileFit::leave_out(Layers& packet) {
  const auto gives_id = [](const JsonView& layer) { return layer["id"].given(); };
  const bool had_id = std::ranges::any_of(packet, gives_id);
  std::erase_if(packet, [this](const JsonView& layer) { return !takes(layer); });
  if (!had_id || packet.empty() || std::ranges::any_of(packet, gives_id)) return;
  for (const auto& layer : packet) {
    problems_.note(layer,
                   "is left out with the profile's packet, which depends on the \"generation\" of the bus");
  }
  packet.clear();
}

std::optional<core::CanId> ProfileFit::at_base(std::uint32_t offset, const JsonView& packet) {
  if (offset <= base_->following()) return *base_ + offset;
  if (!is_too_high_) {
    problems_.error(bus_["id_base"], "is too high: " + in_quotes(packet.name()) + " has no id from there on");
  }
  is_too_high_ = true;
  return std::nullopt;
}

std::optional<core::CanId> ProfileFit::fitted(core::CanId id, const JsonView& packet) {
  const auto* profile = profile_of(packet);
  if (!base_ || profile == nullptr || !profile->id_base) return id;
  const auto offset = offset_of(id, *profile->id_base);
  if (!offset) return id;
  if (base_->is_extended() || !id.is_extended()) return at_base(*offset, packet);
  const auto standard = core::parse_can_id(packet["standard_id"].text().value_or(""));
  if (standard) return at_base(standard->number(), packet);
  without_standard_.push_back(packet.name());
  return std::nullopt;
}

Certainty ProfileFit::certainty_of(const JsonView& param, const Layers& packet) const {
  const auto is_around = [&param](const JsonView& layer) { return &layer.document() == &param.document(); };
  const auto around = std::ranges::find_if(packet, is_around);
  const auto* profile = profile_of(param);
  auto own = read_certainty(param);
  if (!own && around != packet.end()) own = read_certainty(*around);
  if (!own && profile != nullptr) own = read_certainty(profile->source);
  const auto best = profile != nullptr ? profile->best : Certainty::certain;
  return std::max(own.value_or(Certainty::certain), best);
}

void ProfileFit::report() {
  if (!of_a_generation_.empty()) {
    problems_.note(bus_, "left out, as they differ by the unit's generation: " + listed(of_a_generation_) +
                             "; \"generation\": 2 (firmware 2.x) or 3 decides");
  }
  if (!without_standard_.empty()) {
    problems_.note(bus_["id_base"],
                   "left out, as they have no \"standard_id\": " + listed(without_standard_));
  }
}

}  // namespace bmsgw::config
