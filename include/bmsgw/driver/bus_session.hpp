#pragma once

#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/bus_sink.hpp"
#include "bmsgw/route/write_gate.hpp"

namespace bmsgw::driver {

/// One configured bus: link + codec + schedule, whatever its family. Thread: loop.
class BusSession : public core::Timed {
 public:
  virtual void start(core::Stamp now) = 0;
  /// Closes the link; nothing is heard any more.
  virtual void close() = 0;
  /// The gateway leaves: closes, gives out what is half heard, and says that the device isn't heard any more.
  virtual void stop(core::Stamp now) = 0;
  /// Sends a command to the device; one that can't go out now is dropped and counted as unanswered.
  virtual void submit(const route::PermittedCommand& command, core::Stamp now) = 0;
  [[nodiscard]] virtual BusStatus status() const = 0;
};

}  // namespace bmsgw::driver
