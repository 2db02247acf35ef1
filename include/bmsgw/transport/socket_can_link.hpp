#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/can_link.hpp"

namespace boost::asio {
class io_context;
}

namespace bmsgw::transport {

/// Ids that are wanted: id ... id + count - 1.
struct WantedIds {
  core::CanId id;
  std::uint32_t count = 1;
};

struct SocketCanOptions {
  std::string interface;         ///< vcan0, can0
  std::uint32_t speed = 250000;  ///< bit/s; warned of when the interface has another
  bool manage = false;           ///< set bit rate and restart-ms ourselves (CAP_NET_ADMIN)
  std::vector<WantedIds> wanted;
};

/// A CAN interface of the kernel (CAN_RAW). Thread: loop.
class SocketCanLink final : public CanLink {
 public:
  SocketCanLink(boost::asio::io_context& loop, SocketCanOptions options, const core::Clock& clock);
  ~SocketCanLink() override;
  SocketCanLink(const SocketCanLink&) = delete;
  SocketCanLink& operator=(const SocketCanLink&) = delete;

  void start(CanLinkEvents& events) override;
  void stop() override;
  bool write(const core::CanFrame& frame, core::MonoTime stale_after) override;
  [[nodiscard]] CanHealth health() const override;

 private:
  class Port;
  std::shared_ptr<Port> port_;
};

}  // namespace bmsgw::transport
