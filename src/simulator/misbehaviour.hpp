#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "simulator/random.hpp"
#include "simulator/schedule.hpp"

namespace bmsgw::simulator {

enum class MisdeedKind : std::uint8_t { noise, cut, silence, wrong_crc, burst, disappear, endless, garbage };
using Misdeed = Scheduled<MisdeedKind>;

[[nodiscard]] std::span<const KindName<MisdeedKind>> misdeed_names();
[[nodiscard]] std::variant<Misdeed, std::string> parse_misdeed(std::string_view text);

/// What goes wrong on the line, by the clock and a seed.
/// Thread: any (no sharing).
class Misbehaviour {
 public:
  Misbehaviour(std::vector<Misdeed> schedule, std::uint64_t seed);

  /// What becomes of sentences (with their line ends) that the unit sends now.
  [[nodiscard]] std::vector<std::string> apply(std::vector<std::string> sentences, Elapsed now);
  /// Bytes that fill the line without end; empty when nothing fills it now.
  [[nodiscard]] std::string filler(std::size_t bytes, Elapsed now);
  [[nodiscard]] bool fills(Elapsed now) const;
  [[nodiscard]] bool unpaced(Elapsed now) const { return find(MisdeedKind::burst, now) != nullptr; }
  [[nodiscard]] bool port_gone(Elapsed now) const { return find(MisdeedKind::disappear, now) != nullptr; }
  [[nodiscard]] Elapsed next_change(Elapsed now) const { return simulator::next_change(schedule_, now); }

 private:
  [[nodiscard]] const Misdeed* find(MisdeedKind kind, Elapsed now) const {
    return find_on(schedule_, kind, now);
  }
  /// Whether it hits this sentence: a share of them, half unless told.
  [[nodiscard]] bool hits(MisdeedKind kind, Elapsed now);
  [[nodiscard]] std::string spoilt(std::string sentence, Elapsed now);
  [[nodiscard]] std::string noise();

  std::vector<Misdeed> schedule_;
  Random random_;
  bool endless_begun_ = false;
};

}  // namespace bmsgw::simulator
