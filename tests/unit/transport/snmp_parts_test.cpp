// Parts of the host of bms-snmp-worker that no worker is needed for.
#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <memory>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "support/temp_dir.hpp"
#include "transport/snmp/address_finder.hpp"
#include "transport/snmp/worker_program.hpp"

namespace bmsgw::transport {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct Found final : AddressFinderOwner {
  void on_addresses(const std::vector<std::string>& found) override { addresses = found; }
  void on_no_address(const std::string& detail) override { failures.push_back(detail); }

  std::vector<std::string> addresses;
  std::vector<std::string> failures;
};

class AddressFinderTest : public testing::Test {
 protected:
  void make(const std::string& host, NameResolver resolver) {
    finder_ = std::make_shared<AddressFinder>(loop_, host, found_, std::move(resolver));
    finder_->find();
  }
  template <typename Condition>
  bool until(Condition condition) {
    const auto deadline = steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
      if (loop_.run_one_until(deadline) == 0) return condition();
    }
    return true;
  }
  bool is_found() {
    return until([this] { return !found_->addresses.empty(); });
  }

  boost::asio::io_context loop_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy_{loop_.get_executor()};
  std::shared_ptr<Found> found_ = std::make_shared<Found>();
  std::shared_ptr<AddressFinder> finder_;
};

TEST_F(AddressFinderTest, AnAddressIsFoundWithoutAsking) {
  for (const auto* const host : {"127.0.0.1", "::1"}) {
    found_->addresses.clear();
    make(host, [](const std::string&, std::uint16_t) -> NameFound { std::abort(); });
    ASSERT_TRUE(is_found());
    EXPECT_EQ(found_->addresses, std::vector<std::string>{host});
  }
}

TEST_F(AddressFinderTest, ItTriesAgainUntilThereIsOne) {
  auto asked = std::make_shared<std::atomic<int>>(0);
  make("bms", [asked](const std::string&, std::uint16_t port) {
    return ++*asked == 1 ? NameFound{{}, "never heard of", true} : resolve("127.0.0.1", port);
  });
  ASSERT_TRUE(is_found());
  EXPECT_EQ(found_->failures, std::vector<std::string>{"no such name: bms"});
  EXPECT_EQ(*asked, 2);
}

TEST_F(AddressFinderTest, AFailureSaysWhy) {
  make("bms", [](const std::string&, std::uint16_t) { return NameFound{{}, "the server is ill", false}; });
  ASSERT_TRUE(until([this] { return !found_->failures.empty(); }));
  EXPECT_EQ(found_->failures.front(), "no address for bms: the server is ill");
}

TEST_F(AddressFinderTest, TheLoopGoesOnMeanwhileAndStoppingIsQuick) {
  std::promise<void> answer;
  make("bms", [answered = answer.get_future().share()](const std::string&, std::uint16_t port) {
    answered.wait();
    return resolve("127.0.0.1", port);
  });
  const auto begin = steady_clock::now();
  while (loop_.run_one_until(begin + milliseconds(50)) > 0) {
  }
  EXPECT_LT(steady_clock::now() - begin, milliseconds(5000));
  finder_->stop();
  answer.set_value();
  while (loop_.run_one_until(steady_clock::now() + milliseconds(200)) > 0) {
  }
  EXPECT_TRUE(found_->addresses.empty()) << "what was stopped isn't told";
  finder_->find();
  EXPECT_TRUE(is_found()) << "and can be asked for again";
}

void make_program(const fs::path& path) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << "#!/bin/sh\n";
  fs::permissions(path, fs::perms::owner_all);
}

TEST(SnmpWorkerProgram, StandsBesideOursElseInPath) {
  const test::TempDir dir;
  const auto own = dir / "bin/bms-gateway";
  const std::string path = "relative::" + (dir / "empty") + ":" + (dir / "usr");
  const auto missing = find_worker_program(own, path);
  EXPECT_TRUE(missing.path.empty());
  EXPECT_EQ(missing.problem,
            "bms-snmp-worker can't be started: it is neither " + (dir / "bin/bms-snmp-worker") +
                " nor in PATH; install bms-gateway-snmp, or put bms-snmp-worker beside bms-gateway");
  make_program(dir.path() / "usr/bms-snmp-worker");
  EXPECT_EQ(find_worker_program(own, path).path, dir / "usr/bms-snmp-worker");
  make_program(dir.path() / "bin/bms-snmp-worker");
  EXPECT_EQ(find_worker_program(own, path).path, dir / "bin/bms-snmp-worker");
  fs::permissions(dir / "bin/bms-snmp-worker", fs::perms::owner_read);
  EXPECT_EQ(find_worker_program(std::string("/x"), dir / "empty").path, "") << "not elsewhere";
}

TEST(SnmpWorkerProgram, IsTheOneThatWasNamed) {
  EXPECT_EQ(find_worker_program("/opt/worker").path, "/opt/worker");
}

}  // namespace
}  // namespace bmsgw::transport
