#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace bmsgw::simulator::modbus {

/// Which of a state's codes says what.
struct StateCodes {
  std::int64_t idle = 0;
  std::int64_t charging = 0;
  std::int64_t discharging = 0;
  std::int64_t silent = 0;
};

/// By their texts; where none fits it is as when idle, which is the first code at worst.
[[nodiscard]] StateCodes state_codes(const std::map<std::int64_t, std::string>& names);
/// The code that says that something is under way.
[[nodiscard]] std::optional<std::int64_t> busy_code(const std::map<std::int64_t, std::string>& names);

}  // namespace bmsgw::simulator::modbus
