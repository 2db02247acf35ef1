// G1 Control Unit Serial Protocol 2.1.0, p. 16-35; field widths as in the document's examples.
#include "simulator/status_sentences.hpp"

#include <array>
#include <chrono>
#include <cmath>

#include "simulator/field_text.hpp"
#include "simulator/pack_status.hpp"

namespace bmsgw::simulator {
namespace {

/// ST1 field 8.
unsigned pin_flags(const PackReading& pack) {
  const auto outputs = outputs_of(pack);
  return bit_if(pack.speed_kmh > 0, 1) | bit_if(pack.charger_connected, 2) |
         bit_if(pack.charger_connected, 3) | bit_if(pack.ignition, 4) | bit_if(outputs.buzzer, 7) |
         bit_if(outputs.low_battery, 8) | bit_if(outputs.charging_indication, 9) |
         bit_if(outputs.charger, 10) | bit_if(pack.charge_c > 0, 11) | bit_if(contactor_closed(pack), 12) |
         bit_if(pack.current_da != 0, 14) | bit_if(pack.reductions != 0, 16);
}

/// CS2: what limits the charge, a bit per cause.
unsigned charge_limits(Stage stage) {
  constexpr std::array<unsigned, 7> kCauses{1U << 0U, 1U << 3U, 1U << 4U, 1U << 6U,
                                            1U << 2U, 1U << 5U, 1U << 11U};
  return kCauses.at(static_cast<std::size_t>(stage));
}

unsigned discharge_limits(const PackReading& pack) {
  return bit_if(true, 8) | bit_if(outputs_of(pack).buzzer, 11) |
         bit_if((pack.reductions & kLowVoltage) != 0, 12);
}

}  // namespace

std::string cs1_fields(const PackReading& pack) {
  constexpr std::size_t kChargerFields = 5;
  if (!pack.charger_connected) return FieldText().add("00").add_empty(kChargerFields).text();
  const int actual_dv = pack.total_cv().value_or(0) / 10;
  FieldText fields;
  fields.add("01").add("00").add_hex(pack.set_voltage_dv, 4).add_hex(pack.set_current_da, 4);
  return fields.add_hex(actual_dv, 4).add_hex(pack.current_da, 4).text();
}

std::string cs2_fields(const PackReading& pack) {
  FieldText fields;
  fields.add_hex(charge_limits(pack.stage), 4).add_hex(charge_limits(pack.stage), 4);
  return fields.add_hex(discharge_limits(pack), 4).add_hex(discharge_limits(pack), 4).text();
}

/// The unit adds up its cells: without them it knows no total voltage.
std::string cv1_fields(const PackReading& pack) {
  const auto total_cv = pack.total_cv();
  return FieldText()
      .add(total_cv ? hex(*total_cv, 8) : "")
      .add_hex(pack.current_da, 4)
      .add("01FF,01FD,01FA,03FC,09DA,66CF,0000,0000")
      .text();
}

std::string dt1_fields(const PackReading& pack) {
  FieldText fields;
  fields.add_hex(std::llround(pack.speed_kmh * 10), 4).add_hex(std::llround(pack.distance_km * 100), 8);
  fields.add_hex(std::llround(pack.consumption_wh_per_km * 10), 8);
  fields.add_hex(std::llround(pack.distance_left_km * 100), 8);
  fields.add_hex(std::llround(pack.last_charge_wh), 8);
  fields.add_hex(std::llround(pack.last_discharge_wh), 8);
  fields.add_hex(std::llround(pack.last_trip_wh_per_km * 10), 8);
  fields.add_hex(std::llround(pack.distance_left_by_last_trip_km * 100), 8);
  fields.add_hex(std::llround(pack.average_trip_wh), 8).add_hex(std::llround(pack.max_trip_wh), 8);
  fields.add_hex(std::llround(pack.trip_wh_per_km * 10), 8);
  return fields.add_hex(std::llround(pack.distance_left_by_trip_km * 100), 8).text();
}

std::string in1_fields(const PackReading& pack) {
  const unsigned pins =
      bit_if(pack.charger_connected, 4) | bit_if(pack.ignition, 5) | bit_if(pack.charger_connected, 6);
  return FieldText().add_hex(pins, 2).add("00,00,00").text();
}

std::string ot1_fields(const PackReading& pack) {
  const auto outputs = outputs_of(pack);
  const unsigned indicators =
      bit_if(outputs.low_battery, 5) | bit_if(outputs.buzzer, 6) | bit_if(outputs.charging_indication, 7);
  return FieldText().add_hex(bit_if(outputs.charger, 7), 2).add("00").add_hex(indicators, 2).add("00").text();
}

std::string st1_fields(const PackReading& pack) {
  FieldText fields;
  fields.add_hex(static_cast<int>(pack.stage), 2).add_hex(pack.charging_error, 2);
  fields.add_hex(static_cast<int>(pack.error_stage), 4).add_hex(pack.stage_s, 8);
  fields.add_hex(validity_flags(pack), 2).add_hex(pack.protections, 4).add_hex(pack.reductions, 2);
  return fields.add_hex(pin_flags(pack), 8).text();
}

std::string td1_fields(std::int64_t unix_s, std::uint32_t uptime_s) {
  const std::chrono::sys_seconds time{std::chrono::seconds(unix_s)};
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{midnight};
  const std::chrono::hh_mm_ss clock{time - midnight};
  FieldText fields;
  fields.add(decimal(static_cast<int>(date.year()), 4)).add(decimal(static_cast<unsigned>(date.month()), 2));
  fields.add(decimal(static_cast<unsigned>(date.day()), 2)).add(decimal(clock.hours().count(), 2));
  fields.add(decimal(clock.minutes().count(), 2)).add(decimal(clock.seconds().count(), 2));
  return fields.add("00").add_hex(uptime_s, 8).text();
}

std::string vr1_fields(std::string_view version) {
  return FieldText().add("BMS1").add("00000382").add(version).text();
}

}  // namespace bmsgw::simulator
