#include "bmsgw/app/pipeline.hpp"

#include <gtest/gtest.h>

#include "bmsgw/outbox/memory_outbox.hpp"

#include "support/fake_clock.hpp"

namespace bmsgw::app {
namespace {

using std::chrono::milliseconds;
using test::FakeClock;

class PipelineTest : public testing::Test {
 protected:
  void hear(milliseconds time) {
    const core::Sample sample{core::PointId{0}, core::Quality::good, 1.0};
    pipeline_.on_samples({&sample, 1}, FakeClock::at(time), milliseconds(10'000));
  }

  route::RouteTable table_{
      1, {}, {{core::PointId{0}, core::DeviceId{0}, {"key", -1, false, false, {}}, {}}}, {"bus"}};
  outbox::MemoryOutbox outbox_;
  Pipeline pipeline_{table_, &outbox_, milliseconds(200)};
};

TEST_F(PipelineTest, SamplesOfOneWindowLeaveTogether) {
  pipeline_.on_time(FakeClock::at(milliseconds(0)));
  hear(milliseconds(10));
  hear(milliseconds(100));
  EXPECT_EQ(pipeline_.next_wake(), FakeClock::at(milliseconds(210)).mono);
  EXPECT_EQ(outbox_.counters().waiting, 0U);
  pipeline_.on_time(FakeClock::at(milliseconds(210)));
  ASSERT_EQ(outbox_.counters().waiting, 2U);
  const auto batch = outbox_.next();
  EXPECT_EQ(batch.records->records()[0].unix_ms, FakeClock::kStartMs + 10);
  EXPECT_EQ(batch.records->records()[1].unix_ms, FakeClock::kStartMs + 100);
}

TEST_F(PipelineTest, AFullWindowDoesNotWait) {
  for (int i = 0; i < 1000; ++i) hear(milliseconds(i / 100));
  EXPECT_GT(outbox_.counters().waiting, 100U);
}

}  // namespace
}  // namespace bmsgw::app
