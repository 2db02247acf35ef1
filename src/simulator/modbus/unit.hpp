#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bmsgw/core/modbus.hpp"

#include "simulator/modbus/map_model.hpp"
#include "simulator/modbus/resistance_test.hpp"

namespace bmsgw::simulator::modbus {

struct UnitConfig {
  std::uint8_t unit = 1;
  MonitoredConfig battery;
  Elapsed test_duration = std::chrono::seconds(5);  ///< of the resistances
  std::int64_t start_unix_us = 0;
};

/// One unit id: a battery behind the registers of a map. Thread: any (no sharing).
class Unit {
 public:
  Unit(const MapPlan& plan, const UnitConfig& config);  ///< the plan outlives the unit

  [[nodiscard]] std::uint8_t id() const { return config_.unit; }
  /// The battery goes on; nothing is due before the next request.
  void on_time(Elapsed now);
  /// An exception code; nothing: the request is legal.
  [[nodiscard]] std::optional<std::uint8_t> refusal(const core::ModbusRequest& request) const;
  /// The items of a legal request to read.
  [[nodiscard]] std::vector<std::uint16_t> read(const core::ModbusRequest& request, Elapsed now);
  void write(const core::ModbusRequest& request, Elapsed now);

 private:
  void bring_up_to(Elapsed now);
  void set_clock(const core::ModbusRequest& request, Elapsed now);

  const MapPlan& plan_;
  UnitConfig config_;
  MonitoredBattery battery_;
  UnitClock clock_;
  RegisterBank bank_;
  MapModel model_;
  ResistanceTest test_;
  bool outdated_ = false;  ///< the battery has moved since the registers were filled
};

}  // namespace bmsgw::simulator::modbus
