#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "bmsgw/codec/g1/decoder.hpp"
#include "bmsgw/codec/g1/framer.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/bus_condition.hpp"
#include "bmsgw/driver/bus_session.hpp"
#include "bmsgw/driver/bus_sink.hpp"
#include "bmsgw/driver/event_log_reader.hpp"
#include "bmsgw/driver/g1_commands.hpp"
#include "bmsgw/driver/g1_schedule.hpp"
#include "bmsgw/driver/gap_learner.hpp"
#include "bmsgw/route/write_gate.hpp"
#include "bmsgw/transport/byte_link.hpp"

namespace bmsgw::driver {

/// One configured bus with a G1 control unit, compiled.
struct G1BusPlan {
  struct Packet {
    std::string sentence;
    std::optional<core::milliseconds> period;  ///< none: listened to
    bool list = false;
  };
  core::BusId bus{};
  core::DeviceId device{};
  std::string name;
  std::string where;  ///< device path, for status
  std::size_t max_line = codec::g1::Framer::kDefaultMaxLine;
  std::vector<Packet> packets;
  std::vector<codec::g1::PointSpec> points;
  /// How often the unit's event log is read; 0: never.
  core::milliseconds event_log_period{0};
  std::string event_log_state{};            ///< what was told in earlier runs; empty: nothing
  core::PointId events = core::kNoPoint;    ///< of new log entries
  core::PointId firmware = core::kNoPoint;  ///< of an upgrade's progress
};

/// Takes the CAN messages that a control unit reports (CN1, CN2). Thread: loop.
class CanListener {
 public:
  virtual ~CanListener() = default;
  /// `sent_by_unit`: CN2; else the unit has received it (CN1), perhaps from us.
  virtual void on_reported(const core::CanFrame& frame, bool sent_by_unit, core::Stamp now) = 0;
};

class G1Exclusive;

/// A G1 control unit on a line: link + framer + decoder + schedule + commands. All it does follows from what
/// it is told, so it runs in tests without a port and without waiting. Thread: loop.
class G1Session final : public BusSession, public transport::LinkEvents {
 public:
  /// All of these must outlive the session.
  G1Session(const G1BusPlan& plan, transport::ByteLink& link, const route::WriteGate& gate, BusSink& sink);
  ~G1Session() override;
  G1Session(const G1Session&) = delete;
  G1Session& operator=(const G1Session&) = delete;

  /// Before start(): who wants the unit's CAN messages. They outlive the session.
  void add_can_listener(CanListener& listener) { can_listeners_.push_back(&listener); }

  /// Before start(): who keeps what the event log's readings have told, for plan.event_log_state of the next
  /// run. `keep` must not call the session.
  using KeepState = std::function<void(const std::string& state)>;
  void keep_event_log(KeepState keep) { keep_event_log_ = std::move(keep); }

  void start(core::Stamp /*now*/) override { link_.start(*this); }
  void close() override { link_.stop(); }
  void stop(core::Stamp now) override;
  void submit(const route::PermittedCommand& command, core::Stamp now) override;
  [[nodiscard]] BusStatus status() const override;

  void on_opened(core::Stamp now) override;
  void on_bytes(std::span<const char> bytes, core::Stamp now) override;
  void on_down(std::error_code error, core::Stamp now) override;

  [[nodiscard]] core::MonoTime next_wake() const override;
  void on_time(core::Stamp now) override;

 private:
  struct Heard {
    std::uint64_t sentence = 0;  ///< packed name
    GapLearner gaps;
  };

  /// A dialogue that has the line for itself; no machine: there is none.
  struct Exclusive {
    std::uint64_t id = 0;
    core::MonoTime expires = core::kNever;  ///< it doesn't start after this
    bool is_upgrade = false;
    bool started = false;
    std::unique_ptr<G1Exclusive> machine{};
  };

  void on_sentence(std::string_view text, core::Stamp now);
  void on_request(std::string_view text, core::Stamp now);
  void on_parameter(const codec::g1::Sentence& sentence);
  bool report_can_message(core::Stamp now);
  void on_restart(core::Stamp now);
  void note_heard(core::Stamp now);
  core::milliseconds age_of(std::string_view sentence, core::MonoTime now);
  void deliver(core::Stamp now, core::milliseconds max_age);
  void flush_lists(core::MonoTime until);
  void tell_periods();
  void interrupt_gaps();
  void send_due(core::Stamp now);
  bool send_command(core::Stamp now);
  void send_poll(core::Stamp now);
  [[nodiscard]] bool poll_goes_first(core::MonoTime now) const;
  void submit_sentence(const core::Command& command);
  void submit_exclusive(const core::Command& command);
  void submit_abort(const core::Command& command, core::Stamp now);
  void start_exclusive(core::Stamp now);
  template <typename Step>
  void step_exclusive(core::Stamp now, Step step);
  void end_exclusive(core::Stamp now);
  bool exclusive_takes(std::span<const char> bytes, core::Stamp now);
  bool exclusive_opened(core::Stamp now);
  void exclusive_down(core::Stamp now);
  void exclusive_time(core::Stamp now);
  void exclusive_stop(core::Stamp now);
  [[nodiscard]] core::MonoTime exclusive_wake() const;
  [[nodiscard]] std::string exclusive_detail() const;
  [[nodiscard]] std::string down_detail() const;
  void fail_pending_exclusive(core::Outcome outcome, const std::string& reason);
  void refuse(std::uint64_t id, core::Outcome outcome, std::string reason);
  void give_replies();
  void read_event_log(core::Stamp now);
  void check_silence(core::Stamp now);
  void log_errors(core::MonoTime now);
  [[nodiscard]] core::MonoTime silence_deadline() const;
  [[nodiscard]] std::uint64_t error_count() const;
  [[nodiscard]] Heard* find_heard(std::string_view sentence);

  const G1BusPlan& plan_;
  transport::ByteLink& link_;
  const route::WriteGate& gate_;
  BusSink& sink_;
  BusCondition condition_;
  std::vector<CanListener*> can_listeners_;
  codec::g1::Framer framer_;
  codec::g1::Decoder decoder_;
  G1Schedule schedule_;
  G1Commands commands_;
  Exclusive exclusive_;
  EventLogReader event_log_;
  KeepState keep_event_log_;
  std::vector<Heard> heard_;
  GapLearner any_;          ///< gaps between any two sentences
  core::Stamp list_heard_;  ///< the last part of a list that isn't complete yet
  codec::g1::Sentence sentence_;
  std::vector<core::Sample> samples_;

  bool open_ = false;
  bool stopped_ = false;
  bool command_went_last_ = false;
  std::string polled_;        ///< the last question of the schedule's, CRC included
  core::MonoTime opened_{};   ///< the port; or when the last dialogue gave the line back
  bool bytes_heard_ = false;  ///< since the last good sentence, or since the port was opened
  std::optional<bool> broadcast_off_;
  core::milliseconds active_period_{0};  ///< parameter 0010
  core::milliseconds sleep_period_{0};   ///< parameter 0111
  core::MonoTime last_good_ = core::kLongAgo;
  std::uint64_t unknown_ = 0;
  std::uint64_t dropped_commands_ = 0;

  struct ErrorKind {
    std::string_view what;
    std::uint64_t codec::g1::FramerCounters::*counter;
    std::uint64_t told = 0;
    core::LogLimiter limiter;
  };
  std::vector<ErrorKind> error_kinds_;
  core::LogLimiter restart_limiter_;
  core::LogLimiter asking_limiter_;
};

}  // namespace bmsgw::driver
