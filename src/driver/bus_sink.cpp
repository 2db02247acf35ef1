#include "bmsgw/driver/bus_sink.hpp"

namespace bmsgw::driver {

std::string_view to_string(BusState state) {
  switch (state) {
    case BusState::absent:
      return "absent";
    case BusState::silent:
      return "silent";
    case BusState::faulty:
      return "faulty";
    case BusState::ok:
      return "ok";
  }
  return "faulty";
}

}  // namespace bmsgw::driver
