#pragma once

#include <cstdint>

#include "simulator/pack_reading.hpp"
#include "simulator/random.hpp"

namespace bmsgw::simulator {

enum class Scenario : std::uint8_t { cycle, charge, discharge, idle };

/// Decides what flows: the charging stages of the control unit, and the driver who empties the battery.
/// Thread: any (no sharing).
class ChargeControl {
 public:
  struct Input {
    int min_cell_cv = 0, max_cell_cv = 0;
    std::uint16_t protections = 0;
    bool cells_missing = false;
    double charge_limit_a = 0;  ///< what keeps every cell within the full voltage
  };

  ChargeControl(Scenario scenario, double capacity_ah);

  void step(double dt_s, const Input& input, Random& random);

  [[nodiscard]] double current_a() const { return current_a_; }
  [[nodiscard]] Stage stage() const { return stage_; }
  [[nodiscard]] double stage_s() const { return stage_s_; }
  [[nodiscard]] std::uint8_t error() const { return error_; }
  [[nodiscard]] Stage error_stage() const { return error_stage_; }
  [[nodiscard]] bool charger_connected() const { return stage_ != Stage::disconnected; }
  [[nodiscard]] bool ignition() const { return !charger_connected() && scenario_ != Scenario::idle; }

 private:
  void step_charging(const Input& input);
  void step_discharging(double dt_s, const Input& input, Random& random);
  void enter(Stage stage);
  void fail(std::uint8_t error);
  [[nodiscard]] double charging_current_a(const Input& input) const;
  [[nodiscard]] Stage following_stage(const Input& input) const;

  Scenario scenario_;
  double capacity_ah_;
  Stage stage_ = Stage::disconnected;
  double stage_s_ = 0;
  double current_a_ = 0;
  double load_ = 1;  ///< wanders about 1
  bool empty_ = false;
  double pause_s_ = 0;  ///< since it is empty
  std::uint8_t error_ = 0;
  Stage error_stage_ = Stage::disconnected;
};

}  // namespace bmsgw::simulator
