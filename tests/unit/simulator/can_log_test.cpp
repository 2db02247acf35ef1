#include "simulator/can_log.hpp"

#include <filesystem>
#include <iterator>
#include <stdexcept>

#include <gtest/gtest.h>
#include <unistd.h>

#include "unit_probe.hpp"

namespace bmsgw::simulator {
namespace {

class CanLogTest : public testing::Test {
 public:
  CanLogTest(const CanLogTest&) = delete;
  CanLogTest& operator=(const CanLogTest&) = delete;

 protected:
  CanLogTest() {
    options_.log = file_;
    options_.duration_s = 3;
    options_.start_unix_us = 1'700'000'000'000'000;
  }
  ~CanLogTest() override { std::filesystem::remove(file_); }

  [[nodiscard]] std::vector<std::string> lines() const {
    std::ifstream file(file_);
    std::vector<std::string> all;
    for (std::string line; std::getline(file, line);) all.push_back(line);
    return all;
  }

  std::string file_ = testing::TempDir() + "can_log_test." + std::to_string(::getpid());
  CanOptions options_;
};

TEST_F(CanLogTest, HoldsWhatIsBroadcastInThatTime) {
  EXPECT_EQ(record_can_log(options_), 3U * 16);
  const auto all = lines();
  ASSERT_EQ(all.size(), 48U);
  EXPECT_EQ(all.front().substr(0, 35), "(1700000000.000000) vcan0 19B50000#");
  EXPECT_EQ(all.at(17).substr(0, 35), "(1700000001.000000) vcan0 19B50001#");
  EXPECT_EQ(all.back().substr(0, 35), "(1700000002.000000) vcan0 19B50801#");
}

TEST_F(CanLogTest, TheSameSeedGivesTheSameLog) {
  options_.unit.rate_per_s = 500;
  options_.misdeeds = {std::get<CanMisdeed>(parse_can_misdeed("unknown-ids:10"))};
  record_can_log(options_);
  const auto first = lines();
  EXPECT_GT(first.size(), 1500U);
  record_can_log(options_);
  EXPECT_EQ(lines(), first);
  options_.unit.battery.seed = 2;
  record_can_log(options_);
  EXPECT_NE(lines(), first);
}

TEST_F(CanLogTest, SaysWhenItCannotBeWritten) {
  options_.log = "/nowhere/log";
  EXPECT_THROW(record_can_log(options_), std::runtime_error);
}

}  // namespace
}  // namespace bmsgw::simulator
