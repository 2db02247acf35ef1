#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bmsgw::simulator {

struct ParameterRow {
  std::uint16_t id = 0;
  std::size_t digits = 2;  ///< two per byte
  std::uint64_t value = 0;
};

/// Every parameter of the table "Parameter meaning by ID", with a value that a unit before LiFePO4 cells
/// could have. What follows from the battery itself is filled in by Parameters. Thread: any.
[[nodiscard]] std::vector<ParameterRow> parameter_rows();

}  // namespace bmsgw::simulator
