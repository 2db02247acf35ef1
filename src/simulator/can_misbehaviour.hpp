#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "simulator/broadcaster.hpp"
#include "simulator/bus_frame.hpp"
#include "simulator/can_ids.hpp"
#include "simulator/random.hpp"
#include "simulator/schedule.hpp"

namespace bmsgw::simulator {

enum class CanMisdeedKind : std::uint8_t {
  wrong_length,
  unknown_ids,
  rtr_storm,
  silence,
  burst,
  error_frames
};
using CanMisdeed = Scheduled<CanMisdeedKind>;

[[nodiscard]] std::span<const KindName<CanMisdeedKind>> can_misdeed_names();
[[nodiscard]] std::variant<CanMisdeed, std::string> parse_can_misdeed(std::string_view text);

/// What goes wrong on a bus, by the clock and a seed.
/// Thread: any (no sharing).
class CanMisbehaviour {
 public:
  CanMisbehaviour(std::vector<CanMisdeed> schedule, CanIds ids, std::uint64_t seed);

  /// What is on the bus now instead of the frames that the unit sends now.
  [[nodiscard]] std::vector<BusFrame> apply(const std::vector<core::CanFrame>& frames, Elapsed now);
  /// When apply() is due, as far as it doesn't depend on new frames.
  [[nodiscard]] Elapsed next_wake(Elapsed now) const;

 private:
  [[nodiscard]] const CanMisdeed* find(CanMisdeedKind kind, Elapsed now) const {
    return find_on(schedule_, kind, now);
  }
  [[nodiscard]] bool hits(CanMisdeedKind kind, Elapsed now);
  void add(std::vector<BusFrame>& out, core::CanFrame frame, Elapsed now);
  /// How many frames of a flood are due.
  [[nodiscard]] std::size_t flood(std::optional<Broadcaster>& pace, CanMisdeedKind kind, Elapsed now);
  [[nodiscard]] core::CanFrame stranger();
  [[nodiscard]] core::CanFrame foreign_request();
  [[nodiscard]] BusFrame error_report();

  std::vector<CanMisdeed> schedule_;
  CanIds ids_;
  Random random_;
  std::optional<Broadcaster> requests_, errors_;  ///< while their flood lasts
};

}  // namespace bmsgw::simulator
