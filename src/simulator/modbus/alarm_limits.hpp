#pragma once

/// What a battery monitor's settings say, and when its alarms are on. Of lead-acid cells of 2 V a BM3000's
/// are 1.85, 2.15 and 2.35 V (its manual, settings of a battery): here they are those of cells of 3.2 V.
namespace bmsgw::simulator::modbus {

inline constexpr double kLowCellV = 2.96;
inline constexpr double kLowFloatV = 3.44;
inline constexpr double kHighCellV = 3.76;
inline constexpr double kLowTemperatureC = 0;
inline constexpr double kHighTemperatureC = 45;
inline constexpr double kHighAmbientC = 40;
inline constexpr double kCellOhmAh = 0.15;    ///< resistance of a good cell times its capacity
inline constexpr double kHighResistance = 2;  ///< of that of a good cell
inline constexpr double kLowResistance = 0.3;
inline constexpr double kMostCurrentPerAh = 0.6;

}  // namespace bmsgw::simulator::modbus
