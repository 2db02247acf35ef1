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

#include "simulator/boot_loader.hpp"
#include "simulator/broadcaster.hpp"
#include "simulator/master_clear_watch.hpp"
#include "simulator/sim_time.hpp"
#include "simulator/unit_config.hpp"
#include "simulator/unit_memory.hpp"

namespace bmsgw::simulator {

/// The protocol of a control unit: bytes in, bytes out, a time to be woken at. No I/O.
///
///   switched on, RS1, ... -> silence 1 s -> '#', offering 1 s -> VR1, running
///                                           '#' comes back -> VR1 with "boot", loading -> silence ...
///
/// A unit is made when it has offered already: its '#' and VR1 are its first output. One with half a firmware
/// offers for ever. Thread: any (no sharing).
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

  /// Switched off and on.
  void cycle_power(Elapsed now);
  /// Nothing is sent until then; what comes is obeyed.
  void be_silent(Elapsed until) { mute_until_ = until; }

  [[nodiscard]] std::uint64_t requests_answered() const { return requests_answered_; }
  [[nodiscard]] const PackReading& reading() const { return memory_.reading(); }
  [[nodiscard]] UnitMemory& memory() { return memory_; }
  [[nodiscard]] bool is_loading() const { return phase_ == Phase::loading; }
  [[nodiscard]] const std::string& version() const { return version_; }

 private:
  enum class Phase : std::uint8_t { silent, offering, loading, running };
  void restart(std::uint8_t source, Elapsed now);
  void move_on(Elapsed now);
  void offer(Elapsed now);
  void run(Elapsed now);
  void load(std::span<const char> bytes, Elapsed now);
  void start_loading();
  void hear(std::span<const char> bytes, Elapsed now);
  [[nodiscard]] bool starts_loading(std::span<const char> bytes) const;
  [[nodiscard]] bool clears(std::span<const char> bytes, Elapsed now);
  void on_sentence(Elapsed now);
  void send(std::string_view name, std::string_view fields);
  void send_bytes(std::string bytes);
  void broadcast(std::size_t first, std::size_t count);
  void mute(Elapsed now);
  [[nodiscard]] Elapsed broadcast_period() const;

  std::string version_;
  UnitMemory memory_;
  BootLoader loader_;
  MasterClearWatch master_clear_;
  Broadcaster broadcaster_;
  codec::g1::Framer framer_;
  codec::g1::Sentence sentence_;
  std::vector<std::string> output_;
  Phase phase_ = Phase::running;
  Elapsed phase_ends_{0};  ///< silent, offering
  std::uint8_t reset_source_ = ResetHistory::kPowerOn;
  Elapsed mute_until_{0};
  bool line_busy_ = false;
  std::uint64_t requests_answered_ = 0;
};

}  // namespace bmsgw::simulator
