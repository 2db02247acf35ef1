#include <array>
#include <chrono>
#include <csignal>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bmsgw/codec/modbus/pdu.hpp"

#include "support/child_process.hpp"

namespace bmsgw::test {
namespace {

using namespace std::chrono_literals;
using codec::modbus::Bytes;

constexpr auto kSimulator = BMSGW_BINARY_DIR "/bms-simulator";
constexpr auto kProfile = R"({
  "addresses": {"cellVolts": null},
  "packets": {"Cells": {"count": 16, "params": {
    "cellVolts": {"address": "cellVolts", "packing": "LIST", "units": "V", "factor": 0.001}}}}})";

/// Its first line, once it is there.
std::string greeting(ChildProcess& process) {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  std::string out;
  while (out.find('\n') == std::string::npos && std::chrono::steady_clock::now() < deadline &&
         !process.wait(10ms))
    out = process.out();
  return out.substr(0, out.find('\n'));
}

/// The answer to one request, with its header.
Bytes ask(std::uint16_t port, const core::ModbusRequest& request) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  timeval patience{10, 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(descriptor, reinterpret_cast<const sockaddr*>(&place), sizeof place), 0);
  Bytes frame;
  codec::modbus::encode_tcp_request(request, 1, frame);
  EXPECT_EQ(::send(descriptor, frame.data(), frame.size(), 0), static_cast<ssize_t>(frame.size()));
  std::array<std::uint8_t, 512> buffer{};
  const auto count = ::recv(descriptor, buffer.data(), buffer.size(), 0);
  ::close(descriptor);
  return {buffer.begin(), buffer.begin() + std::max<ssize_t>(count, 0)};
}

class ModbusSimulator : public testing::Test {
 protected:
  void SetUp() override { write_text(dir_ / "map.json", kProfile); }

  TempDir dir_;
};

TEST_F(ModbusSimulator, ServesAProfileUntilItIsEnded) {
  ChildProcess simulator(kSimulator, {"modbus", "--profile", dir_ / "map.json", "--set", "cellVolts=100",
                                      "--tcp", "0", "--units", "3-4"});
  const auto said = greeting(simulator);
  const std::string before_port = "modbus: 127.0.0.1:";
  ASSERT_TRUE(said.starts_with(before_port)) << said << simulator.err();
  EXPECT_NE(said.find(", units 3-4"), std::string::npos) << said;
  const auto port = static_cast<std::uint16_t>(std::stoul(said.substr(before_port.size())));
  const core::ModbusRequest request{4, core::ModbusFunction::read_holding_registers, 100, 16, {}};
  std::vector<std::uint16_t> volts;
  const auto verdict = codec::modbus::decode_tcp_answer(request, 1, ask(port, request), volts);
  EXPECT_EQ(verdict.outcome, core::ModbusOutcome::ok);
  ASSERT_EQ(volts.size(), 16U);
  EXPECT_TRUE(volts[15] > 3000 && volts[15] < 3700) << volts[15];
  simulator.signal(SIGTERM);
  EXPECT_EQ(simulator.wait(), 0);
  EXPECT_NE(simulator.out().find("\n1 requests, 1 answers (0 exceptions), 0 writes"), std::string::npos)
      << simulator.out();
}

TEST_F(ModbusSimulator, TheLinkGoesWithIt) {
  const auto link = dir_ / "line";
  ChildProcess simulator(kSimulator,
                         {"modbus", "--profile", dir_ / "map.json", "--set", "cellVolts=100", "--rtu", link});
  ASSERT_TRUE(greeting(simulator).starts_with("modbus: " + link + " (pty /dev/pts/")) << simulator.err();
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  simulator.signal(SIGINT);
  EXPECT_EQ(simulator.wait(), 0);
  EXPECT_FALSE(std::filesystem::is_symlink(link));
}

TEST_F(ModbusSimulator, SaysWhichAddressesAreMissing) {
  ChildProcess simulator(kSimulator, {"modbus", "--profile", dir_ / "map.json", "--tcp", "0"});
  EXPECT_EQ(simulator.wait(), 1);
  EXPECT_NE(simulator.err().find("\"cellVolts\""), std::string::npos) << simulator.err();
}

}  // namespace
}  // namespace bmsgw::test
