#pragma once

#include <string>
#include <vector>

#include "simulator/pack_reading.hpp"

/// The fields of the sentences that tell of the cells.
/// Thread: any.
namespace bmsgw::simulator {

[[nodiscard]] std::string bb1_fields(const PackReading& pack);
[[nodiscard]] std::string bc1_fields(const PackReading& pack);
[[nodiscard]] std::string bt1_fields(const PackReading& pack);
[[nodiscard]] std::string bt3_fields(const PackReading& pack);
[[nodiscard]] std::string bv1_fields(const PackReading& pack);
[[nodiscard]] std::string cg1_fields(const PackReading& pack);

/// One entry per group of up to eight cells; one with empty fields when no cell answers.
[[nodiscard]] std::vector<std::string> bb2_fields(const PackReading& pack);
[[nodiscard]] std::vector<std::string> bt2_fields(const PackReading& pack);
[[nodiscard]] std::vector<std::string> bt4_fields(const PackReading& pack);
[[nodiscard]] std::vector<std::string> bv2_fields(const PackReading& pack);

}  // namespace bmsgw::simulator
