#include "simulator/pack_reading.hpp"

#include <cmath>

#include "simulator/limits.hpp"

namespace bmsgw::simulator {

std::optional<Summary> summarize(const std::vector<CellReading>& cells, int CellReading::*quantity) {
  Summary summary;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].live) continue;
    const int value = cells[i].*quantity;
    if (summary.count == 0 || value < summary.min) summary.min = value, summary.min_cell = i;
    if (summary.count == 0 || value > summary.max) summary.max = value, summary.max_cell = i;
    summary.sum += value;
    ++summary.count;
  }
  if (summary.count == 0) return std::nullopt;
  summary.average = static_cast<int>(std::lround(static_cast<double>(summary.sum) / summary.count));
  return summary;
}

std::optional<int> PackReading::total_cv() const {
  const auto summary = summarize(cells, &CellReading::voltage_cv);
  if (!summary) return std::nullopt;
  return static_cast<int>(std::lround(static_cast<double>(summary->sum) / static_cast<double>(strings)));
}

std::uint16_t protections_of(const std::vector<CellReading>& cells) {
  const auto voltage = summarize(cells, &CellReading::voltage_cv);
  const auto temperature = summarize(cells, &CellReading::module_temperature_c);
  if (!voltage || !temperature) return kNoCellComm;
  unsigned flags = 0;
  if (voltage->min < kUnderVoltageCv) flags |= kUnderVoltage;
  if (voltage->max > kOverVoltageCv) flags |= kOverVoltage;
  if (temperature->max > kModuleOverheatC) flags |= kModuleOverheat;
  return static_cast<std::uint16_t>(flags);
}

std::uint8_t reductions_of(const std::vector<CellReading>& cells) {
  const auto voltage = summarize(cells, &CellReading::voltage_cv);
  const auto temperature = summarize(cells, &CellReading::module_temperature_c);
  if (!voltage || !temperature) return 0;
  unsigned flags = 0;
  if (voltage->min < kLowVoltageCv) flags |= kLowVoltage;
  if (temperature->max > kModuleReductionC) flags |= kHighModuleTemperature;
  return static_cast<std::uint8_t>(flags);
}

}  // namespace bmsgw::simulator
