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
  std::string interface;          ///< vcan0, can0
  std::uint32_t speed = 250000;   ///< bit/s; warned of when the interface has another
  bool manage = false;            ///< set bit rate and restart-ms ourselves (CAP_NET_ADMIN)
  std::vector<WantedIds> wanted;  ///< others may be heard too, when these need more than 512 kernel filters
  bool remote = false;            ///< remote frames of the wanted ids too
};

/// A CAN interface of the kernel (CAN_RAW), or the lack of one: found, lost and found again by its name.
/// Frames of other programs on this host are heard, our own are not. Thread: loop.
class SocketCanLink final : public CanLink {
 public:
  static constexpr core::milliseconds kLookAgain{1000};  ///< while down, besides what the kernel announces

  SocketCanLink(boost::asio::io_context& loop, SocketCanOptions options, const core::Clock& clock);
  ~SocketCanLink() override;
  SocketCanLink(const SocketCanLink&) = delete;
  SocketCanLink& operator=(const SocketCanLink&) = delete;

  void start(CanLinkEvents& events) override;
  void stop() override;
  bool write(const core::CanFrame& frame, core::MonoTime stale_after) override;
  [[nodiscard]] bool is_open() const override;
  [[nodiscard]] CanHealth health() const override;

 private:
  class Port;
  std::shared_ptr<Port> port_;
};

}  // namespace bmsgw::transport
