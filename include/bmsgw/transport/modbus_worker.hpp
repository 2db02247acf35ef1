#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/modbus_link.hpp"

namespace boost::asio {
class io_context;
}

namespace bmsgw::transport {

struct ModbusOptions {
  std::string host;  ///< TCP: name or address; empty: a serial line
  std::uint16_t port = 502;
  std::string device;          ///< path of the serial port
  std::uint32_t speed = 9600;  ///< bit/s
  char parity = 'N';           ///< N, E, O
  std::uint8_t stop_bits = 1;
  bool rs485 = false;                         ///< the kernel's driver switches the direction
  bool local_echo = false;                    ///< the adapter sends back what it is given
  core::milliseconds response_timeout{1000};  ///< until an answer begins
  core::milliseconds request_gap{0};          ///< silence before each request, at least 3.5 characters
  core::milliseconds idle_close{0};  ///< TCP: closed after so long without a request, quietly; 0: never
};

/// The line or connection by libmodbus, which blocks: a thread of its own that shares nothing but messages.
/// Without host and device: the only entry of /dev/serial/by-id.
/// RTU: an answer doesn't say to which request. So what has come before a request is discarded, and after one
/// that wasn't answered in time the next to the same unit and function waits for the late answer.
/// TCP: late answers are known by their transaction. A connection that was closed between requests is opened
/// again without a word. What surely wasn't sent, and a read that met a dead connection, is sent again, once.
/// Thread: loop. The clock is also asked by the thread.
class ModbusWorker final : public ModbusLink {
 public:
  ModbusWorker(boost::asio::io_context& loop, ModbusOptions options, const core::Clock& clock);
  ~ModbusWorker() override;
  ModbusWorker(const ModbusWorker&) = delete;
  ModbusWorker& operator=(const ModbusWorker&) = delete;

  void start(ModbusLinkEvents& events) override;
  void stop() override;
  bool submit(std::uint64_t id, const core::ModbusRequest& request) override;
  void reopen() override;
  [[nodiscard]] core::milliseconds longest_request() const override;

 private:
  class Thread;
  std::shared_ptr<Thread> thread_;
};

/// One request at a time on the calling thread, for the command line's probe and read.
/// Thread: any (no sharing); blocks at most as long as the options' time-outs say.
class ModbusLine {
 public:
  virtual ~ModbusLine() = default;
  /// Empty: it is open.
  [[nodiscard]] virtual std::string open() = 0;
  [[nodiscard]] virtual ModbusAnswer ask(const core::ModbusRequest& request) = 0;
};
[[nodiscard]] std::unique_ptr<ModbusLine> make_modbus_line(const ModbusOptions& options,
                                                           const core::Clock& clock);

}  // namespace bmsgw::transport
