#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bmsgw/core/time.hpp"
#include "bmsgw/northbound/mqtt_transport.hpp"

namespace bmsgw::northbound {

class MqttMailbox;

/// One Paho client for one connection; what happens to it goes into the mailbox. No call throws.
/// open(), then, once the mailbox has brought `connected`, publish() and subscribe(), then close(): never
/// again. Thread: open(), close() and the destructor on the job thread, because Paho may block there; the
/// rest loop.
class PahoClient {
 public:
  explicit PahoClient(std::shared_ptr<MqttMailbox> mailbox);
  ~PahoClient();
  PahoClient(const PahoClient&) = delete;
  PahoClient& operator=(const PahoClient&) = delete;

  void open(const MqttOptions& options);
  void subscribe(const std::string& topic_filter);
  bool publish(std::uint64_t delivery, const std::string& topic, const std::string& payload,
               std::uint8_t qos);
  /// The delivery whose `delivered` signal names this slot; the slot is free again.
  std::uint64_t take_delivery(std::size_t slot);
  /// Sends DISCONNECT behind what was published, for at most `bound`, and destroys the client.
  void close(core::milliseconds bound);

 private:
  class Paho;
  std::unique_ptr<Paho> paho_;
  std::shared_ptr<MqttMailbox> mailbox_;
  // A token of Paho carries a void*, which is too small for a delivery on 32-bit machines.
  std::vector<std::uint64_t> deliveries_;
  std::vector<std::size_t> free_slots_;
};

}  // namespace bmsgw::northbound
