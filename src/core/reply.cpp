#include "bmsgw/core/reply.hpp"

namespace bmsgw::core {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok:
      return "ok";
    case Outcome::timed_out:
      return "timed_out";
    case Outcome::device_refused:
      return "device_refused";
    case Outcome::login_needed:
      return "login_needed";
    case Outcome::bus_down:
      return "bus_down";
    case Outcome::refused:
      return "refused";
    case Outcome::busy:
      return "busy";
    case Outcome::failed:
      return "failed";
  }
  return "failed";
}

Outcome outcome_named(std::string_view code) {
  for (const auto outcome : {Outcome::ok, Outcome::timed_out, Outcome::device_refused, Outcome::login_needed,
                             Outcome::bus_down, Outcome::refused, Outcome::busy}) {
    if (code == to_string(outcome)) return outcome;
  }
  return Outcome::failed;
}

}  // namespace bmsgw::core
