#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bmsgw/codec/g1/framer.hpp"
#include "bmsgw/codec/g1/sentence.hpp"

#include "simulator/broadcaster.hpp"
#include "simulator/event_log.hpp"
#include "simulator/parameters.hpp"
#include "simulator/reset_history.hpp"
#include "simulator/sentences.hpp"
#include "simulator/sim_time.hpp"
#include "simulator/statistics.hpp"
#include "simulator/timed_battery.hpp"

namespace bmsgw::simulator {

/// The unit's clock runs as fast as its battery.
struct UnitConfig : TimedBatteryConfig {
  Parameters::Config parameters;  ///< cells, strings and capacity are taken from `battery`
  std::optional<double> rate_per_s;
  std::int64_t start_unix_s = 0;
};

/// The protocol of a control unit: bytes in, sentences out, a time to be woken at. No I/O.
/// Thread: any (no sharing).
class G1Unit {
 public:
  explicit G1Unit(UnitConfig config);

  void on_bytes(std::span<const char> bytes, Elapsed now);
  void on_time(Elapsed now);
  [[nodiscard]] Elapsed next_wake() const;
  /// While the line has more than it can carry, nothing is volunteered; requests are answered.
  void set_line_busy(bool busy) { line_busy_ = busy; }
  /// What is to be sent, sentences with their line ends; empties the unit's own list.
  [[nodiscard]] std::vector<std::string> take_output() { return std::exchange(output_, {}); }

  [[nodiscard]] std::uint64_t requests_answered() const { return requests_answered_; }
  [[nodiscard]] const PackReading& reading() const { return battery_.reading(); }

 private:
  void advance_battery(Elapsed now);
  void note_events(const PackReading& before);
  void start_up(Elapsed now, std::uint8_t reset_source);
  void on_sentence(Elapsed now);
  bool answer_request();
  bool answer_simple(std::string_view name);
  bool obey(Elapsed now);
  bool write_parameter(Elapsed now);
  void set_charge();
  void send(std::string_view name, std::string_view fields);
  void send_all(std::string_view name, const std::vector<std::string>& sentences);
  void broadcast(std::size_t first, std::size_t count);
  [[nodiscard]] std::int64_t unix_s() const;
  [[nodiscard]] std::uint32_t time_2000_s() const;
  [[nodiscard]] UnitView view() const;
  [[nodiscard]] Elapsed broadcast_period() const;

  UnitConfig config_;
  TimedBattery battery_;
  Parameters parameters_;
  EventLog log_;
  Statistics statistics_;
  ResetHistory resets_;
  Broadcaster broadcaster_;
  codec::g1::Framer framer_;
  codec::g1::Sentence sentence_;
  std::vector<std::string> output_;
  double power_on_s_ = 0;                ///< model time
  std::optional<Elapsed> silent_until_;  ///< after a reset
  bool line_busy_ = false;
  std::uint64_t requests_answered_ = 0;
};

}  // namespace bmsgw::simulator
