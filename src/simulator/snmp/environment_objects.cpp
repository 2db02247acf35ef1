// Both generations of the environment sensor: 1.3.6.1.4.1.3808.1.1.4 and .8.
#include <array>

#include <fmt/core.h>

#include "simulator/snmp/objects.hpp"

namespace bmsgw::simulator::snmp {
namespace {

constexpr std::size_t kContacts = 4;
constexpr std::size_t kSensors = 2;  ///< of the second generation

double fahrenheit(double celsius) {
  return celsius * 1.8 + 32;
}

std::optional<double> fahrenheit(std::optional<double> celsius) {
  return celsius ? std::optional(fahrenheit(*celsius)) : std::nullopt;
}

Column names_of(std::string_view what, std::size_t count) {
  auto names = repeated(settable_text(""), count);
  for (std::size_t i = 0; i < count; ++i) names.kept[i].octets = fmt::format("{} {}", what, i + 1);
  return names;
}

void add_first_generation(DeviceState& state) {
  const auto oid = [](std::string_view below) { return vendor_oid(fmt::format("1.1.4.{}", below)); };
  const auto add = [&state, &oid](std::string_view below, Column what) {
    state.tree.add_scalar(oid(below), std::move(what));
  };
  add("1.1", settable_text("Environment sensor"));
  add("1.2", settable_text("Battery room"));
  add("2.1", computed([&state](std::size_t) {
        return raw_of(fahrenheit(state.sensors.environment(Measure::temperature, 0)), 10);
      }));
  add("2.6", computed([&state](std::size_t) {
        return raw_of(state.sensors.environment(Measure::temperature, 0), 10);
      }));
  add("3.1",
      computed([&state](std::size_t) { return raw_of(state.sensors.environment(Measure::humidity, 0), 1); }));
  // High, low, rate of change, hysteresis.
  constexpr std::array<std::int64_t, 4> kF{104, 32, 9, 4}, kC{40, 0, 5, 2}, kHumidity{90, 10, 10, 5};
  for (std::size_t i = 0; i < kF.size(); ++i) {
    add(fmt::format("2.{}", i + 2), setting(kF[i], -100, 300));
    add(fmt::format("2.{}", i + 7), setting(kC[i], -100, 300));
    add(fmt::format("3.{}", i + 2), setting(kHumidity[i], 0, 100));
  }
  add("4.1", constant(kContacts));
  state.tree.add_table(oid("4.2.1.1"), kContacts, element_numbers());
  state.tree.add_table(oid("4.2.1.2"), kContacts, names_of("Contact", kContacts));
  state.tree.add_table(oid("4.2.1.3"), kContacts, repeated(constant(1), kContacts));
  state.tree.add_table(oid("4.2.1.4"), kContacts, repeated(setting(1, 1, 2), kContacts));
}

Oid second_oid(std::string_view below) {
  return vendor_oid(fmt::format("1.1.8.{}", below));
}

/// Index, position, the value, thresholds.
void add_second_table(DeviceState& state, std::string_view size, std::string_view rows, Column values) {
  state.tree.add_scalar(second_oid(size), constant(kSensors));
  const auto column = [rows](std::uint32_t number) { return joined(second_oid(rows), number); };
  state.tree.add_table(column(1), kSensors, element_numbers());
  state.tree.add_table(column(2), kSensors, element_numbers());
  state.tree.add_table(column(3), kSensors, std::move(values));
  for (std::uint32_t i = 4; i <= 7; ++i)
    state.tree.add_table(column(i), kSensors, repeated(setting(40, -100, 300), kSensors));
}

std::optional<std::int64_t> in_unit(const DeviceState& state, std::size_t sensor) {
  const auto celsius = state.sensors.environment(Measure::temperature, sensor);
  const bool in_fahrenheit = state.tree.number(second_oid("2.2")) == 2;
  return raw_of(in_fahrenheit ? fahrenheit(celsius) : celsius, 100);
}

void add_second_contacts(DeviceState& state) {
  constexpr auto kCount = kSensors * kContacts;
  const auto add = [&state](std::uint32_t column, Column what) {
    state.tree.add_table(joined(second_oid("4.2.1"), column), kCount, std::move(what));
  };
  state.tree.add_scalar(second_oid("4.1"), constant(kCount));
  add(1, element_numbers());
  add(2, computed([](std::size_t i) { return static_cast<std::int64_t>(i / kContacts + 1); }));
  add(3, computed([](std::size_t i) { return static_cast<std::int64_t>(i % kContacts + 1); }));
  add(4, names_of("Contact", kCount));
  add(5, repeated(constant(1), kCount));
  add(6, repeated(setting(1, 1, 2), kCount));
}

void add_second_generation(DeviceState& state) {
  state.tree.add_scalar(second_oid("1.1"), constant(kSensors));
  state.tree.add_table(second_oid("1.2.1.1"), kSensors, element_numbers());
  state.tree.add_table(second_oid("1.2.1.2"), kSensors, element_numbers());
  state.tree.add_table(second_oid("1.2.1.3"), kSensors, names_of("Environment sensor", kSensors));
  state.tree.add_table(second_oid("1.2.1.4"), kSensors, names_of("Battery room", kSensors));
  state.tree.add_table(second_oid("1.2.1.5"), kSensors, names_of("SIMENV", kSensors));
  state.tree.add_scalar(second_oid("2.2"), setting(state.options.fahrenheit ? 2 : 1, 1, 2));
  add_second_table(state, "2.1", "2.3.1", computed([&state](std::size_t i) { return in_unit(state, i); }));
  add_second_table(state, "3.1", "3.2.1", computed([&state](std::size_t i) {
                     return raw_of(state.sensors.environment(Measure::humidity, i), 100);
                   }));
  add_second_contacts(state);
}

}  // namespace

void add_environment_objects(DeviceState& state) {
  if (state.options.environment_1) add_first_generation(state);
  if (state.options.environment_2) add_second_generation(state);
}

}  // namespace bmsgw::simulator::snmp
