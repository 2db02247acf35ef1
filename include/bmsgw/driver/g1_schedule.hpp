#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// A request that the schedule wants sent: a sentence name, and a parameter's id for CF2.
struct G1Request {
  std::string sentence;
  std::string argument;  ///< "" or the parameter's id
};

/// When a control unit is asked for what. One request at a time, each with a deadline. Sentences with a
/// period are polled; if the unit volunteers nothing, every sentence that is listened to is asked for in
/// turn. Pure: time is an argument. Thread: any (no sharing).
class G1Schedule {
 public:
  static constexpr core::milliseconds kAnswerDeadline{1000};
  static constexpr core::milliseconds kListQuiet{
      200};  ///< a list's answer ends this long after its last part
  static constexpr core::milliseconds kVolunteerLimit{5000};  ///< nothing volunteered for so long: ask
  static constexpr core::milliseconds kListLate{1000};   ///< parts of a list may still come after its quiet
  static constexpr core::milliseconds kAskPeriod{1000};  ///< a round of asking, when nothing is volunteered
  static constexpr core::milliseconds kDeafPeriod{
      60'000};  ///< a sentence that never answers is asked so rarely
  static constexpr core::milliseconds kBackgroundPatience{
      10'000};                      ///< so long a background item lets others go first
  static constexpr int kTries = 3;  ///< unanswered requests before a sentence counts as deaf

  struct Item {
    std::string sentence;
    std::optional<core::milliseconds> period;
    bool list = false;
    /// When nothing else is due, of a unit that is heard; not if it has come within the period anyway, and
    /// not before the items of this kind that stand before it are known or have failed to answer.
    bool background = false;
  };
  explicit G1Schedule(std::vector<Item> items);

  void on_open(core::MonoTime now);
  void on_close();
  /// A good sentence that carries values. `parameter`: the id, of a CF2.
  void on_sentence(std::string_view sentence, std::string_view parameter, core::MonoTime now);
  /// A good sentence that answers a command: the unit is there; nothing is volunteered.
  void on_commanded(core::MonoTime now);
  /// Gives up what was asked for and hasn't come in time.
  void expire(core::MonoTime now);
  /// The request to send now, if one is due; it counts as sent.
  std::optional<G1Request> due(core::MonoTime now);
  [[nodiscard]] core::MonoTime next_wake() const;
  /// It is the answer to the request that is under way, or a part of it. `parameter`: as for on_sentence().
  [[nodiscard]] bool awaits(std::string_view sentence, std::string_view parameter) const;
  /// A request is under way.
  [[nodiscard]] bool busy() const { return in_flight_ != nullptr; }

  /// The unit has answered since the port was opened, and no longer does.
  [[nodiscard]] bool gone() const { return has_answered_ && lost_answers_ >= kTries; }
  /// The shortest period at which the unit is asked for something now; 0: it isn't.
  [[nodiscard]] core::milliseconds shortest_period() const;
  /// The unit volunteers nothing and is asked.
  [[nodiscard]] bool asking() const { return asking_; }
  [[nodiscard]] std::uint64_t requests() const { return requests_; }
  [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }

 private:
  struct Entry {
    std::string sentence;
    std::string argument;
    std::optional<core::milliseconds> period;  ///< none: only when asking
    bool list = false;
    bool once = false;  ///< a parameter: until it has answered
    bool background = false;
    bool done = false;
    bool known = false;                          ///< the unit has sent it since the port was opened
    core::MonoTime late_until = core::kLongAgo;  ///< until then what comes of it is a late answer
    int failures = 0;
    core::MonoTime next = core::kNever;
  };

  [[nodiscard]] bool is_wanted(const Entry& entry) const;
  [[nodiscard]] bool is_turn_of(const Entry& entry) const;
  void note_alive(core::MonoTime now);
  void note_background(std::string_view sentence, core::MonoTime now);
  [[nodiscard]] core::milliseconds period_of(const Entry& entry) const;
  void give_up_in_flight(core::MonoTime now);
  void settle(Entry& entry, core::MonoTime now);
  void start_asking(core::MonoTime now);
  void take_answer(core::MonoTime now);
  void take_late_answer(Entry& entry);
  void wake_up(core::MonoTime now);
  void postpone_all(core::MonoTime until);
  Entry* next_due(core::MonoTime now);

  std::vector<Entry> entries_;
  Entry* in_flight_ = nullptr;
  core::MonoTime deadline_ = core::kNever;  ///< of the request in flight
  bool answered_ = false;                   ///< a part of the list in flight has come
  bool open_ = false;
  bool heard_ = false;  ///< the unit has said something since the port was opened
  bool asking_ = false;
  bool has_answered_ = false;
  int lost_answers_ = 0;  ///< requests in a row for what it is known to send, without any sentence heard
  int silent_tries_ = 0;  ///< requests in a row without any sentence heard
  core::MonoTime volunteer_deadline_ = core::kNever;
  std::uint64_t requests_ = 0;
  std::uint64_t unanswered_ = 0;
};

}  // namespace bmsgw::driver
