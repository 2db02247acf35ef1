#pragma once

#include <optional>
#include <string>

#include "app/dbc/file.hpp"

namespace bmsgw::app::dbc {

/// How params_config.json scales: value = (raw + offset) x factor, rounded to `decimals` places.
struct Scaling {
  double factor = 1;
  double offset = 0;            ///< the file's divided by the factor, with 15 digits
  std::optional<int> decimals;  ///< as many as a value can have; none: whole numbers, or more than 9
};

/// Why it can't be expressed; empty: it can.
[[nodiscard]] std::string scaling_fault(const Signal& signal);
/// Of a signal without a fault.
[[nodiscard]] Scaling scaling_of(const Signal& signal);

/// Bounds that a value can pass at all: what lies outside of the reach of the raw value is left out.
struct Bounds {
  std::optional<double> bottom;
  std::optional<double> top;
  std::string fault;  ///< why the file's make no sense, and there are none; empty: they do
};

/// Of a signal whose place and scaling are without a fault.
[[nodiscard]] Bounds bounds_of(const Signal& signal);

}  // namespace bmsgw::app::dbc
