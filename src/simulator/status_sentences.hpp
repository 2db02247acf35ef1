#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/pack_reading.hpp"

/// The fields of the sentences that tell of the unit, its pins and its charger.
/// Thread: any.
namespace bmsgw::simulator {

[[nodiscard]] std::string cs1_fields(const PackReading& pack);
[[nodiscard]] std::string cs2_fields(const PackReading& pack);
[[nodiscard]] std::string cv1_fields(const PackReading& pack);
[[nodiscard]] std::string dt1_fields(const PackReading& pack);
[[nodiscard]] std::string in1_fields(const PackReading& pack);
[[nodiscard]] std::string ot1_fields(const PackReading& pack);
[[nodiscard]] std::string st1_fields(const PackReading& pack);
[[nodiscard]] std::string td1_fields(std::int64_t unix_s, std::uint32_t uptime_s);
[[nodiscard]] std::string vr1_fields(std::string_view version);

}  // namespace bmsgw::simulator
