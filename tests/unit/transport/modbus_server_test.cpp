#include <memory>
#include <thread>

#include <modbus.h>

#include "modbus_worker_rig.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::transport::test {
namespace {

struct Freeing {
  void operator()(modbus_t* context) const { modbus_free(context); }
  void operator()(modbus_mapping_t* mapping) const { modbus_mapping_free(mapping); }
};

/// A device made by others: libmodbus' own server, on a thread. It goes when its client has closed.
class LibmodbusServer {
 public:
  static constexpr int kRegisters = 200;
  static constexpr int kBits = 2100;

  explicit LibmodbusServer(modbus_t* context)
      : context_(context), mapping_(modbus_mapping_new(kBits, kBits, kRegisters, kRegisters)) {
    for (int i = 0; i < kRegisters; ++i) mapping_->tab_registers[i] = static_cast<std::uint16_t>(i * 3);
    for (int i = 0; i < kBits; ++i) mapping_->tab_bits[i] = i % 3 == 0 ? 1 : 0;
  }
  ~LibmodbusServer() {
    if (listening_.get() >= 0) shutdown(listening_.get(), SHUT_RDWR);  // nobody came
    if (thread_.joinable()) thread_.join();
  }
  LibmodbusServer(const LibmodbusServer&) = delete;
  LibmodbusServer& operator=(const LibmodbusServer&) = delete;

  /// One connection. The port at which it is waited for.
  [[nodiscard]] std::uint16_t serve_tcp() {
    listening_ = FileDescriptor(modbus_tcp_listen(context_.get(), 1));
    sockaddr_in address{};
    socklen_t size = sizeof(address);
    getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    thread_ = std::thread([this] {
      int socket = listening_.get();
      if (modbus_tcp_accept(context_.get(), &socket) >= 0) answer();
    });
    return ntohs(address.sin_port);
  }
  void serve_line(int fd, int unit) {
    modbus_set_socket(context_.get(), fd);
    modbus_set_slave(context_.get(), unit);
    thread_ = std::thread([this] { answer(); });
  }

 private:
  void answer() {
    std::array<std::uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> request{};
    modbus_set_indication_timeout(context_.get(), kPatienceMs / 1000, 0);
    for (;;) {
      const int size = modbus_receive(context_.get(), request.data());
      if (size < 0) break;
      if (size > 0) modbus_reply(context_.get(), request.data(), size, mapping_.get());
    }
  }

  std::unique_ptr<modbus_t, Freeing> context_;
  std::unique_ptr<modbus_mapping_t, Freeing> mapping_;
  FileDescriptor listening_;
  std::thread thread_;
};

class ModbusServerTest : public ModbusWorkerRig {
 protected:
  /// The worker goes first, so that the server's connection ends.
  void TearDown() override { worker_.reset(); }

  const ModbusAnswer& ask(const ModbusRequest& request) {
    EXPECT_TRUE(submit(request));
    return answer();
  }
  void expect_everything_works(std::uint8_t unit) {
    const auto registers = ask({unit, ModbusFunction::read_holding_registers, 10, 125, {}});
    ASSERT_EQ(registers.values.size(), 125U);
    EXPECT_EQ(registers.values.front(), 30);
    EXPECT_EQ(registers.values.back(), 134 * 3);
    const auto bits = ask({unit, ModbusFunction::read_coils, 3, 2000, {}});
    ASSERT_EQ(bits.values.size(), 2000U);
    EXPECT_EQ(std::vector(bits.values.begin(), bits.values.begin() + 4),
              (std::vector<std::uint16_t>{1, 0, 0, 1}));
    EXPECT_EQ(ask({unit, ModbusFunction::write_registers, 5, 3, {7, 8, 9}}).outcome, ModbusOutcome::ok);
    EXPECT_EQ(ask({unit, ModbusFunction::write_register, 6, 1, {80}}).outcome, ModbusOutcome::ok);
    EXPECT_EQ(ask({unit, ModbusFunction::read_holding_registers, 5, 3, {}}).values,
              (std::vector<std::uint16_t>{7, 80, 9}));
    EXPECT_EQ(ask({unit, ModbusFunction::write_coils, 1, 2, {1, 1}}).outcome, ModbusOutcome::ok);
    EXPECT_EQ(ask({unit, ModbusFunction::write_coil, 0, 1, {0}}).outcome, ModbusOutcome::ok);
    EXPECT_EQ(ask({unit, ModbusFunction::read_coils, 0, 3, {}}).values,
              (std::vector<std::uint16_t>{0, 1, 1}));
    EXPECT_EQ(ask(read_of(190, 20, unit)).exception, core::kIllegalDataAddress);
  }
};

TEST_F(ModbusServerTest, OverTcp) {
  LibmodbusServer server(modbus_new_tcp("127.0.0.1", 0));
  ModbusOptions options;
  options.host = "127.0.0.1";
  options.port = server.serve_tcp();
  options.response_timeout = milliseconds(kPatienceMs);
  start(options);
  ASSERT_TRUE(is_open());
  expect_everything_works(255);
  worker_.reset();
}

TEST_F(ModbusServerTest, OverASerialLine) {
  const bmsgw::test::TempDir dir;
  const SerialPeer peer(dir / "tty");
  ModbusOptions options;
  options.device = dir / "tty";
  options.speed = 115200;
  options.response_timeout = milliseconds(kPatienceMs);
  start(options);
  ASSERT_TRUE(is_open());
  LibmodbusServer server(modbus_new_rtu("the pty", 115200, 'N', 8, 1));
  server.serve_line(peer.descriptor(), 17);
  expect_everything_works(17);
  worker_.reset();
}

/// What the command line uses.
TEST(ModbusPlainLine, AsksOnTheCallingThread) {
  LibmodbusServer server(modbus_new_tcp("127.0.0.1", 0));
  ModbusOptions options;
  options.host = "127.0.0.1";
  options.port = server.serve_tcp();
  const core::SystemClock clock;
  const auto line = make_modbus_line(options, clock);
  ASSERT_EQ(line->open(), "");
  const auto answer = line->ask(read_of(1, 2));
  EXPECT_EQ(answer.outcome, ModbusOutcome::ok);
  EXPECT_EQ(answer.values, (std::vector<std::uint16_t>{3, 6}));
}

TEST(ModbusPlainLine, SaysWhyItIsNotOpen) {
  ModbusOptions options;
  options.device = "/nowhere/tty";
  const core::SystemClock clock;
  const auto line = make_modbus_line(options, clock);
  EXPECT_EQ(line->open(), "/nowhere/tty: No such file or directory");
  EXPECT_EQ(line->ask(read_of(0)).outcome, ModbusOutcome::link_down);
}

}  // namespace
}  // namespace bmsgw::transport::test
