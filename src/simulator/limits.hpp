#pragma once

/// The thresholds that the simulated unit is configured with (LiFePO4 cells); its parameters tell the same.
namespace bmsgw::simulator {

inline constexpr int kUnderVoltageCv = 250;      ///< protection, 0.01 V
inline constexpr int kOverVoltageCv = 380;       ///< protection
inline constexpr int kLowVoltageCv = 300;        ///< warning, power reduction
inline constexpr int kDischargeEndCv = 290;      ///< the simulated driver stops here
inline constexpr int kPrechargeVoltageCv = 280;  ///< below it a cell is deeply discharged
inline constexpr int kFullVoltageCv = 360;       ///< charging proceeds to it
inline constexpr int kBalancingVoltageCv = 340;  ///< cells above it are balanced while charging
inline constexpr int kAllowedDisbalanceCv = 3;
inline constexpr int kModuleOverheatC = 65;   ///< protection
inline constexpr int kModuleReductionC = 55;  ///< power reduction

inline constexpr double kMainChargeRate = 0.5;  ///< current per capacity, 1/h
inline constexpr double kBalancingChargeRate = 0.02;
inline constexpr double kPrechargeRate = 0.05;
inline constexpr double kDischargeRate = 0.4;

}  // namespace bmsgw::simulator
