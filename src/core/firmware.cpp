#include "bmsgw/core/firmware.hpp"

namespace bmsgw::core {

std::string_view to_string(FirmwareProgress::State state) {
  using State = FirmwareProgress::State;
  switch (state) {
    case State::waiting:
      return "waiting";
    case State::booting:
      return "booting";
    case State::sending:
      return "sending";
    case State::restarting:
      return "restarting";
    case State::done:
      return "done";
    case State::failed:
      return "failed";
    case State::aborted:
      return "aborted";
    case State::interrupted:
      return "interrupted";
  }
  return "failed";
}

}  // namespace bmsgw::core
