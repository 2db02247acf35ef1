#pragma once

#include <map>
#include <set>
#include <string>

#include "bmsgw/core/snmp_map.hpp"

#include "config/json_view.hpp"
#include "config/problem_list.hpp"
#include "config/resolved.hpp"

namespace bmsgw::config {

/// Looks at what events mean: whether a poll would say the same words of the same alarm, so that it can
/// repair what a lost trap has left. Thread: any.
class MeaningCheck {
 public:
  /// `bus` has its packets already.
  MeaningCheck(const ResolvedBus& bus, ProblemList& problems);

  /// `severity`: of the trap; empty: it has none.
  void check(const JsonView& at, const core::SnmpEventMeaning& meaning, const std::string& severity) const;

 private:
  void check_quantity(const JsonView& at, const core::SnmpEventMeaning& meaning) const;
  void check_state(const JsonView& at, const core::SnmpEventMeaning& meaning,
                   const std::set<std::string>& known) const;

  ProblemList& problems_;
  std::map<std::string, std::set<std::string>> states_;  ///< of the params' alarms, by quantity
};

}  // namespace bmsgw::config
