#pragma once

#include <cstdint>
#include <optional>

#include "bmsgw/config/params.hpp"
#include "bmsgw/core/can_frame.hpp"

#include "config/json_view.hpp"

namespace bmsgw::config {

/// A profile as a bus has it: named by the bus, or by another profile that builds on it.
struct Profile {
  JsonView source;
  std::optional<core::CanId> id_base;      ///< where its messages start
  std::optional<std::int64_t> generation;  ///< its own, or that of the one that builds on it
  /// How sure what is in it may be at best: what those that build on it say.
  Certainty best = Certainty::certain;
};

/// `certainty` of a profile, packet or param; nothing: it doesn't say.
[[nodiscard]] std::optional<Certainty> read_certainty(const JsonView& view);

}  // namespace bmsgw::config
