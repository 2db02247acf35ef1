#pragma once

#include <vector>

#include "simulator/modbus/map_plan.hpp"
#include "simulator/sim_time.hpp"

namespace bmsgw::simulator::modbus {

/// A test that a master starts by writing: a register says busy until it is done. Thread: any (no sharing).
class ResistanceTest {
 public:
  ResistanceTest(const std::vector<TestTrigger>& triggers, Elapsed duration);  ///< the triggers stay

  /// As if a test had been made before.
  void show_done(RegisterBank& bank) const;
  /// These registers have been written.
  void on_written(core::ModbusFunction table, std::uint32_t address, std::uint32_t count, Elapsed now,
                  RegisterBank& bank);
  /// True: a test is done just now.
  bool on_time(Elapsed now, RegisterBank& bank);

 private:
  const std::vector<TestTrigger>& triggers_;
  Elapsed duration_;
  Elapsed done_at_ = kNotDue;
};

}  // namespace bmsgw::simulator::modbus
