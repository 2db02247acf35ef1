#include <array>
#include <filesystem>
#include <functional>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "map_fixture.hpp"
#include "simulator/modbus/rtu_endpoint.hpp"
#include "simulator/modbus/tcp_endpoint.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using boost::asio::ip::tcp;
using codec::modbus::Bytes;
using ErrorCode = boost::system::error_code;

const Bytes kSettingAnswer{1, 3, 2, 0x0B, 0x90};  // register 200: 2960

/// A server on a real port, and the loop that it needs.
class EndpointRig : private EndpointEvents {
 public:
  explicit EndpointRig(Server::Line line, const char* misdeed = nullptr)
      : misbehaviour_(misdeed != nullptr ? std::vector{std::get<Misdeed>(parse_misdeed(misdeed))}
                                         : std::vector<Misdeed>{},
                      1),
        server_(plan_, {unit_config(1)}, line, misbehaviour_) {
    EndpointEvents& events = *this;
    if (line == Server::Line::tcp) {
      endpoint_ = std::make_unique<TcpEndpoint>(io_, std::uint16_t{0}, server_, misbehaviour_, events);
    } else {
      RtuSession session(server_, misbehaviour_, {9600, 10});
      endpoint_ = std::make_unique<RtuEndpoint>(io_, link(), std::move(session), misbehaviour_, events);
    }
  }
  ~EndpointRig() override = default;
  EndpointRig(const EndpointRig&) = delete;
  EndpointRig& operator=(const EndpointRig&) = delete;

  /// Lets the endpoint work until then; false: it doesn't come in time.
  [[nodiscard]] bool until(const std::function<bool()>& reached) {
    const auto deadline = now() + 10_s;
    while (!reached()) {
      if (now() > deadline) return false;
      endpoint_->advance(now());
      io_.restart();
      io_.run_one_for(std::min<Elapsed>(std::max<Elapsed>(endpoint_->next_wake(now()) - now(), 0_ms), 5_ms));
    }
    return true;
  }
  [[nodiscard]] tcp::socket connect(ErrorCode& error) {
    const auto place = endpoint_->place();
    const auto port = std::stoul(place.substr(place.find(':') + 1));
    tcp::socket socket(io_);
    socket.connect({boost::asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port)}, error);
    if (!error) socket.non_blocking(true);
    return socket;
  }
  [[nodiscard]] tcp::socket connect() {
    ErrorCode error;
    auto socket = connect(error);
    EXPECT_FALSE(error) << error.message();
    return socket;
  }
  [[nodiscard]] std::string link() const { return dir_ / "line"; }
  [[nodiscard]] Elapsed now() const override {
    return std::chrono::duration_cast<Elapsed>(std::chrono::steady_clock::now() - start_);
  }

 private:
  void on_activity() override { endpoint_->advance(now()); }

  test::TempDir dir_;
  MapPlan plan_ = plan_of(cells_map());
  Misbehaviour misbehaviour_;
  Server server_;
  boost::asio::io_context io_{1};
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::unique_ptr<Endpoint> endpoint_;
};

/// What has come on a connection.
struct Heard {
  Bytes bytes;
  bool closed = false;

  void read(tcp::socket& socket) {
    std::array<std::uint8_t, 512> buffer{};
    ErrorCode error;
    const auto count = socket.read_some(boost::asio::buffer(buffer), error);
    bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(count));
    closed = error && error != boost::asio::error::would_block;
  }
};

void send(tcp::socket& socket, const ModbusRequest& request) {
  Bytes frame;
  codec::modbus::encode_tcp_request(request, 9, frame);
  ErrorCode error;
  boost::asio::write(socket, boost::asio::buffer(frame), error);
  EXPECT_FALSE(error) << error.message();
}

/// Whether the master hears an answer of so many bytes.
bool answers(EndpointRig& rig, tcp::socket& socket, Heard& heard, std::size_t bytes) {
  return rig.until([&] {
    heard.read(socket);
    return heard.bytes.size() >= bytes || heard.closed;
  }) && heard.bytes.size() == bytes;
}

TEST(TcpEndpoint, AnswersOnARealConnection) {
  EndpointRig rig(Server::Line::tcp);
  auto first = rig.connect();
  auto second = rig.connect();
  send(first, writing(200, {0x1234}));
  Heard echo;
  ASSERT_TRUE(answers(rig, first, echo, 12));
  send(second, reading(200, 1));
  Heard value;
  ASSERT_TRUE(answers(rig, second, value, 11));
  EXPECT_EQ(value.bytes, (Bytes{0, 9, 0, 0, 0, 5, 1, 3, 2, 0x12, 0x34}));
}

TEST(TcpEndpoint, DropsInMidAnswer) {
  EndpointRig rig(Server::Line::tcp, "drop");
  auto socket = rig.connect();
  send(socket, reading(200, 1));
  Heard heard;
  ASSERT_TRUE(rig.until([&] {
    heard.read(socket);
    return heard.closed;
  }));
  EXPECT_EQ(heard.bytes.size(), 5U);
}

TEST(TcpEndpoint, TakesOneConnectionOnly) {
  EndpointRig rig(Server::Line::tcp, "one-connection");
  auto first = rig.connect();
  send(first, reading(200, 1));
  Heard value;
  ASSERT_TRUE(answers(rig, first, value, 11));
  auto second = rig.connect();
  Heard nothing;
  ASSERT_TRUE(rig.until([&] {
    nothing.read(second);
    return nothing.closed;
  }));
  send(first, reading(200, 1));
  EXPECT_TRUE(answers(rig, first, value, 22));
  first.close();
  ASSERT_TRUE(rig.until([&] {
    auto third = rig.connect();
    send(third, reading(200, 1));
    Heard again;
    return answers(rig, third, again, 11);
  }));
}

TEST(TcpEndpoint, HalfOpenIsNotReadUntilItIsOver) {
  EndpointRig rig(Server::Line::tcp, "half-open@0+0.3");
  auto socket = rig.connect();
  send(socket, reading(200, 1));
  Heard heard;
  ASSERT_TRUE(answers(rig, socket, heard, 11));
  EXPECT_GE(rig.now(), 300_ms);
}

TEST(TcpEndpoint, DisappearsAndComesBackOnItsPort) {
  EndpointRig rig(Server::Line::tcp, "disappear@0.2+0.3");
  auto socket = rig.connect();
  Heard heard;
  ASSERT_TRUE(rig.until([&] {
    heard.read(socket);
    return heard.closed;
  }));
  EXPECT_GE(rig.now(), 200_ms);
  ErrorCode error;
  (void)rig.connect(error);
  EXPECT_EQ(error, boost::asio::error::connection_refused);
  ASSERT_TRUE(rig.until([&] {
    (void)rig.connect(error);
    return !error;
  }));
  EXPECT_GE(rig.now(), 500_ms);
}

/// A master on the other end of the pty.
class LineMaster {
 public:
  explicit LineMaster(const std::string& link)
      : descriptor_(::open(link.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {}
  ~LineMaster() { ::close(descriptor_); }
  LineMaster(const LineMaster&) = delete;
  LineMaster& operator=(const LineMaster&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  void send(const ModbusRequest& request) {
    const auto frame = with_crc(frame_of(request));
    EXPECT_EQ(::write(descriptor_, frame.data(), frame.size()), static_cast<ssize_t>(frame.size()));
  }
  /// All that has come so far.
  const Bytes& heard() {
    std::array<std::uint8_t, 512> buffer{};
    const auto count = ::read(descriptor_, buffer.data(), buffer.size());
    if (count > 0) heard_.insert(heard_.end(), buffer.begin(), buffer.begin() + count);
    return heard_;
  }

 private:
  int descriptor_;
  Bytes heard_;
};

TEST(RtuEndpoint, AnswersOnAPtyInTheTimeOfALine) {
  EndpointRig rig(Server::Line::serial);
  LineMaster master(rig.link());
  ASSERT_TRUE(master.is_open());
  const auto asked_at = rig.now();
  master.send(reading(1000, 125));
  ASSERT_TRUE(rig.until([&] { return master.heard().size() >= 255; }));
  EXPECT_EQ(master.heard().size(), 255U);
  EXPECT_GE(rig.now() - asked_at, 277_ms) << "8 + 3.5 + 255 characters";
}

TEST(RtuEndpoint, OneMasterAfterTheOther) {
  EndpointRig rig(Server::Line::serial);
  for (int i = 0; i < 3; ++i) {
    LineMaster master(rig.link());
    ASSERT_TRUE(master.is_open());
    master.send(reading(200, 1));
    ASSERT_TRUE(rig.until([&] { return master.heard().size() >= 7; })) << i;
    EXPECT_EQ(master.heard(), with_crc(kSettingAnswer));
  }
}

TEST(RtuEndpoint, DisappearsAndComesBack) {
  EndpointRig rig(Server::Line::serial, "disappear@0.1+0.2");
  EXPECT_TRUE(rig.until([&] { return !std::filesystem::exists(rig.link()); }));
  EXPECT_TRUE(rig.until([&] { return std::filesystem::exists(rig.link()); }));
  EXPECT_GE(rig.now(), 300_ms);
  LineMaster master(rig.link());
  master.send(reading(200, 1));
  EXPECT_TRUE(rig.until([&] { return master.heard().size() >= 7; }));
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
