#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmsgw/codec/g1/sentence.hpp"
#include "bmsgw/core/command.hpp"
#include "bmsgw/core/reply.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// The sentences that somebody wants sent to a control unit: one after the other, each until its answer or
/// its deadline. A read is asked twice at most, a write goes out once. Whoever waits for a command (id other
/// than 0) gets one reply; what nobody waits for is over when it is sent, but a write that somebody waits for
/// doesn't follow it until the unit has had time to ask for a log-in. Pure: time is an argument. Thread: any
/// (no sharing).
class G1Commands {
 public:
  static constexpr std::size_t kMostWaiting = 16;
  static constexpr core::milliseconds kAnswerDeadline{1000};
  static constexpr core::milliseconds kListQuiet{200};     ///< a list ends this long after its last part
  static constexpr core::milliseconds kListLimit{10'000};  ///< a list is cut after so long
  static constexpr core::milliseconds kLogInTime{300};     ///< in which the unit may ask for a log-in
  static constexpr core::milliseconds kRestartDeadline{10'000};
  static constexpr core::milliseconds kLate{5000};  ///< answers to what was asked in vain may still come
  static constexpr std::size_t kMostLines = 512;    ///< of a list
  static constexpr int kReadTries = 2;

  /// False: too many wait; it isn't taken.
  /// `expires`: what hasn't gone out by then never does.
  bool add(std::uint64_t id, core::Command::Kind kind, core::SentenceCommand command,
           core::MonoTime expires = core::kNever);
  /// The bytes to send now, if something waits and nothing is under way; it counts as sent.
  std::optional<std::string> due(core::MonoTime now);
  /// What due() gave last could not be written.
  void on_not_written();

  /// A good sentence; `text` is it whole, CRC included. True: it answers a command.
  bool on_sentence(const codec::g1::Sentence& sentence, std::string_view text, core::MonoTime now);
  /// A sentence that asks. True: the unit wants a log-in because of a command.
  bool on_request(const codec::g1::Sentence& sentence, std::string_view text);
  /// The line gives back what is written to it, so that what comes back is no answer; until it is lost.
  void on_echo() { line_echoes_ = true; }
  /// '#': the unit starts anew.
  void on_restart();
  /// Deadlines.
  void on_time(core::MonoTime now);
  /// Ends all: the line is lost. `detail`: why.
  void on_down(const std::string& detail);
  /// Ends all: the gateway stops.
  void stop();

  [[nodiscard]] core::MonoTime next_wake() const;
  /// Nothing waits and nothing is under way.
  [[nodiscard]] bool idle() const { return !in_flight_ && waiting_.empty(); }
  [[nodiscard]] bool has_waiting() const { return !in_flight_ && !waiting_.empty(); }
  /// An answer is awaited: nothing else may be asked.
  [[nodiscard]] bool holds_line() const;
  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  /// Commands that nobody answered, or that could not go out.
  [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }
  /// The replies since the last call.
  [[nodiscard]] std::vector<core::Reply> take_replies();
  [[nodiscard]] bool has_replies() const { return !replies_.empty(); }

 private:
  struct Item {
    std::uint64_t id = 0;
    core::Command::Kind kind = core::Command::Kind::write;
    core::SentenceCommand command;
    core::MonoTime expires = core::kNever;
  };
  /// A sentence that may still answer a command that has ended.
  struct Late {
    std::string sentence;
    std::string first_field;
    core::MonoTime until = core::kLongAgo;
    int most = 0;  ///< questions that are still unanswered
  };

  void begin();
  [[nodiscard]] bool is_held(core::MonoTime now) const;
  void drop_expired(core::MonoTime now);
  void end(core::Outcome outcome, std::string reason = {});
  void end_waiting(core::Outcome outcome, const std::string& reason);
  void time_out();
  bool take_answer(const codec::g1::Sentence& sentence, std::string_view line, core::MonoTime now);
  bool take_written(const codec::g1::Sentence& sentence, std::string_view line, core::MonoTime now);
  void take_part(const codec::g1::Sentence& sentence, std::string_view line, core::MonoTime now);
  void note_late(core::MonoTime now);
  [[nodiscard]] bool is_write() const { return in_flight_->kind == core::Command::Kind::write; }
  [[nodiscard]] bool is_late(const codec::g1::Sentence& sentence, core::MonoTime now) const;
  [[nodiscard]] core::milliseconds patience() const;

  std::deque<Item> waiting_;
  std::optional<Item> in_flight_;
  std::string sent_line_;  ///< of the one in flight, CRC included, without line end
  std::vector<std::string> lines_;
  std::string other_line_;  ///< that may be the answer to a write, or a late one to an earlier question
  int tries_ = 0;
  bool ask_again_ = false;
  core::MonoTime deadline_ = core::kNever;
  core::MonoTime list_limit_ = core::kNever;
  bool line_echoes_ = false;  ///< the line gives back what is written
  bool skip_echo_ = false;    ///< the next that is the same as what was written is no answer
  Late late_;
  core::MonoTime log_in_until_ =
      core::kLongAgo;  ///< until then a log-in is asked for by what nobody waits for
  std::vector<core::Reply> replies_;
  std::uint64_t sent_ = 0;
  std::uint64_t unanswered_ = 0;
};

}  // namespace bmsgw::driver
