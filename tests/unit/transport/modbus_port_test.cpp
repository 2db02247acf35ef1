#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "bmsgw/transport/serial_link.hpp"

#include "modbus_worker_rig.hpp"
#include "support/temp_dir.hpp"
#include "transport/modbus/rtu_line.hpp"
#include "transport/modbus/rtu_port.hpp"
#include "transport/modbus/waiter.hpp"

namespace bmsgw::transport::test {
namespace {

/// What becomes of serial ports.
class ModbusPortTest : public ModbusWorkerRig {
 protected:
  ModbusOptions options() const {
    ModbusOptions options;
    options.device = dir_ / "tty";
    options.speed = 115200;
    options.response_timeout = milliseconds(5000);
    return options;
  }
  void exchange() {
    ASSERT_TRUE(submit(read_of(0)));
    ASSERT_EQ(peer_->receive().size(), 8U);
    peer_->send(rtu({1, 3, 2, 0, 1}));
    ASSERT_EQ(answer().outcome, ModbusOutcome::ok);
  }
  void expect_fault(const ModbusOptions& options, std::errc code, const std::string& detail) {
    start(options);
    ASSERT_TRUE(until([this] { return !record_.downs.empty(); }));
    EXPECT_EQ(record_.downs.at(0), code) << record_.downs.at(0).message();
    EXPECT_NE(record_.details.at(0).find(detail), std::string::npos) << record_.details.at(0);
    EXPECT_EQ(record_.order, "d");
  }

  bmsgw::test::TempDir dir_;
  std::unique_ptr<SerialPeer> peer_ = std::make_unique<SerialPeer>(dir_ / "tty");
};

TEST_F(ModbusPortTest, AMissingPortIsToldOnceAndOpenedWhenItIsThere) {
  peer_->unplug();
  expect_fault(options(), std::errc::no_such_file_or_directory, dir_ / "tty: No such file");
  loop_.run_for(milliseconds(700));
  EXPECT_EQ(record_.order, "d");
  peer_->plug();
  ASSERT_TRUE(is_open());
  exchange();
}

TEST_F(ModbusPortTest, OneThatIsPulledOutIsOpenedAgainWhenItIsBack) {
  start(options());
  ASSERT_TRUE(is_open());
  exchange();
  peer_->unplug();
  ASSERT_TRUE(until([this] { return record_.downs.size() == 1; })) << "noticed without a request";
  EXPECT_EQ(record_.downs.at(0), std::errc::no_such_device);
  EXPECT_FALSE(worker_->submit(99, read_of(0)));
  peer_->plug();
  ASSERT_TRUE(is_open(2));
  exchange();
}

TEST_F(ModbusPortTest, OneThatIsPulledOutDuringARequestIsALostLink) {
  start(options());
  ASSERT_TRUE(is_open());
  submit(read_of(0));
  ASSERT_EQ(peer_->receive().size(), 8U);
  peer_->unplug();
  EXPECT_EQ(answer().outcome, ModbusOutcome::link_lost);
  ASSERT_TRUE(until([this] { return !record_.downs.empty(); }));
  EXPECT_EQ(record_.order, "oad");
  peer_->plug();
  EXPECT_TRUE(is_open(2));
}

TEST_F(ModbusPortTest, OneThatIsPulledOutWhileAnAnswerIsOwedIsNotWaitedFor) {
  auto impatient = options();
  impatient.response_timeout = milliseconds(700);
  Waiter waiter;
  RtuLine line(impatient, waiter);
  ASSERT_FALSE(line.open());
  std::vector<std::uint16_t> values;
  EXPECT_EQ(line.ask(read_of(0), values).outcome, ModbusOutcome::timeout);
  peer_->unplug();
  const auto begin = steady_clock::now();
  EXPECT_EQ(line.ask(read_of(1), values).outcome, ModbusOutcome::link_lost);
  EXPECT_LT(since(begin), milliseconds(350));
}

TEST_F(ModbusPortTest, OneInUseIsRefused) {
  RtuPort other;
  ASSERT_FALSE(other.open(options()));
  expect_fault(options(), std::errc::device_or_resource_busy, "another program uses it");
  other.close();
  EXPECT_TRUE(is_open()) << "free again";
}

TEST_F(ModbusPortTest, OneOfASerialBusIsRefused) {
  boost::asio::io_context others;
  SerialLink link(others, SerialOptions{dir_ / "tty", 57600, false}, clock_);
  struct : LinkEvents {
    void on_opened(core::Stamp /*now*/) override { opened = true; }
    void on_bytes(std::span<const char> /*bytes*/, core::Stamp /*now*/) override {}
    void on_down(std::error_code /*error*/, core::Stamp /*now*/) override {}
    bool opened = false;
  } events;
  link.start(events);
  ASSERT_TRUE(events.opened);
  expect_fault(options(), std::errc::device_or_resource_busy, "another program uses it");
}

TEST_F(ModbusPortTest, AnotherProgramFindsItLocked) {
  start(options());
  ASSERT_TRUE(is_open());
  const FileDescriptor other(open((dir_ / "tty").c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (other.get() >= 0) {
    EXPECT_NE(flock(other.get(), LOCK_EX | LOCK_NB), 0);
  }
  int exclusive = 0;
  EXPECT_EQ(ioctl(peer_->descriptor(), TIOCGEXCL, &exclusive), 0);
  worker_.reset();
  const FileDescriptor free(open((dir_ / "tty").c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_GE(free.get(), 0);
  EXPECT_EQ(flock(free.get(), LOCK_EX | LOCK_NB), 0);
  EXPECT_EQ(ioctl(free.get(), TIOCGEXCL, &exclusive), 0);
  EXPECT_EQ(exclusive, 0);
}

TEST_F(ModbusPortTest, AnythingButATerminalIsRefused) {
  auto wrong = options();
  wrong.device = dir_ / "file";
  close(open(wrong.device.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  expect_fault(wrong, std::errc::inappropriate_io_control_operation, wrong.device);
}

TEST_F(ModbusPortTest, ASpeedThatLibmodbusDoesNotKnowIsRefused) {
  auto wrong = options();
  wrong.speed = 12345;
  expect_fault(wrong, std::errc::invalid_argument, "12345 bit/s is no speed that libmodbus knows");
}

TEST_F(ModbusPortTest, AnAdapterThatKnowsNoRs485ModeIsUsedAllTheSame) {
  auto rs485 = options();
  rs485.rs485 = true;
  start(rs485);
  ASSERT_TRUE(is_open());
  exchange();
}

TEST_F(ModbusPortTest, StoppingDuringARequestIsQuickAndTellsNothing) {
  auto patient = options();
  patient.response_timeout = milliseconds(60'000);
  start(patient);
  ASSERT_TRUE(is_open());
  submit(read_of(0));
  ASSERT_EQ(peer_->receive().size(), 8U);
  const auto begin = steady_clock::now();
  worker_->stop();
  worker_.reset();
  EXPECT_LT(since(begin), milliseconds(1500));
  loop_.run_for(milliseconds(50));
  EXPECT_EQ(record_.order, "o");
}

TEST_F(ModbusPortTest, StoppingInTheMiddleOfAnAnswerIsQuick) {
  auto slow = options();
  slow.speed = 300;  // an answer of 125 registers takes 9 s
  start(slow);
  ASSERT_TRUE(is_open());
  submit(read_of(0, 125));
  ASSERT_EQ(peer_->receive().size(), 8U);
  for (int i = 0; i < 20; ++i) {
    peer_->send(i == 0 ? Bytes{1, 3, 250} : Bytes{0});
    loop_.run_for(milliseconds(20));
  }
  const auto begin = steady_clock::now();
  worker_.reset();
  EXPECT_LT(since(begin), milliseconds(1500));
}

TEST_F(ModbusPortTest, StoppingAfterAsManyBytesAsAnExceptionHasIsQuick) {
  auto slow = options();
  slow.speed = 300;
  start(slow);
  ASSERT_TRUE(is_open());
  submit(read_of(0, 125));
  ASSERT_EQ(peer_->receive().size(), 8U);
  peer_->send({1, 3, 250, 0, 0});
  loop_.run_for(milliseconds(350));  // longer than 4 characters
  const auto begin = steady_clock::now();
  worker_.reset();
  EXPECT_LT(since(begin), milliseconds(1500));
}

class ModbusSpeed : public testing::TestWithParam<std::pair<unsigned, speed_t>> {};

TEST_P(ModbusSpeed, IsTheOneThatThePortHas) {
  const bmsgw::test::TempDir dir;
  const SerialPeer peer(dir / "tty");
  ModbusOptions options;
  options.device = dir / "tty";
  options.speed = GetParam().first;
  options.parity = 'E';
  RtuPort port;
  ASSERT_FALSE(port.open(options));
  termios line{};
  ASSERT_EQ(tcgetattr(port.descriptor(), &line), 0);
  EXPECT_EQ(cfgetospeed(&line), GetParam().second);
  EXPECT_EQ(line.c_iflag & (ICRNL | IXON | IXOFF | ISTRIP), 0U) << "raw";
  EXPECT_EQ(line.c_lflag & (ICANON | ECHO | ISIG), 0U) << "raw";
}

INSTANTIATE_TEST_SUITE_P(All, ModbusSpeed,
                         testing::Values(std::pair(1200U, B1200), std::pair(2400U, B2400),
                                         std::pair(4800U, B4800), std::pair(9600U, B9600),
                                         std::pair(19200U, B19200), std::pair(38400U, B38400),
                                         std::pair(57600U, B57600), std::pair(115200U, B115200),
                                         std::pair(230400U, B230400), std::pair(460800U, B460800),
                                         std::pair(500000U, B500000), std::pair(576000U, B576000),
                                         std::pair(921600U, B921600), std::pair(1000000U, B1000000),
                                         std::pair(1152000U, B1152000), std::pair(1500000U, B1500000),
                                         std::pair(2500000U, B2500000), std::pair(3000000U, B3000000),
                                         std::pair(3500000U, B3500000), std::pair(4000000U, B4000000),
                                         std::pair(110U, B110), std::pair(300U, B300), std::pair(600U, B600)),
                         [](const auto& speed) { return std::to_string(speed.param.first); });

TEST(ModbusSpeeds, ThoseThatItTakesFor9600AreNotTaken) {
  for (const unsigned speed : {0U, 50U, 1800U, 14400U, 28800U, 2000000U, 12345U}) {
    EXPECT_FALSE(LibmodbusContext::has_speed(speed)) << speed;
  }
}

}  // namespace
}  // namespace bmsgw::transport::test
