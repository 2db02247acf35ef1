#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/codec/modbus/map_decoder.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/core/sample.hpp"
#include "bmsgw/core/time.hpp"
#include "bmsgw/driver/modbus_plan.hpp"
#include "bmsgw/transport/modbus_link.hpp"

namespace bmsgw::driver {

/// One device on a Modbus bus: when it is asked for what, and what becomes of its answers and of their lack.
/// A request that fails is tried again; kSoftErrors failures in a row make its values unavailable, and as
/// many requests without any answer make the unit mute: then one request in a while asks whether it is back.
/// Pure. Thread: loop.
class ModbusUnit {
 public:
  static constexpr std::uint32_t kSoftErrors = 3;
  /// A failed request isn't tried again later than this.
  static constexpr core::milliseconds kRetry{5000};
  /// A unit in doubt is asked once in this time, or once in its shortest period.
  static constexpr core::milliseconds kDoubt{1000};
  /// A function that the device doesn't have is tried again after this.
  static constexpr core::milliseconds kUnsupported{60'000};
  /// Mute units take together at most one part in so many of the time of a bus that others share.
  static constexpr int kMuteShare = 30;
  static constexpr core::milliseconds kLongestProbe{30'000};
  static constexpr core::milliseconds kLongestProbeAlone{5000};

  explicit ModbusUnit(const ModbusUnitPlan& plan);  ///< outlives the unit

  /// The line is open: everything is due.
  void on_open(core::MonoTime now);
  /// The line has been gone for too long: nothing of it can be had.
  void on_gone(std::vector<core::Sample>& samples);

  /// When it wants to be asked next; kNever: not at all.
  [[nodiscard]] core::MonoTime next_due() const;
  /// What it wants to know then; nothing: not yet. take_next() before each submit.
  struct Asked {
    core::ModbusFunction function = core::ModbusFunction::read_holding_registers;
    std::uint16_t address = 0;
    std::uint16_t count = 1;
  };
  [[nodiscard]] std::optional<Asked> take_next(core::MonoTime now);
  /// The answer to what was taken last, or its failure. `sharers`: how many mute units there would be, this
  /// one with them, on a bus on which others answer; 0: nobody else answers. Samples are appended; their
  /// views hold until the next call.
  void on_answer(const transport::ModbusAnswer& answer, std::size_t sharers,
                 std::vector<core::Sample>& samples);
  /// This group is wanted now.
  void read_now(std::uint32_t group, core::MonoTime now);

  /// A good answer has come, and not everything has failed since.
  [[nodiscard]] bool is_online() const { return online_; }
  [[nodiscard]] bool is_mute() const { return mute_; }
  /// It has answered anything since it was last mute.
  [[nodiscard]] bool has_answered() const { return answered_; }
  /// Since when nothing good has come, and why; empty: all is well.
  [[nodiscard]] std::string detail() const;
  [[nodiscard]] core::MonoTime last_good() const { return last_good_; }
  [[nodiscard]] std::uint64_t answers() const { return good_answers_; }
  [[nodiscard]] std::uint64_t errors() const { return errors_; }
  [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }
  /// How long what the last answer told stays fresh, unless its points say so themselves.
  [[nodiscard]] core::milliseconds max_age() const { return max_age_; }
  [[nodiscard]] const ModbusUnitPlan& plan() const { return plan_; }

 private:
  struct ReadState {
    core::MonoTime next{};
    std::uint32_t failures = 0;
    bool lost = false;     ///< its values are unavailable
    bool started = false;  ///< its grid starts with its first request
  };

  void renew_plan(core::MonoTime now);
  void sync_reads(core::MonoTime now);
  [[nodiscard]] core::milliseconds period_of(std::size_t read) const;
  void settle(core::MonoTime now);
  void warn_of_cut();
  void find_next();
  void on_good(const transport::ModbusAnswer& answer, std::vector<core::Sample>& samples);
  void on_exception(const transport::ModbusAnswer& answer, std::vector<core::Sample>& samples);
  void on_silence(const transport::ModbusAnswer& answer, std::size_t sharers,
                  std::vector<core::Sample>& samples);
  void on_illegal(core::MonoTime now, std::vector<core::Sample>& samples);
  void on_failed(core::MonoTime next, std::vector<core::Sample>& samples);
  void lose_all(std::vector<core::Sample>& samples);
  void become_mute(const transport::ModbusAnswer& answer, std::size_t sharers,
                   std::vector<core::Sample>& samples);
  void note_answer(core::MonoTime now);
  void wake_up(core::MonoTime now);

  const ModbusUnitPlan& plan_;
  codec::modbus::MapDecoder decoder_;
  std::vector<codec::modbus::Read> reads_;  ///< the decoder's plan as states_ were last fitted to it
  std::vector<ReadState> states_;           ///< by read
  std::size_t next_ = 0;                    ///< the read that is due first
  std::size_t taken_ = 0;
  core::milliseconds shortest_{1000};
  core::MonoTime not_before_ = core::kLongAgo;  ///< while in doubt or mute
  bool open_ = false;
  bool mute_ = false;
  bool answered_ = false;
  bool online_ = false;
  bool has_parked_ = false;
  bool reset_wanted_ = false;
  std::uint32_t silences_ = 0;  ///< in a row
  std::uint32_t probes_ = 0;    ///< since it is mute
  std::string trouble_;
  std::vector<std::string> parked_;  ///< values that the device refuses
  core::LogLimiter log_limiter_;
  core::milliseconds max_age_{10'000};
  core::MonoTime last_good_ = core::kLongAgo;
  std::uint64_t good_answers_ = 0;
  std::uint64_t errors_ = 0;
  std::uint64_t unanswered_ = 0;
};

}  // namespace bmsgw::driver
