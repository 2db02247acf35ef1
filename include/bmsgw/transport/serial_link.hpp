#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/byte_link.hpp"

namespace boost::asio {
class io_context;
}

namespace bmsgw::transport {

struct SerialOptions {
  std::string device;           ///< path; empty: the only entry of by_id_folder
  std::uint32_t speed = 57600;  ///< bit/s; 8 data bits, no parity, 1 stop bit, no flow control
  bool rs485 = false;           ///< the kernel drives the line's direction (TIOCSRS485)
  std::string by_id_folder = "/dev/serial/by-id";
};

/// A serial port (or a pty), exclusive, opened again with back-off whenever it is gone or in error.
/// Thread: loop.
class SerialLink final : public ByteLink {
 public:
  static constexpr std::size_t kMaxQueuedBytes = 4096;
  static constexpr core::milliseconds kFirstRetry{250};
  static constexpr core::milliseconds kLongestRetry{2000};

  SerialLink(boost::asio::io_context& loop, SerialOptions options, const core::Clock& clock);
  ~SerialLink() override;
  SerialLink(const SerialLink&) = delete;
  SerialLink& operator=(const SerialLink&) = delete;

  void start(LinkEvents& events) override;
  void stop() override;
  bool write(const std::string& bytes) override;

 private:
  class Port;
  std::shared_ptr<Port> port_;
};

}  // namespace bmsgw::transport
