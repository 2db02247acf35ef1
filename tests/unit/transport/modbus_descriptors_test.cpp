#include <memory>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>

#include "modbus_worker_rig.hpp"
#include "support/temp_dir.hpp"
#include "transport/modbus/low_descriptor.hpp"

namespace bmsgw::transport::test {
namespace {

TEST(ModbusLowDescriptor, AHighOneIsExchangedForALowOne) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur <= 1100) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  FileDescriptor high(fcntl(0, F_DUPFD_CLOEXEC, 1050));
  ASSERT_GE(high.get(), 1050) << "more than 1050 descriptors must be allowed";
  const auto low = make_low(std::move(high));
  EXPECT_GE(low.get(), 0);
  EXPECT_LT(low.get(), 1024);
}

/// Every descriptor below 1024 is in use for as long as it lives.
class AllLowDescriptors {
 public:
  AllLowDescriptors() {
    for (;;) {
      FileDescriptor next(fcntl(0, F_DUPFD_CLOEXEC, 0));
      if (next.get() < 0 || next.get() >= 1024) break;
      taken_.push_back(std::move(next));
    }
  }

 private:
  std::vector<FileDescriptor> taken_;
};

class ModbusDescriptorsTest : public ModbusWorkerRig {
 protected:
  void SetUp() override {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    ASSERT_GT(limit.rlim_max, 1100U);
  }
  void expect_refusal(const ModbusOptions& options) {
    start(options);
    ASSERT_TRUE(until([this] { return !record_.downs.empty(); }));
    EXPECT_EQ(record_.downs.at(0), std::errc::too_many_files_open);
    EXPECT_NE(record_.details.at(0).find("all descriptors below 1024 are in use"), std::string::npos)
        << record_.details.at(0);
  }
};

TEST_F(ModbusDescriptorsTest, WithoutALowOneAConnectionIsRefusedUntilThereIs) {
  const TcpServer server;
  ModbusOptions options;
  options.host = "127.0.0.1";
  options.port = server.port();
  auto all = std::make_unique<AllLowDescriptors>();
  expect_refusal(options);
  all.reset();
  EXPECT_TRUE(is_open());
}

TEST_F(ModbusDescriptorsTest, WithoutALowOneAPortIsRefusedUntilThereIs) {
  const bmsgw::test::TempDir dir;
  const SerialPeer peer(dir / "tty");
  ModbusOptions options;
  options.device = dir / "tty";
  auto all = std::make_unique<AllLowDescriptors>();
  expect_refusal(options);
  all.reset();
  EXPECT_TRUE(is_open());
}

}  // namespace
}  // namespace bmsgw::transport::test
