#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/snmp/device_state.hpp"
#include "simulator/snmp/mib_tree.hpp"

/// The objects of CPS-MIB 2.10 to 2.13 that a battery manager has. Thread: any (no sharing).
namespace bmsgw::simulator::snmp {

/// Below the vendor's enterprise 1.3.6.1.4.1.3808.
[[nodiscard]] Oid vendor_oid(std::string_view below);
/// Below the battery manager's root, 1.3.6.1.4.1.3808.1.1.7.
[[nodiscard]] Oid manager_oid(std::string_view below);

[[nodiscard]] Column constant(std::int64_t number);
[[nodiscard]] Column fixed_text(std::string_view text);
[[nodiscard]] Column settable_text(std::string_view text);
[[nodiscard]] Column setting(std::int64_t number, std::int64_t least, std::int64_t most);
/// A whole number of each element; nothing: it has none.
[[nodiscard]] Column computed(std::function<std::optional<std::int64_t>(std::size_t element)> number);
/// The same of each of `count` elements.
[[nodiscard]] Column repeated(const Column& column, std::size_t count);
/// 1, 2, 3 ...
[[nodiscard]] Column element_numbers();
/// `value` x `per_unit`, rounded.
[[nodiscard]] std::optional<std::int64_t> raw_of(std::optional<double> value, double per_unit);
/// 11/21/2026 19:13:49, UTC.
[[nodiscard]] std::string time_text(std::int64_t unix_us);

/// Each adds its part of the MIB to the tree of `state`, which outlives what it adds.
void add_system_objects(DeviceState& state);
void add_manager_objects(DeviceState& state);
void add_setting_objects(DeviceState& state);
void add_battery_objects(DeviceState& state);
void add_string_objects(DeviceState& state);
void add_environment_objects(DeviceState& state);

}  // namespace bmsgw::simulator::snmp
