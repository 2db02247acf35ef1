#pragma once

#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

#include "bmsgw/codec/modbus/pdu.hpp"
#include "bmsgw/core/modbus.hpp"

namespace bmsgw::transport {

/// Why a line isn't open; false: it is.
struct LineFault {
  std::error_code code;
  std::string detail;  ///< one line for the user, with the place

  explicit operator bool() const { return static_cast<bool>(code); }
  bool operator==(const LineFault&) const = default;
};

/// A serial line or a TCP connection, served by the thread that calls it.
/// Thread: worker.
class BlockingLine {
 public:
  virtual ~BlockingLine() = default;
  /// One that is open is closed first.
  [[nodiscard]] virtual LineFault open() = 0;
  virtual void close() = 0;
  /// Sends, waits and judges. After link_lost and link_down it is closed, and fault() says why. `values` is
  /// left alone unless a read was answered well.
  [[nodiscard]] virtual codec::modbus::AnswerVerdict ask(const core::ModbusRequest& request,
                                                         std::vector<std::uint16_t>& values) = 0;
  [[nodiscard]] virtual const LineFault& fault() const = 0;
  /// To be watched for its end between requests; -1: there is nothing to watch.
  [[nodiscard]] virtual int descriptor() const = 0;
  /// Closes between two requests: the peer did, or it is to be left free for others. False: the line is lost,
  /// fault() says why; else the next request opens it again.
  [[nodiscard]] virtual bool let_go() = 0;
};

}  // namespace bmsgw::transport
