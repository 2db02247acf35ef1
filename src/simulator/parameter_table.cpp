// Ids and widths: G1 Control Unit Serial Protocol 2.1.0, "Parameter meaning by ID", p. 44-53. The values are
// plausible ones: the document has none.
#include "simulator/parameter_table.hpp"

#include <array>

#include "simulator/limits.hpp"

namespace bmsgw::simulator {
namespace {

constexpr std::uint64_t volts(int voltage_cv) {
  return static_cast<std::uint64_t>(voltage_cv - 200);
}
constexpr std::uint64_t celsius(int degrees) {
  return static_cast<std::uint64_t>(degrees + 100);
}

constexpr std::array<ParameterRow, 58> kCellLimits{{
    {0x0004, 2, volts(kUnderVoltageCv)},
    {0x0005, 2, volts(kOverVoltageCv)},
    {0x0006, 2, celsius(kModuleOverheatC)},
    {0x0007, 2, 255},
    {0x0008, 2, volts(kLowVoltageCv)},
    {0x0009, 2, celsius(0)},
    {0x000A, 2, volts(300)},
    {0x000B, 2, volts(kFullVoltageCv)},
    {0x000C, 2, kAllowedDisbalanceCv},
    {0x000D, 2, volts(kPrechargeVoltageCv)},
    {0x000E, 2, volts(kBalancingVoltageCv)},
    {0x0010, 2, 10},
    {0x0013, 2, 1},
    {0x0014, 2, celsius(40)},
    {0x0015, 2, celsius(kModuleReductionC)},
    {0x0016, 2, celsius(15)},
    {0x0017, 2, celsius(20)},
    {0x001A, 2, volts(330)},
    {0x0022, 2, 10},
    {0x0025, 2, 20},
    {0x0026, 2, 10},
    {0x0027, 2, 20},
    {0x0028, 2, 10},
    {0x0029, 2, 20},
    {0x002A, 2, 10},
    {0x002B, 2, 10},
    {0x002C, 2, 10},
    {0x002D, 2, 10},
    {0x002E, 2, 10},
    {0x002F, 2, 50},
    {0x0030, 2, 10},
    {0x0031, 2, volts(270)},
    {0x0032, 2, volts(360)},
    {0x0033, 2, celsius(60)},
    {0x0034, 2, 20},
    {0x0035, 2, 10},
    {0x0036, 2, 20},
    {0x0037, 2, 10},
    {0x0038, 2, 20},
    {0x0039, 2, 10},
    {0x003A, 2, volts(310)},
    {0x003B, 2, celsius(50)},
    {0x003C, 2, 3},
    {0x0048, 2, 24},
    {0x0049, 2, 20},
    {0x004A, 2, 10},
    {0x004B, 2, celsius(60)},
    {0x004C, 2, celsius(55)},
    {0x004D, 2, 20},
    {0x004E, 2, 10},
    {0x004F, 2, celsius(50)},
    {0x0050, 2, celsius(45)},
    {0x0051, 2, 20},
    {0x0052, 2, 10},
    {0x0060, 2, volts(310)},
    {0x0061, 2, 50},
    {0x0062, 2, 10},
    {0x0063, 2, 60},
}};

constexpr std::array<ParameterRow, 9> kPack{{
    {0x0100, 4, 16},
    {0x0102, 4, 1000},
    {0x0111, 4, 50},
    {0x0118, 4, 2000},
    {0x0400, 2, 5},
    {0x0405, 2, 0},
    {0x0406, 2, 255},
    {0x0503, 4, 0x6B6D},  // "km"
    {0x0607, 8, 8000},
}};

/// What pin 8 does is no parameter.
constexpr std::array<ParameterRow, 14> kPins{{
    {0x0800, 2, 14},
    {0x0801, 2, 14},
    {0x0802, 2, 14},
    {0x0803, 2, 14},
    {0x0804, 2, 3},
    {0x0805, 2, 4},
    {0x0806, 2, 2},
    {0x0807, 2, 10},
    {0x0809, 2, 5},
    {0x080A, 2, 8},
    {0x080B, 2, 7},
    {0x080C, 2, 9},
    {0x080D, 2, 1},
    {0x080E, 2, 11},
}};

constexpr std::array<ParameterRow, 27> kInterfaces{{
    {0x0C02, 2, 3},  // 250 kbit/s
    {0x0C05, 2, 1},
    {0x0D00, 4, 0x19B5},
    {0x0D03, 4, 0x1A10},
    {0x1002, 2, 0},
    {0x1103, 4, 4000},
    {0x1105, 4, 0},
    {0x1007, 2, 0},
    {0x1008, 2, 3},
    {0x1009, 2, 1},
    {0x1100, 4, 400},
    // Cutoffs, reductions, CAN with its broadcast, "No Cells Communication Cutoff", "Charge Over-Current
    // Cutoff".
    {0x1600, 8, 0xA7CF},
    {0x1604, 8, 0x0380},
    {0x1805, 2, 50},
    {0x1806, 4, 20},
    {0x1815, 2, 1},
    {0x1901, 4, 500},
    {0x1903, 4, 250},
    {0x1907, 4, 120},
    {0x1909, 4, 600},
    {0x190B, 4, 600},
    {0x190D, 4, 1000},
    {0x190F, 4, 1500},
    {0x1911, 4, 2000},
    {0x1916, 4, 0x0305},
    {0x191A, 4, 500},
    {0x191C, 4, 0},
}};

/// Of the 32 CAN cell group modules: number of cells, serial number, number of the string. None is there.
void append_group_modules(std::vector<ParameterRow>& rows) {
  constexpr std::uint16_t kModules = 32, kCells = 0x0C07, kSerial = 0x0D27, kString = 0x0C67;
  for (std::uint16_t module = 0; module < kModules; ++module) {
    rows.push_back({static_cast<std::uint16_t>(kCells + module), 2, 0});
    rows.push_back({static_cast<std::uint16_t>(kSerial + 2 * module), 4, 0});
    rows.push_back({static_cast<std::uint16_t>(kString + module), 2, 0});
  }
}

template <std::size_t N>
void append(const std::array<ParameterRow, N>& from, std::vector<ParameterRow>& rows) {
  rows.insert(rows.end(), from.begin(), from.end());
}

}  // namespace

std::vector<ParameterRow> parameter_rows() {
  std::vector<ParameterRow> rows;
  append(kCellLimits, rows);
  append(kPack, rows);
  append(kPins, rows);
  append(kInterfaces, rows);
  append_group_modules(rows);
  return rows;
}

}  // namespace bmsgw::simulator
