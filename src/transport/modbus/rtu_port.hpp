#pragma once

#include <string>

#include "bmsgw/transport/modbus_worker.hpp"

#include "blocking_line.hpp"
#include "libmodbus_context.hpp"
#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {

/// A serial port for Modbus: set up by libmodbus, ours alone. A pty takes what it can of it.
/// Thread: worker.
class RtuPort {
 public:
  ~RtuPort() { close(); }
  RtuPort() = default;
  RtuPort(const RtuPort&) = delete;
  RtuPort& operator=(const RtuPort&) = delete;

  [[nodiscard]] LineFault open(const ModbusOptions& options);
  void close();
  [[nodiscard]] bool is_open() const { return line_.descriptor() >= 0; }
  [[nodiscard]] LibmodbusContext& line() { return line_; }
  [[nodiscard]] int descriptor() const { return line_.descriptor(); }
  [[nodiscard]] const std::string& device() const { return device_; }

 private:
  [[nodiscard]] std::error_code lock();
  [[nodiscard]] std::error_code connect(const ModbusOptions& options);

  std::string device_;
  FileDescriptor lock_;  ///< holds the lock: libmodbus changes the line's settings as soon as it opens it
  LibmodbusContext line_;
};

}  // namespace bmsgw::transport
