#include "simulator/snmp/resistance_measurement.hpp"

namespace bmsgw::simulator::snmp {

void ResistanceMeasurement::start(Elapsed now) {
  if (result_ == Result::processing) return;
  result_ = rejecting_ ? Result::rejected : Result::processing;
  if (!rejecting_) done_at_ = now + duration_;
}

bool ResistanceMeasurement::on_time(Elapsed now) {
  if (now < done_at_) return false;
  done_at_ = kNotDue;
  result_ = Result::complete;
  return true;
}

}  // namespace bmsgw::simulator::snmp
