#pragma once

#include <cstdint>
#include <string>

#include "simulator/sim_time.hpp"

namespace bmsgw::simulator::snmp {

/// The measurement of all resistances that a manager starts by a command. Thread: any (no sharing).
class ResistanceMeasurement {
 public:
  /// Numbered as in the MIB.
  enum class Result : std::uint8_t { none = 1, processing = 2, complete = 3, rejected = 9 };

  explicit ResistanceMeasurement(Elapsed duration) : duration_(duration) {}

  /// One that is under way goes on.
  void start(Elapsed now);
  /// True: it is done just now.
  bool on_time(Elapsed now);
  /// The next ones are rejected, or taken again.
  void set_rejecting(bool rejecting) { rejecting_ = rejecting; }
  [[nodiscard]] Result result() const { return result_; }

 private:
  Elapsed duration_;
  Elapsed done_at_ = kNotDue;
  Result result_ = Result::none;
  bool rejecting_ = false;
};

}  // namespace bmsgw::simulator::snmp
