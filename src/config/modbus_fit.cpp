#include "config/modbus_fit.hpp"

#include <cmath>
#include <limits>

namespace bmsgw::config {
namespace {

using core::ModbusKind;

constexpr int kBitsOfRegister = 16;
constexpr int kDigitsOfRegister = 4;  // BCD

/// Of raw numbers.
core::ValueRange range_of(const core::ModbusPlace& place, bool is_signed) {
  const int width = place.bits != 0 ? place.bits : place.registers * kBitsOfRegister;
  switch (place.kind) {
    case ModbusKind::whole:
      return {is_signed ? -std::ldexp(1, width - 1) : 0, std::ldexp(1, is_signed ? width - 1 : width) - 1};
    case ModbusKind::sign_magnitude:
      return {1 - std::ldexp(1, width - 1), std::ldexp(1, width - 1) - 1};
    case ModbusKind::bcd:
      return {0, std::pow(10, place.registers * kDigitsOfRegister) - 1};
    case ModbusKind::real: {
      constexpr double kMostOfTwo = std::numeric_limits<float>::max();
      constexpr double kMostOfFour = std::numeric_limits<double>::max();
      const auto most = place.registers == 2 ? kMostOfTwo : kMostOfFour;
      return {-most, most};
    }
    case ModbusKind::bit:
    case ModbusKind::text:
      return {0, 1};
  }
  return {};
}

}  // namespace

bool fits(const core::ModbusPlace& place, const core::FieldFormat& format, double value) {
  const auto raw = value / format.factor - format.offset;
  if (!std::isfinite(raw)) return false;
  const auto range = range_of(place, format.is_signed);
  const auto stored = place.kind == ModbusKind::real ? raw : std::round(raw);
  return range.least <= stored && stored <= range.most;
}

}  // namespace bmsgw::config
