// What a bus with a control unit tells of itself.
#include <utility>

#include "bmsgw/core/log.hpp"
#include "bmsgw/driver/g1_session.hpp"

#include "driver/g1/exclusive.hpp"

namespace bmsgw::driver {

void G1Session::log_errors(core::MonoTime now) {
  for (auto& kind : error_kinds_) {
    const auto count = framer_.counters().*kind.counter;
    if (count == kind.told || !kind.limiter.allow(now)) continue;
    core::log_warning("bus {}: {} {} so far", plan_.name, count, kind.what);
    kind.told = count;
  }
}

std::uint64_t G1Session::error_count() const {
  const auto& counters = framer_.counters();
  return counters.bad_crc + counters.overlong + counters.non_ascii + counters.malformed +
         decoder_.bad_fields();
}

BusStatus G1Session::status() const {
  const auto state = condition_.state();
  auto detail = condition_.detail();
  if (open_ && schedule_.asking()) {
    const bool answers = state == BusState::ok || detail.empty();
    detail = (answers ? "" : detail + "; ") + "nothing is volunteered, each sentence is asked for";
    if (broadcast_off_.value_or(false)) detail += " (broadcast is off in the unit: parameter 1600, bit 12)";
  }
  if (exclusive_.machine != nullptr) detail += (detail.empty() ? "" : "; ") + exclusive_detail();
  return {plan_.name,
          plan_.where,
          state,
          std::move(detail),
          error_count(),
          framer_.counters().sentences,
          schedule_.requests() + commands_.sent(),
          schedule_.unanswered() + commands_.unanswered() + dropped_commands_,
          last_good_,
          unknown_,
          {}};
}

}  // namespace bmsgw::driver
