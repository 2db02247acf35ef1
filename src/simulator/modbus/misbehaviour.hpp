#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bmsgw/codec/modbus/pdu.hpp"
#include "bmsgw/core/modbus.hpp"

#include "simulator/random.hpp"
#include "simulator/schedule.hpp"

namespace bmsgw::simulator::modbus {

enum class MisdeedKind : std::uint8_t {
  late,
  wrong_unit,
  wrong_transaction,
  exception,
  busy,
  dead_unit,
  drop,
  garbage,
  crc,
  silence,
  one_connection,
  slow,
  illegal,
  half_open,
  echo,
  disappear,
};
using Misdeed = Scheduled<MisdeedKind>;

[[nodiscard]] std::span<const KindName<MisdeedKind>> misdeed_names();
[[nodiscard]] std::variant<Misdeed, std::string> parse_misdeed(std::string_view text);

/// Empty: it can happen there; else what is wrong.
[[nodiscard]] std::string misplaced(const Misdeed& misdeed, bool over_tcp);

/// What goes wrong, by the clock and a seed. Thread: any (no sharing).
class Misbehaviour {
 public:
  using Bytes = codec::modbus::Bytes;

  Misbehaviour(std::vector<Misdeed> schedule, std::uint64_t seed)
      : schedule_(std::move(schedule)), random_(seed) {}

  // Of a unit.
  /// `last`: the unit that is dead unless told.
  [[nodiscard]] bool is_dead(std::uint8_t unit, std::uint8_t last, Elapsed now) const;
  [[nodiscard]] std::optional<std::uint8_t> exception(const core::ModbusRequest& request, Elapsed now) const;

  // Of an answer: the sender, what stands before it, how it ends, when it comes.
  void spoil_unit(Bytes& answer, Elapsed now);
  [[nodiscard]] std::uint16_t transaction(std::uint16_t right, Elapsed now);
  [[nodiscard]] std::uint16_t crc(std::uint16_t right, Elapsed now);
  [[nodiscard]] Bytes garbage(Elapsed now);
  /// The answer breaks off, and with it the connection.
  [[nodiscard]] bool drops(Elapsed now) { return hits(MisdeedKind::drop, now, 100); }
  [[nodiscard]] Elapsed delay(Elapsed now) const;
  /// What each byte takes; nothing: the line's speed.
  [[nodiscard]] std::optional<double> byte_s(Elapsed now) const;

  // Of the line or the endpoint.
  [[nodiscard]] bool is_silent(Elapsed now) const { return find(MisdeedKind::silence, now) != nullptr; }
  [[nodiscard]] bool takes_one_only(Elapsed now) const {
    return find(MisdeedKind::one_connection, now) != nullptr;
  }
  [[nodiscard]] bool is_half_open(Elapsed now) const { return find(MisdeedKind::half_open, now) != nullptr; }
  [[nodiscard]] bool echoes(Elapsed now) const { return find(MisdeedKind::echo, now) != nullptr; }
  [[nodiscard]] bool is_gone(Elapsed now) const { return find(MisdeedKind::disappear, now) != nullptr; }
  [[nodiscard]] Elapsed next_change(Elapsed now) const { return simulator::next_change(schedule_, now); }

 private:
  [[nodiscard]] const Misdeed* find(MisdeedKind kind, Elapsed now) const {
    return find_on(schedule_, kind, now);
  }
  /// Whether it hits this answer: a share of them, in percent.
  [[nodiscard]] bool hits(MisdeedKind kind, Elapsed now, unsigned otherwise = 50);

  std::vector<Misdeed> schedule_;
  Random random_;
};

}  // namespace bmsgw::simulator::modbus
