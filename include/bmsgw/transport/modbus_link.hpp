#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

#include "bmsgw/core/modbus.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::transport {

struct ModbusAnswer {
  std::uint64_t id = 0;  ///< as given to submit()
  core::ModbusOutcome outcome = core::ModbusOutcome::link_down;
  std::uint8_t exception = 0;
  std::vector<std::uint16_t> values;  ///< of a good read `count` items, bits as 0 or 1
  core::Stamp at;                     ///< when the answer was there
  std::chrono::microseconds took{0};  ///< how long the line was busy with it, waiting included
};

/// The device itself has said something, if only no: not silence, nor garbled, nor a gateway on its behalf.
[[nodiscard]] bool is_from_device(const ModbusAnswer& answer);
/// How it ended, in words; of an exception which one.
[[nodiscard]] std::string text_of(const ModbusAnswer& answer);

/// What happens on a Modbus line. Thread: loop.
class ModbusLinkEvents {
 public:
  virtual ~ModbusLinkEvents() = default;
  virtual void on_opened(core::Stamp now) = 0;
  /// Exactly one for each request that was taken, until stop(). The answer is gone after the call.
  virtual void on_answer(const ModbusAnswer& answer, core::Stamp now) = 0;
  /// The port or connection can't be opened or was lost; the link tries again by itself, and tells each
  /// reason once. no_such_file_or_directory: there is no such port. `detail`: one line for the user.
  virtual void on_down(std::error_code error, const std::string& detail, core::Stamp now) = 0;
};

/// A Modbus line (RTU) or endpoint (TCP), opened again for as long as it lives. One request at a time.
/// Thread: loop.
class ModbusLink {
 public:
  virtual ~ModbusLink() = default;
  virtual void start(ModbusLinkEvents& events) = 0;
  /// Closes for good; no event follows.
  virtual void stop() = 0;
  /// Sends a request; its answer comes through the events. False: one is under way, or the link isn't open;
  /// nothing was taken.
  virtual bool submit(std::uint64_t id, const core::ModbusRequest& request) = 0;
  /// Closes and opens anew, after the request that is under way: nobody answers any more. Then comes
  /// on_opened, or on_down.
  virtual void reopen() = 0;
  /// How long a request may take at most until its answer is told, whatever happens on the line.
  [[nodiscard]] virtual core::milliseconds longest_request() const = 0;
};

}  // namespace bmsgw::transport
