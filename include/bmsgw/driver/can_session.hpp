#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "bmsgw/codec/can/decoder.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/bus_session.hpp"
#include "bmsgw/driver/can_condition.hpp"
#include "bmsgw/driver/can_schedule.hpp"
#include "bmsgw/driver/g1_session.hpp"
#include "bmsgw/driver/gap_learner.hpp"
#include "bmsgw/transport/can_link.hpp"

namespace bmsgw::driver {

/// One configured CAN bus, compiled.
struct CanBusPlan {
  struct Poll {
    core::milliseconds period{0};
    std::vector<std::uint8_t> data;  ///< empty: length 0
    bool remote = false;
  };
  core::BusId bus{};
  core::DeviceId device{};
  std::string name;
  std::string interface;  ///< empty: none, it hears what serial units report
  std::vector<codec::can::PacketSpec> packets;
  std::vector<std::optional<Poll>> polls;  ///< by packet; nothing: listened to
  bool from_serial = false;
  std::vector<core::CanId> written;  ///< ids that routes write to, on whatever bus
};

/// A battery on a CAN bus: link + decoder + schedule. All it does follows from what it is told, so it runs in
/// tests without an interface and without waiting. Thread: loop.
class CanSession final : public BusSession, public transport::CanLinkEvents, public CanListener {
 public:
  /// How long a command waits for room on the bus before it is dropped.
  static constexpr core::milliseconds kCommandLife{1000};
  /// A device that leaves its requests unanswered isn't given up earlier after its last frame.
  static constexpr core::milliseconds kLeastSilence{2000};

  /// `link`: nullptr for a bus without an interface. All of these must outlive the session.
  CanSession(const CanBusPlan& plan, transport::CanLink* link, const route::WriteGate& gate, BusSink& sink);

  void start(core::Stamp now) override;
  void close() override;
  void stop(core::Stamp now) override;
  /// CAN has no answer: that a frame was handed to the interface is all that can be said. Routes' frames
  /// (without an id) are dropped just so while the bus is down.
  void submit(const route::PermittedCommand& command, core::Stamp now) override;
  [[nodiscard]] BusStatus status() const override;

  void on_opened(core::Stamp now) override;
  void on_frames(std::span<const transport::ReceivedFrame> frames, core::Stamp now) override;
  void on_health(core::Stamp now) override;
  void on_down(std::error_code error, core::Stamp now) override;
  /// A message that a unit reports on its serial line. It answers none of our requests; what we have sent
  /// ourselves is no news.
  void on_reported(const core::CanFrame& frame, bool sent_by_unit, core::Stamp now) override;

  [[nodiscard]] core::MonoTime next_wake() const override;
  void on_time(core::Stamp now) override;

 private:
  void take(const core::CanFrame& frame, core::Stamp at, bool from_bus);
  void on_values(std::uint32_t packet, core::CanId id, core::Stamp at, bool from_bus);
  void on_empty(const core::CanFrame& frame, core::Stamp at);
  void note_heard(core::Stamp now);
  void deliver(core::Stamp now, core::milliseconds max_age);
  void flush_lists(core::MonoTime until);
  void interrupt_gaps();
  void send_due(core::Stamp now);
  void refuse(std::uint64_t id, core::Outcome outcome, std::string reason);
  void check_silence(core::Stamp now);
  void log_errors(core::MonoTime now);
  [[nodiscard]] core::MonoTime silence_deadline() const;
  [[nodiscard]] bool is_request(const core::CanFrame& frame) const;

  const CanBusPlan& plan_;
  transport::CanLink* link_;
  const route::WriteGate& gate_;
  BusSink& sink_;
  CanCondition condition_;
  codec::can::Decoder decoder_;
  CanSchedule schedule_;
  /// By packet.
  struct Heard {
    GapLearner gaps;
    core::MonoTime last = core::kLongAgo;
  };
  std::vector<Heard> heard_;
  GapLearner any_;          ///< gaps between any two frames
  core::Stamp list_heard_;  ///< the last part of a list that isn't complete yet
  std::vector<core::Sample> samples_;

  core::MonoTime last_good_ = core::kLongAgo;
  std::uint64_t frames_ = 0;
  std::uint64_t unknown_ = 0;
  std::uint64_t wrong_length_ = 0;
  std::uint64_t wrong_length_told_ = 0;
  std::uint64_t dropped_commands_ = 0;
  core::LogLimiter wrong_length_limiter_;
};

}  // namespace bmsgw::driver
