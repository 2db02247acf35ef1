// Bytes of the messages; multi-byte values have their highest byte first unless said.
//   overall                 inputs, outputs, live cells (high), stage, minutes of the stage (2), error, live
//   cells (low) cell voltage overall    min, max, average (raw + 200) * 0.01 V, total voltage in 0.01 V (4):
//   bytes 1, 0, 3, 2 of it module/cell temperature, balancing overall   min, max, average state of charge
//   current in 0.1 A (2), charge left in 0.1 Ah (2), -, state of charge in % (2), health in % energy
//   consumption (2), energy left in 10 Wh (2), distance left, driven in 0.1 (2 + 2) diagnostic codes 2.0
//   protections (low), reductions, protections (high), validity diagnostic codes 3.x    protections (4,
//   lowest byte first), reductions, -, -, validity cell details            a byte per cell, eight cells,
//   fewer in the last frame of a string
// EMUS G1 BMS CAN protocol 2.0.11 and 3.1.0, as implementers quote it. The scale of the consumption is not
// told anywhere; it is written as DT1 writes it.
#include "simulator/can_messages.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simulator/pack_status.hpp"

namespace bmsgw::simulator {
namespace {

constexpr std::int64_t kCellVoltageOffset = -200;
constexpr std::int64_t kTemperatureOffset = 100;
constexpr std::int64_t kHealthPercent = 100;

/// A frame that is filled byte by byte. What doesn't fit is cut to what does.
class Payload {
 public:
  Payload& byte(std::int64_t value) {
    frame_.data.at(frame_.length++) = static_cast<std::uint8_t>(
        std::clamp<std::int64_t>(value, 0, std::numeric_limits<std::uint8_t>::max()));
    return *this;
  }
  Payload& word(std::int64_t value) {
    return split(std::clamp<std::int64_t>(value, 0, std::numeric_limits<std::uint16_t>::max()));
  }
  Payload& signed_word(std::int64_t value) {
    using Limits = std::numeric_limits<std::int16_t>;
    return split(std::clamp<std::int64_t>(value, Limits::min(), Limits::max()));
  }
  [[nodiscard]] const core::CanFrame& frame() const { return frame_; }

 private:
  Payload& split(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return byte(static_cast<std::int64_t>(bits >> 8U & 0xFFU)).byte(static_cast<std::int64_t>(bits & 0xFFU));
  }
  core::CanFrame frame_;
};

/// How a quantity of the cells is coded in a byte.
struct CellCode {
  int CellReading::*quantity;
  std::int64_t offset;
};

CellCode code_of(CanMessage message) {
  switch (message) {
    case CanMessage::cell_voltage_overall:
    case CanMessage::cell_voltages:
      return {&CellReading::voltage_cv, kCellVoltageOffset};
    case CanMessage::module_temperature_overall:
    case CanMessage::module_temperatures:
      return {&CellReading::module_temperature_c, kTemperatureOffset};
    case CanMessage::cell_temperature_overall:
    case CanMessage::cell_temperatures:
      return {&CellReading::cell_temperature_c, kTemperatureOffset};
    default:
      return {&CellReading::balancing, 0};
  }
}

bool tells_cell_temperatures(CanMessage message) {
  return message == CanMessage::cell_temperature_overall || message == CanMessage::cell_temperatures;
}

core::CanFrame overall(const CanView& view) {
  const auto& pack = view.pack;
  const auto summary =
      view.cells != nullptr ? summarize(view.cells->cells, &CellReading::voltage_cv) : std::nullopt;
  const auto live = summary ? summary->count : 0;
  const unsigned inputs =
      bit_if(pack.ignition, 0) | bit_if(pack.charger_connected, 1) | bit_if(pack.charger_connected, 2);
  const unsigned outputs = bit_if(outputs_of(pack).charger, 0) | bit_if(contactor_closed(pack), 2) |
                           bit_if(pack.reductions != 0, 4);
  Payload payload;
  payload.byte(inputs).byte(outputs).byte(live / 256).byte(static_cast<int>(pack.stage));
  return payload.word(pack.stage_s / 60).byte(pack.charging_error).byte(live % 256).frame();
}

core::CanFrame cell_summary(const CanView& view, CanMessage message) {
  const auto code = code_of(message);
  const auto summary = summarize(view.cells->cells, code.quantity);
  if (!summary) return {};
  Payload payload;
  payload.byte(summary->min + code.offset)
      .byte(summary->max + code.offset)
      .byte(summary->average + code.offset);
  if (message != CanMessage::cell_voltage_overall) return payload.frame();
  const auto total = static_cast<std::uint32_t>(view.cells->total_cv().value_or(0));
  return payload.byte(total >> 8U & 0xFFU)
      .byte(total & 0xFFU)
      .byte(total >> 24U)
      .byte(total >> 16U & 0xFFU)
      .frame();
}

core::CanFrame state_of_charge(const PackReading& pack) {
  constexpr double kCoulombsPerStep = 360;
  const auto share = static_cast<double>(pack.charge_c) / static_cast<double>(pack.capacity_c);
  Payload payload;
  payload.signed_word(pack.current_da).word(std::llround(pack.charge_c / kCoulombsPerStep)).byte(0);
  return payload.word(std::llround(share * 100)).byte(kHealthPercent).frame();
}

core::CanFrame energy(const PackReading& pack) {
  Payload payload;
  payload.word(std::llround(pack.consumption_wh_per_km * 10)).word(std::llround(pack.remaining_wh / 10));
  return payload.word(std::llround(pack.distance_left_km * 10))
      .word(std::llround(pack.distance_km * 10))
      .frame();
}

core::CanFrame diagnostic_codes(const CanView& view) {
  const auto low = view.pack.protections & 0xFF;
  const auto high = view.pack.protections >> 8;
  const auto valid = validity_flags(view.pack);
  Payload payload;
  if (view.diagnostics == Diagnostics::generation_2)
    return payload.byte(low).byte(view.pack.reductions).byte(high).byte(valid).frame();
  const bool has_sensors = view.pack.cell_comm() && view.pack.external_temperatures;
  payload.byte(low).byte(high).byte(bit_if(has_sensors, 6)).byte(0);
  return payload.byte(view.pack.reductions).byte(0).byte(0).byte(valid).frame();
}

/// A cell that doesn't answer is a zero: how the unit tells of it is not known.
std::optional<core::CanFrame> cell_group(const PackReading& pack, const CanTopic& topic, std::size_t string) {
  const auto length = pack.cells_per_string();
  const auto first = topic.group * kCanGroupCells;
  if (string >= pack.strings || first >= length) return std::nullopt;
  const auto code = code_of(topic.message);
  Payload payload;
  for (auto i = first; i < std::min(first + kCanGroupCells, length); ++i) {
    const auto& cell = pack.cells[string * length + i];
    payload.byte(cell.live ? cell.*code.quantity + code.offset : 0);
  }
  return payload.frame();
}

std::optional<core::CanFrame> cell_answer(const CanView& view, const CanTopic& topic, std::size_t string) {
  const bool known =
      view.cells != nullptr && (view.cells->external_temperatures || !tells_cell_temperatures(topic.message));
  if (!is_grouped(topic.message)) return known ? cell_summary(view, topic.message) : core::CanFrame{};
  auto frame = cell_group(known ? *view.cells : view.pack, topic, string);
  if (frame && !known) frame->length = 0;
  return frame;
}

}  // namespace

std::optional<core::CanFrame> can_answer(const CanView& view, const CanTopic& topic, std::size_t string) {
  switch (topic.message) {
    case CanMessage::overall:
      return overall(view);
    case CanMessage::state_of_charge:
      return state_of_charge(view.pack);
    case CanMessage::energy:
      return energy(view.pack);
    case CanMessage::diagnostic_codes:
      return diagnostic_codes(view);
    default:
      return cell_answer(view, topic, string);
  }
}

std::size_t can_groups(const PackReading& pack) {
  return (pack.cells_per_string() + kCanGroupCells - 1) / kCanGroupCells;
}

}  // namespace bmsgw::simulator
