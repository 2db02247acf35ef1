#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/can_frame.hpp"

#include "config/json_view.hpp"
#include "config/layers.hpp"
#include "config/problem_list.hpp"
#include "config/profile.hpp"

namespace bmsgw::config {

/// Fits the packets of profiles to a bus: its base of ids and the generation of its unit. Thread: any.
class ProfileFit {
 public:
  /// `bus`: in settings.json; nothing of it is given for a protocol without a bus.
  ProfileFit(JsonView bus, std::vector<Profile> profiles, ProblemList& problems);

  /// Takes out what is of another generation, or of one of several and nobody says which; all layers, when
  /// the id goes with it.
  void leave_out(Layers& packet);
  /// The id of a packet on this bus; `packet` is the text that gives it. Nothing: it has none there.
  [[nodiscard]] std::optional<core::CanId> fitted(core::CanId id, const JsonView& packet);
  /// The certainty of a param; `packet`: the layers of its packet, one of which it stands in.
  [[nodiscard]] Certainty certainty_of(const JsonView& param, const Layers& packet) const;
  /// `packet` is in a profile, not in params_config.json.
  [[nodiscard]] bool is_of_profile(const JsonView& packet) const { return profile_of(packet) != nullptr; }
  /// Says what was left out; after the last packet.
  void report();

 private:
  [[nodiscard]] bool takes(const JsonView& packet);
  [[nodiscard]] const Profile* profile_of(const JsonView& packet) const;
  [[nodiscard]] std::optional<core::CanId> at_base(std::uint32_t offset, const JsonView& packet);
  void read_base();

  JsonView bus_;
  std::vector<Profile> profiles_;
  ProblemList& problems_;
  std::optional<core::CanId> base_;  ///< the bus's
  std::optional<std::int64_t> generation_;
  std::vector<std::string> of_a_generation_;   ///< left out
  std::vector<std::string> without_standard_;  ///< left out
  bool is_too_high_ = false;
};

}  // namespace bmsgw::config
