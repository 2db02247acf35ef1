#pragma once

#include <string>

#include "simulator/sim_time.hpp"

namespace bmsgw::simulator::modbus {

/// Where masters come in: a TCP port, a pty. Thread: loop.
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  /// Where it is, for the first line of the output.
  [[nodiscard]] virtual std::string place() const = 0;
  /// Everything that time brings. May call nothing back.
  virtual void advance(Elapsed now) = 0;
  [[nodiscard]] virtual Elapsed next_wake(Elapsed now) const = 0;
};

/// What an endpoint tells its loop. Thread: loop.
class EndpointEvents {
 public:
  virtual ~EndpointEvents() = default;
  [[nodiscard]] virtual Elapsed now() const = 0;
  /// Something has come: advance() is wanted.
  virtual void on_activity() = 0;
};

}  // namespace bmsgw::simulator::modbus
