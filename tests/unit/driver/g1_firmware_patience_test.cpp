// The upgrade against the simulated control unit's boot loader, without a line between them: wrong CRCs and
// bytes that get lost, with a loader that gives up a half frame after a second, and one that never does.
#include <gtest/gtest.h>

#include "bmsgw/codec/g1/firmware_file.hpp"

#include "driver/g1/firmware_run.hpp"
#include "simulator/g1_unit.hpp"

namespace bmsgw::driver {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr unsigned kFrames = 24;

core::FirmwareUpgrade upgrade_of(std::uint64_t seed) {
  simulator::FirmwareFile file;
  file.version = "2.2.0";
  file.frames = kFrames;
  file.seed = seed;
  auto parsed = codec::g1::parse_firmware(simulator::firmware_text(file), "new.txt", "");
  return {std::make_shared<const core::FirmwareImage>(std::get<core::FirmwareImage>(std::move(parsed))),
          true};
}

simulator::UnitConfig unit_config(const simulator::BootFaults& faults) {
  simulator::UnitConfig config;
  config.start_unix_s = 1'700'000'000;
  config.parameters.broadcast = false;
  config.boot = faults;
  return config;
}

/// Both ends, and the time that passes when neither has anything to say.
class Upgrade {
 public:
  Upgrade(const core::FirmwareUpgrade& upgrade, const simulator::BootFaults& faults)
      : unit_(unit_config(faults)), run_(upgrade, "serial0") {
    (void)unit_.take_output();
  }
  void run() {
    take(run_.start(stamp()));
    while (run_.finished() == nullptr && now_ < minutes(30)) {
      talk();
      pass();
    }
  }
  [[nodiscard]] const core::Reply* end() const { return run_.finished(); }
  [[nodiscard]] const core::FirmwareProgress& progress() const { return progress_; }
  [[nodiscard]] const simulator::G1Unit& unit() const { return unit_; }
  [[nodiscard]] milliseconds time() const { return now_; }

 private:
  [[nodiscard]] core::Stamp stamp() const {
    return {now_.count(), core::MonoTime{} + std::chrono::hours(1) + now_};
  }
  void take(G1Exclusive::Effects effects) {
    out_ += effects.write;
    if (effects.progress) progress_ = *effects.progress;
  }
  void talk() {
    for (bool talks = true; talks;) {
      if (const auto out = std::exchange(out_, {}); !out.empty()) unit_.on_bytes(out, now_);
      std::string heard;
      for (const auto& text : unit_.take_output()) heard += text;
      if (!heard.empty()) take(run_.on_bytes(heard, stamp()));
      talks = !out_.empty();
    }
  }
  void pass() {
    if (run_.finished() != nullptr) return;
    const auto wake = duration_cast<milliseconds>(run_.next_wake() - (stamp().mono - now_));
    const auto unit_wake =
        unit_.next_wake() == simulator::kNotDue ? wake : std::chrono::ceil<milliseconds>(unit_.next_wake());
    now_ = std::max(now_, std::min(wake, unit_wake));
    unit_.on_time(now_);
    talk();
    if (run_.finished() == nullptr && run_.next_wake() <= stamp().mono) take(run_.on_time(stamp()));
  }

  simulator::G1Unit unit_;
  FirmwareRun run_;
  milliseconds now_{0};
  std::string out_;
  core::FirmwareProgress progress_;
};

struct FaultCase {
  const char* name;
  unsigned crc_errors;
  unsigned lose_every;
  seconds patience;
};

class FirmwarePatience : public testing::TestWithParam<FaultCase> {};

TEST_P(FirmwarePatience, AnUpgradeSucceeds) {
  const auto& c = GetParam();
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    Upgrade upgrade(upgrade_of(seed), {c.crc_errors, c.lose_every, c.patience, seed});
    upgrade.run();
    ASSERT_NE(upgrade.end(), nullptr);
    EXPECT_EQ(upgrade.end()->outcome, core::Outcome::ok) << upgrade.end()->reason;
    EXPECT_EQ(upgrade.progress().state, core::FirmwareProgress::State::done);
    EXPECT_EQ(upgrade.progress().frame, kFrames);
    EXPECT_GE(upgrade.progress().repeated, c.crc_errors);
    EXPECT_EQ(upgrade.unit().version(), "2.2.0");
    EXPECT_FALSE(upgrade.unit().is_loading());
    EXPECT_LT(upgrade.time(), minutes(25));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, FirmwarePatience,
    testing::Values(FaultCase{"NoFaults", 0, 0, seconds(1)}, FaultCase{"CrcErrors", 6, 0, seconds(0)},
                    FaultCase{"LostBytes", 0, 7, seconds(1)}, FaultCase{"LostBytesForEver", 0, 7, seconds(0)},
                    FaultCase{"Both", 6, 5, seconds(1)}, FaultCase{"BothForEver", 6, 5, seconds(0)},
                    FaultCase{"PatienceBeyondTheLimit", 0, 9, seconds(11)}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace bmsgw::driver
