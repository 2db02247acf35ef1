#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bmsgw::simulator::modbus {

/// `1-3,7` as unit ids in their order, or what is wrong with it.
[[nodiscard]] std::variant<std::vector<std::uint8_t>, std::string> parse_units(std::string_view text);
/// The way back.
[[nodiscard]] std::string unit_list(const std::vector<std::uint8_t>& units);

}  // namespace bmsgw::simulator::modbus
