#include "northbound/job_thread.hpp"

#include <future>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace bmsgw::northbound {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(JobThread, DoesTheJobsInOrderBeforeItStops) {
  const auto done = std::make_shared<std::vector<int>>();
  JobThread jobs;
  for (int i = 0; i < 3; ++i) jobs.post([done, i] { done->push_back(i); });
  EXPECT_TRUE(jobs.stop(seconds(5)));
  EXPECT_EQ(*done, (std::vector<int>{0, 1, 2}));
}

TEST(JobThread, SurvivesAJobThatThrows) {
  const auto is_done = std::make_shared<bool>(false);
  JobThread jobs;
  jobs.post([] { throw std::runtime_error("no"); });
  jobs.post([is_done] { *is_done = true; });
  EXPECT_TRUE(jobs.stop(seconds(5)));
  EXPECT_TRUE(*is_done);
}

TEST(JobThread, LeavesAJobBehindThatDoesNotEnd) {
  const auto release = std::make_shared<std::promise<void>>();
  const auto ended = std::make_shared<std::promise<void>>();
  {
    JobThread jobs;
    jobs.post([release, ended] {
      release->get_future().wait();
      ended->set_value();
    });
    EXPECT_FALSE(jobs.stop(milliseconds(20)));
  }
  release->set_value();
  EXPECT_EQ(ended->get_future().wait_for(seconds(5)), std::future_status::ready);
}

}  // namespace
}  // namespace bmsgw::northbound
