#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bmsgw/simulator/snmp/device.hpp"

#include "simulator/random.hpp"
#include "simulator/schedule.hpp"

namespace bmsgw::simulator::snmp {

enum class MisdeedKind : std::uint8_t {
  silence,
  drop,
  late,
  truncated,
  garbage,
  wrong_types,
  nulls,
  no_getnext,
  too_big,
};
using Misdeed = Scheduled<MisdeedKind>;

[[nodiscard]] std::span<const KindName<MisdeedKind>> misdeed_names();
[[nodiscard]] std::variant<Misdeed, std::string> parse_misdeed(std::string_view text);

/// What goes wrong, by the clock and a seed. Thread: any (no sharing).
class Misbehaviour {
 public:
  Misbehaviour(std::vector<Misdeed> schedule, std::uint64_t seed)
      : schedule_(std::move(schedule)), random_(seed) {}

  /// Of the message that goes out next.
  [[nodiscard]] Treatment treatment(Elapsed now);
  /// Values of other types than the MIB's.
  void spoil(Answer& answer, Elapsed now);
  [[nodiscard]] bool is_on(MisdeedKind kind, Elapsed now) const {
    return find_on(schedule_, kind, now) != nullptr;
  }

 private:
  /// Whether it hits this one: a share of them, in percent.
  [[nodiscard]] bool hits(MisdeedKind kind, Elapsed now, unsigned otherwise);

  std::vector<Misdeed> schedule_;
  Random random_;
};

}  // namespace bmsgw::simulator::snmp
