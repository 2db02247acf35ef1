#include "bmsgw/transport/serial_link.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/temp_dir.hpp"

namespace bmsgw::transport {
namespace {

/// A pty under a path of its own, which can go and come back.
class PtyEnd {
 public:
  explicit PtyEnd(std::string link) : link_(std::move(link)) { plug(); }
  ~PtyEnd() { unplug(); }
  PtyEnd(const PtyEnd&) = delete;
  PtyEnd& operator=(const PtyEnd&) = delete;

  void plug() {
    fd_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    grantpt(fd_);
    unlockpt(fd_);
    std::filesystem::create_symlink(ptsname(fd_), link_);
  }
  void unplug() {
    if (fd_ < 0) return;
    close(fd_);
    fd_ = -1;
    std::filesystem::remove(link_);
  }
  void send(const std::string& text) const {
    ASSERT_EQ(write(fd_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] std::string receive() const {
    pollfd ready{fd_, POLLIN, 0};
    poll(&ready, 1, 5000);
    std::string text(256, '\0');
    const auto size = read(fd_, text.data(), text.size());
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }

 private:
  std::string link_;
  int fd_ = -1;
};

struct Events final : LinkEvents {
  void on_opened(core::Stamp /*now*/) override { ++opened; }
  void on_bytes(std::span<const char> bytes, core::Stamp /*now*/) override {
    heard.append(bytes.begin(), bytes.end());
  }
  void on_down(std::error_code error, core::Stamp /*now*/) override { downs.push_back(error); }

  int opened = 0;
  std::string heard;
  std::vector<std::error_code> downs;
};

class SerialLinkTest : public testing::Test {
 protected:
  void make(const std::string& device, bool rs485 = false) {
    link_ = std::make_unique<SerialLink>(loop_, SerialOptions{device, 57600, rs485}, clock_);
    link_->start(events_);
  }
  template <typename Condition>
  bool until(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
      if (loop_.run_one_until(deadline) == 0) return condition();
    }
    return true;
  }

  test::TempDir dir_;
  boost::asio::io_context loop_;
  core::SystemClock clock_;
  Events events_;
  std::unique_ptr<SerialLink> link_;
};

TEST_F(SerialLinkTest, CarriesBytesBothWays) {
  PtyEnd peer(dir_ / "tty");
  make(dir_ / "tty");
  ASSERT_EQ(events_.opened, 1);
  peer.send("\r\nVR1,?,D7\r\n");
  EXPECT_TRUE(until([this] { return events_.heard.size() == 12; })) << events_.heard;
  EXPECT_EQ(events_.heard, "\r\nVR1,?,D7\r\n") << "raw: nothing is translated";
  EXPECT_TRUE(link_->write("BV1,?,4F\r\n"));
  EXPECT_EQ(peer.receive(), "BV1,?,4F\r\n");
}

TEST_F(SerialLinkTest, AMissingPortIsReportedAndOpenedOnceItIsThere) {
  make(dir_ / "tty");
  ASSERT_EQ(events_.downs.size(), 1U);
  EXPECT_EQ(events_.downs[0], std::errc::no_such_file_or_directory);
  PtyEnd peer(dir_ / "tty");
  EXPECT_TRUE(until([this] { return events_.opened == 1; }));
}

TEST_F(SerialLinkTest, NoDeviceAtAllIsAMissingPort) {
  make("");
  ASSERT_EQ(events_.downs.size(), 1U);
  EXPECT_EQ(events_.downs[0], std::errc::no_such_file_or_directory);
  EXPECT_FALSE(link_->write("x"));
}

TEST_F(SerialLinkTest, WithoutADeviceTheOnlyAdapterIsTakenWhenItAppears) {
  std::filesystem::create_directories(dir_ / "by-id");
  SerialOptions options;
  options.by_id_folder = dir_ / "by-id";
  link_ = std::make_unique<SerialLink>(loop_, options, clock_);
  link_->start(events_);
  ASSERT_EQ(events_.downs.size(), 1U);
  PtyEnd peer(dir_ / "by-id/usb-FTDI");
  EXPECT_TRUE(until([this] { return events_.opened == 1; }));
}

TEST_F(SerialLinkTest, AnythingButATerminalIsRefused) {
  const auto path = dir_ / "file";
  close(open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  make(path);
  ASSERT_EQ(events_.downs.size(), 1U);
  EXPECT_EQ(events_.downs[0], std::errc::inappropriate_io_control_operation);
}

TEST_F(SerialLinkTest, APortThatGoesIsOpenedAgain) {
  PtyEnd peer(dir_ / "tty");
  make(dir_ / "tty");
  peer.unplug();
  EXPECT_TRUE(until([this] { return !events_.downs.empty(); }));
  EXPECT_EQ(events_.downs[0], std::errc::no_such_device);
  EXPECT_FALSE(link_->write("lost"));
  peer.plug();
  EXPECT_TRUE(until([this] { return events_.opened == 2; }));
  peer.send("again\n");
  EXPECT_TRUE(until([this] { return events_.heard == "again\n"; }));
}

TEST_F(SerialLinkTest, APortInUseIsRefused) {
  PtyEnd peer(dir_ / "tty");
  make(dir_ / "tty");
  Events others;
  SerialLink other(loop_, SerialOptions{dir_ / "tty", 57600, false}, clock_);
  other.start(others);
  ASSERT_EQ(others.downs.size(), 1U);
  EXPECT_EQ(others.downs[0], std::errc::device_or_resource_busy);
}

TEST_F(SerialLinkTest, APeerThatDoesNotReadNeitherBlocksNorGrows) {
  PtyEnd peer(dir_ / "tty");
  make(dir_ / "tty");
  const std::string request(100, 'x');
  bool refused = false;
  for (int i = 0; i < 1000 && !refused; ++i) refused = !link_->write(request);
  EXPECT_TRUE(refused);
}

TEST_F(SerialLinkTest, AnAdapterThatKnowsNoRs485ModeIsUsedAllTheSame) {
  PtyEnd peer(dir_ / "tty");
  make(dir_ / "tty", true);
  EXPECT_EQ(events_.opened, 1);
}

TEST_F(SerialLinkTest, StoppingEndsAllEvents) {
  PtyEnd peer(dir_ / "tty");
  make(dir_ / "tty");
  link_->stop();
  peer.send("nobody listens\n");
  loop_.run_for(std::chrono::milliseconds(50));
  EXPECT_TRUE(events_.heard.empty());
  EXPECT_TRUE(events_.downs.empty());
}

}  // namespace
}  // namespace bmsgw::transport
