#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::transport {

/// A frame and when the kernel received it.
struct ReceivedFrame {
  core::CanFrame frame;
  core::Stamp at;
};

/// How the CAN controller sees the bus (ISO 11898-1 fault confinement). A frame that is heard ends bus_off:
/// it is unknown then until the controller says more.
enum class ControllerState : std::uint8_t { unknown, error_active, error_warning, error_passive, bus_off };
/// `error-active`, `bus-off`, ...; `unknown`.
[[nodiscard]] std::string_view to_string(ControllerState state);

/// What the link knows of its bus. Counters run since the start.
struct CanHealth {
  ControllerState controller = ControllerState::unknown;
  std::uint32_t bit_rate = 0;      ///< of the interface, bit/s; 0: it has none (virtual) or doesn't tell
  std::uint64_t error_frames = 0;  ///< that the controller reported
  std::uint64_t bus_offs = 0;
  std::uint64_t overflows = 0;       ///< frames that the kernel dropped since we were too slow
  std::uint64_t dropped_writes = 0;  ///< frames that could not be sent in time
  std::uint8_t tx_errors = 0;        ///< the controller's counters, as last told by an error frame
  std::uint8_t rx_errors = 0;
};

/// What happens on a CAN bus. Thread: loop.
class CanLinkEvents {
 public:
  virtual ~CanLinkEvents() = default;
  virtual void on_opened(core::Stamp now) = 0;
  /// Frames of others, in their order, at least one. They are gone after the call.
  virtual void on_frames(std::span<const ReceivedFrame> frames, core::Stamp now) = 0;
  /// The controller's state has changed, or frames were lost: see health(). A new state is told after the
  /// frames that came before it, and before those that came after.
  virtual void on_health(core::Stamp now) = 0;
  /// The interface is not there (no_such_device), not up (network_down) or can't be used; the link waits for
  /// it by itself.
  virtual void on_down(std::error_code error, core::Stamp now) = 0;
};

/// A CAN bus, opened again for as long as it lives. Thread: loop.
class CanLink {
 public:
  virtual ~CanLink() = default;
  virtual void start(CanLinkEvents& events) = 0;
  /// Closes for good; no event follows.
  virtual void stop() = 0;
  /// Queues a frame; one that can't go out until `stale_after` is dropped and counted. False: the bus is down
  /// or the queue full, and nothing was queued.
  virtual bool write(const core::CanFrame& frame, core::MonoTime stale_after) = 0;
  /// The bus is up: what write() doesn't take finds a full queue.
  [[nodiscard]] virtual bool is_open() const = 0;
  [[nodiscard]] virtual CanHealth health() const = 0;
};

}  // namespace bmsgw::transport
