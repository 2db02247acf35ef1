#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rate_limit.hpp"

namespace bmsgw::test {

/// The session as the families see it. Thread: that of the stand-in, or whoever holds its lock.
class DevicePort {
 public:
  virtual ~DevicePort() = default;
  /// False: the device has not subscribed to this. `tag` comes back with the device's acknowledgement;
  /// 0: nobody wants to know.
  virtual bool publish(const std::string& topic, const std::string& payload, std::uint32_t tag) = 0;
  /// The same, sent as a packet that may be there already.
  virtual bool publish_again(const std::string& topic, const std::string& payload, std::uint32_t tag) = 0;
  /// The QoS that was granted for such a topic, 0 too when there is none.
  [[nodiscard]] virtual std::uint8_t granted_qos(const std::string& topic) const = 0;
  /// The device did what it must not do.
  virtual void blame(const std::string& what) = 0;
};

/// What became of a message.
struct Taken {
  enum class How : std::uint8_t {
    not_mine,  ///< a topic of somebody else
    good,
    invalid,  ///< the session is closed
  };
  How how = How::not_mine;
  std::size_t data_points = 0;  ///< of telemetry
  std::string reason{};         ///< of invalid
};

/// The topics of one purpose, and what the server keeps of them. It outlives sessions. Pure.
class TopicFamily {
 public:
  virtual ~TopicFamily() = default;
  [[nodiscard]] virtual Taken take(const std::string& topic, const std::string& payload, DevicePort& port,
                                   SteadyTime now) = 0;
  virtual void on_subscribed(const std::string& /*filter*/, DevicePort& /*port*/, SteadyTime /*now*/) {}
  virtual void on_acknowledged(std::uint32_t /*tag*/, SteadyTime /*now*/) {}
  /// Every few milliseconds; `port` is null while there is no session.
  virtual void on_time(DevicePort* /*port*/, SteadyTime /*now*/) {}
};

/// The number at the end of a topic that begins so; -1: another topic, or no int32 from 0 on.
[[nodiscard]] inline std::int64_t id_after(std::string_view topic, std::string_view beginning) {
  if (!topic.starts_with(beginning)) return -1;
  topic.remove_prefix(beginning.size());
  if (topic.empty() || topic.size() > 10 || topic.find_first_not_of("0123456789") != topic.npos) return -1;
  const auto id = std::stoll(std::string(topic));
  return id <= INT32_MAX ? id : -1;
}

}  // namespace bmsgw::test
