#include <array>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent_fixture.hpp"

namespace bmsgw::test {
namespace {

/// Datagrams on a free port.
class Receiver {
 public:
  Receiver() : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(fd_, plain, size), 0);
    EXPECT_EQ(getsockname(fd_, plain, &size), 0);
    place_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    const timeval patience{20, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~Receiver() { close(fd_); }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  std::string receive() {
    std::array<char, 4096> bytes{};
    const auto size = recv(fd_, bytes.data(), bytes.size(), 0);
    return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
  }
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  int fd_;
  std::string place_;
};

bool has(const std::string& message, std::string_view part) {
  return message.find(part) != std::string::npos;
}

using namespace std::string_view_literals;
constexpr auto kEnterprise = "\x06\x07\x2B\x06\x01\x04\x01\x9D\x60"sv;  // 1.3.6.1.4.1.3808
constexpr auto kEvent105 = "\x06\x0B\x2B\x06\x01\x04\x01\x9D\x60\x02\x02\x06\x00\x02\x01\x69"sv;
constexpr auto kEvent106 = "\x06\x0B\x2B\x06\x01\x04\x01\x9D\x60\x02\x02\x06\x00\x02\x01\x6A"sv;
constexpr auto kSpecific603 = "\x02\x01\x06\x02\x02\x02\x5B"sv;  // generic 6, specific 603
constexpr auto kSpecific605 = "\x02\x01\x06\x02\x02\x02\x5D"sv;
constexpr auto kTrapName603 = "\x06\x0A\x2B\x06\x01\x04\x01\x9D\x60\x00\x84\x5B"sv;

TEST_F(Agent, AnAlarmAndItsEndAreTrapsOfVersion1) {
  Receiver receiver;
  start({"--trap", receiver.place(), "--trap-community", "alarms"});
  control("sensor 1/17 temperature 55");
  const auto raised = receiver.receive();
  for (const auto part : {"alarms"sv, kEnterprise, kSpecific603, kEvent105, "high battery temperature"sv})
    EXPECT_TRUE(has(raised, part)) << part;
  control("clear");
  const auto ended = receiver.receive();
  for (const auto part : {kSpecific605, kEvent106}) EXPECT_TRUE(has(ended, part)) << part;
}

TEST_F(Agent, TrapsOfVersion2cNameTheTrap) {
  Receiver receiver;
  start({"--trap", receiver.place(), "--trap-version", "2c"});
  control("sensor 1/17 temperature 55");
  const auto raised = receiver.receive();
  for (const auto part : {"public"sv, kTrapName603, kEvent105}) EXPECT_TRUE(has(raised, part)) << part;
}

TEST_F(Agent, TrapsOfVersion3AreOfItsEngineAndSecret) {
  Receiver receiver;
  auto options = user_options();
  options.insert(options.end(),
                 {"--trap", receiver.place(), "--trap-version", "3", "--engine-id", "80000EE00501"});
  start(options);
  control("sensor 1/17 temperature 55");
  const auto raised = receiver.receive();
  EXPECT_TRUE(has(raised, "\x80\x00\x0E\xE0\x05\x01"sv));
  EXPECT_TRUE(has(raised, "operator"sv));
  EXPECT_FALSE(has(raised, "temperature"sv));
  control("engine-id new");
  control("clear");
  const auto ended = receiver.receive();
  EXPECT_FALSE(has(ended, "\x80\x00\x0E\xE0\x05\x01"sv));
  EXPECT_TRUE(has(ended, "operator"sv));
}

}  // namespace
}  // namespace bmsgw::test
