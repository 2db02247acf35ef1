#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bmsgw/codec/snmp/agent_decoder.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/snmp_plan.hpp"
#include "bmsgw/transport/snmp_link.hpp"

namespace bmsgw::driver {

/// When an SNMP agent is asked for what, and what becomes of its answers and of their lack. It is asked for
/// sysUpTime first and once a minute: that every agent has, so it tells a dead agent from one that doesn't
/// take a request, and a restarted one from one that is still the same. Pure. Thread: loop.
class SnmpUnit {
 public:
  static constexpr std::uint32_t kSoftErrors = 3;
  /// A failed request isn't tried again later than this.
  static constexpr core::milliseconds kRetry{5000};
  /// An agent in doubt is asked once in this time.
  static constexpr core::milliseconds kDoubt{1000};
  static constexpr core::milliseconds kHeartbeat{60'000};
  /// A scale that isn't settled by then is told of.
  static constexpr core::milliseconds kUnsettled{30'000};
  /// What an agent lacks is looked for again after this, in twice the time each time: an agent that has just
  /// started may not have all of it yet.
  static constexpr core::milliseconds kPresenceSoon{10'000};
  static constexpr core::milliseconds kPresenceAgain{600'000};
  /// A mute agent is asked at least this often; one that denies access, too.
  static constexpr core::milliseconds kLongestProbe{15'000};
  static constexpr std::string_view kUptimeOid = "1.3.6.1.2.1.1.3.0";

  explicit SnmpUnit(const SnmpBusPlan& plan);  ///< outlives the unit

  /// Requests may go out: everything is due.
  void on_open(core::MonoTime now);
  /// The way to the agent has been gone for too long: nothing of it can be had.
  void on_gone(std::vector<core::Sample>& samples);

  /// When it wants to be asked next; kNever: not at all.
  [[nodiscard]] core::MonoTime next_due() const;
  /// What it wants to know then; nullptr: nothing yet. Valid until the next call of a function that isn't
  /// const.
  [[nodiscard]] const core::SnmpRequest* take_next(core::MonoTime now);
  /// What was taken last couldn't be sent: it is due as before.
  void on_not_sent(core::MonoTime now);
  /// The answer to what was taken last, or its failure. Samples are appended; their views hold until the next
  /// call.
  void on_answer(const transport::SnmpAnswer& answer, std::vector<core::Sample>& samples);
  /// What a point says that was asked for by a command.
  [[nodiscard]] core::Sample decode_alone(std::uint32_t point, const core::SnmpValue& value) const {
    return decoder_.decode_alone(point, value);
  }
  /// When the oldest of what the last answer completed was asked for: a list comes in several answers.
  [[nodiscard]] core::MonoTime asked_since() const { return asked_since_; }
  /// The agent has started anew since the last call.
  [[nodiscard]] bool take_restart() { return std::exchange(restarted_, false); }
  /// This group is wanted now.
  void read_now(std::uint32_t group, core::MonoTime now);

  /// A value has come, and not everything has failed since.
  [[nodiscard]] bool is_online() const { return online_; }
  /// It has answered anything since it was last mute.
  [[nodiscard]] bool has_answered() const { return answered_; }
  /// It answers, and what values it has isn't known yet.
  [[nodiscard]] bool is_settling() const {
    return answered_ && !online_ && trouble_.empty() && absent() < plan_.map.points.size();
  }
  /// It takes no user or password of ours.
  [[nodiscard]] bool is_denied() const { return denied_; }
  /// Why nothing good comes; empty: all is well.
  [[nodiscard]] std::string detail() const;
  [[nodiscard]] core::MonoTime last_good() const { return last_good_; }
  [[nodiscard]] std::uint64_t answers() const { return good_answers_; }
  [[nodiscard]] std::uint64_t errors() const { return errors_; }
  [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }
  /// Values of the map that the device doesn't have; lists may lack more elements.
  [[nodiscard]] std::size_t absent() const { return decoder_.absent_points(); }
  /// How long what the last answer told stays fresh, unless its points say so themselves.
  [[nodiscard]] core::milliseconds max_age() const { return max_age_; }

 private:
  struct ReadState {
    core::MonoTime next{};
    core::MonoTime asked = core::kLongAgo;
    std::uint32_t failures = 0;
    bool lost = false;     ///< its values are unavailable
    bool started = false;  ///< its grid starts with its first request
  };
  static constexpr std::size_t kUptime = 0xFFFFFFFFU;  ///< in place of a read

  void sync_reads(core::MonoTime now);
  void find_next();
  [[nodiscard]] core::milliseconds period_of(std::size_t read) const;
  [[nodiscard]] core::MonoTime oldest_asked() const;
  [[nodiscard]] bool is_probing() const { return mute_ || !answered_; }
  void on_uptime(const transport::SnmpAnswer& answer);
  void on_good(const transport::SnmpAnswer& answer, std::vector<core::Sample>& samples);
  void on_error(const transport::SnmpAnswer& answer, std::vector<core::Sample>& samples);
  void on_silence(const transport::SnmpAnswer& answer, std::vector<core::Sample>& samples);
  void on_garbled(const transport::SnmpAnswer& answer, std::vector<core::Sample>& samples);
  void on_failed(core::MonoTime next, std::vector<core::Sample>& samples);
  bool drop_culprit(const transport::SnmpAnswer& answer, std::vector<core::Sample>& samples);
  void make_smaller(core::MonoTime now);
  void on_no_bulk(const transport::SnmpAnswer& answer);
  [[nodiscard]] std::string trouble_of(const transport::SnmpAnswer& answer) const;
  void lose_all(std::vector<core::Sample>& samples);
  void become_mute(core::MonoTime now, std::vector<core::Sample>& samples);
  void note_answer(core::MonoTime now);
  void tell_news();
  void tell_unsettled(core::MonoTime now);
  void tell_absent();
  [[nodiscard]] bool is_shut_out(const transport::SnmpAnswer& answer) const;

  const SnmpBusPlan& plan_;
  codec::snmp::AgentDecoder decoder_;
  core::SnmpRequest uptime_request_;
  std::vector<std::string> texts_;  ///< the decoder's reads as states_ were last fitted to them
  std::vector<std::uint32_t> groups_;
  std::vector<ReadState> states_;  ///< by read
  std::size_t next_ = 0;           ///< the read that is due first
  std::size_t taken_ = kUptime;
  core::MonoTime uptime_due_ = core::kNever;
  core::MonoTime presence_due_ = core::kNever;
  core::milliseconds presence_wait_ = kPresenceSoon;
  core::MonoTime not_before_ = core::kLongAgo;  ///< while in doubt or mute
  core::MonoTime asked_since_ = core::kLongAgo;
  bool restarted_ = false;
  std::int64_t uptime_ = 0;  ///< 1/100 s
  bool open_ = false;
  bool mute_ = false;
  bool denied_ = false;
  bool answered_ = false;
  bool online_ = false;
  std::uint32_t silences_ = 0;  ///< in a row
  std::uint32_t garbled_ = 0;   ///< in a row
  std::uint32_t probes_ = 0;    ///< since it is mute
  std::string trouble_;
  std::vector<std::uint32_t> told_absent_;
  bool unsettled_told_ = false;
  bool no_bulk_told_ = false;
  bool ever_answered_ = false;
  core::MonoTime answered_at_{};  ///< since when it has
  core::MonoTime last_good_ = core::kLongAgo;
  core::milliseconds max_age_{30'000};
  std::uint64_t good_answers_ = 0;
  std::uint64_t errors_ = 0;
  std::uint64_t unanswered_ = 0;
};

}  // namespace bmsgw::driver
