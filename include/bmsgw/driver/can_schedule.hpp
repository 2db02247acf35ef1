#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// When a device on a CAN bus is asked for what: each id of a packet with a period, one at a time, each with
/// a deadline. What has answered before goes first, and what is wanted more often; an id that never answers
/// while others do is asked rarely; when nothing at all answers, one question a second is asked, of what used
/// to answer or is first in its packet. A beat that is missed isn't made up for. Pure: time is an argument.
/// Thread: any (no sharing).
class CanSchedule {
 public:
  static constexpr core::milliseconds kAnswerDeadline{60};
  static constexpr core::milliseconds kProbePeriod{1000};  ///< of one question, while nothing is heard
  static constexpr core::milliseconds kDeafPeriod{60'000};
  static constexpr core::milliseconds kPresence{
      3000};  ///< what was heard within shows that somebody is there
  static constexpr int kTries =
      3;  ///< requests left unanswered before an id counts as deaf, or nobody as there

  /// A packet that is polled.
  struct Item {
    std::uint32_t packet = 0;  ///< as the caller numbers them
    core::CanId id;
    std::uint32_t range = 1;
    core::milliseconds period{0};
  };
  struct Request {
    std::uint32_t packet = 0;
    core::CanId id;
  };
  explicit CanSchedule(const std::vector<Item>& items);

  void on_open(core::MonoTime now);
  void on_close();
  /// A frame of a configured packet with values in it.
  void on_frame(core::CanId id, core::MonoTime now);
  /// A frame of length 0. True: it answers the open request.
  bool on_empty(core::CanId id, core::MonoTime now);
  /// The request to send now, if one is due; it counts as sent.
  std::optional<Request> due(core::MonoTime now);
  [[nodiscard]] core::MonoTime next_wake() const;

  /// It is asked for this id just now.
  [[nodiscard]] bool is_open_request(core::CanId id) const {
    return in_flight_ != nullptr && in_flight_->id == id;
  }

  /// The device has answered since the bus was opened, and no longer does.
  [[nodiscard]] bool gone() const { return has_answered_ && lost_answers_ >= kTries; }
  /// The shortest period at which it is asked; 0: it isn't.
  [[nodiscard]] core::milliseconds shortest_period() const { return shortest_; }
  [[nodiscard]] std::uint64_t requests() const { return requests_; }
  [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }

 private:
  struct Entry {
    std::uint32_t packet = 0;
    core::CanId id;
    core::milliseconds period{0};
    bool first = false;         ///< of its packet
    bool known = false;         ///< it has been heard
    bool doubted = false;       ///< left unanswered since the last frame: deaf, or everything is gone
    std::uint8_t failures = 0;  ///< unanswered although others were heard afterwards; kTries: deaf
    core::MonoTime next{};
  };

  [[nodiscard]] Entry* find(core::CanId id);
  [[nodiscard]] bool is_asked(const Entry& entry) const { return !alone_ || entry.known || entry.first; }
  [[nodiscard]] Entry* first_due(core::MonoTime now);
  void settle(core::MonoTime now);
  void give_up(core::MonoTime now);
  void settle_doubts(bool was_present);
  void wake_up(core::MonoTime now);
  void find_earliest();

  std::vector<Entry> entries_;  ///< sorted by id
  Entry* in_flight_ = nullptr;
  core::MonoTime deadline_ = core::kNever;  ///< of the request in flight
  core::MonoTime not_before_{};             ///< no request earlier
  core::MonoTime earliest_ = core::kNever;  ///< the next time of what is asked
  core::milliseconds shortest_{0};
  bool open_ = false;
  bool alone_ = false;  ///< nobody answers
  core::MonoTime last_frame_ = core::kLongAgo;
  bool has_answered_ = false;
  int silent_tries_ = 0;  ///< requests in a row without any frame heard
  int lost_answers_ = 0;  ///< the same, of ids that had been heard
  std::uint64_t requests_ = 0;
  std::uint64_t unanswered_ = 0;
};

}  // namespace bmsgw::driver
