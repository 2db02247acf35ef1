// Eight buses at full load through the whole gateway: the kernel drops nothing.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "bmsgw/transport/can_frame_words.hpp"

#include "guest/can_rig.hpp"
#include "simulator/can_unit.hpp"
#include "support/gateway_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kBuses = 8;

std::string interface_of(std::size_t bus) {
  return "gwtest" + std::to_string(bus);
}

/// The kernel's two kinds of frame begin alike.
can_frame classic(const core::CanFrame& frame) {
  const auto kernel = transport::to_kernel(frame);
  can_frame made{};
  std::memcpy(&made, &kernel.raw, sizeof made);
  return made;
}

/// Minutes of a battery's broadcasts: every figure changes.
std::vector<can_frame> broadcasts() {
  simulator::CanUnitConfig config;
  config.battery.cells = 96;
  config.battery.scenario = simulator::Scenario::discharge;
  config.speed_up = 60;
  simulator::CanUnit unit(config);
  std::vector<can_frame> all;
  for (simulator::Elapsed now{0}; now < std::chrono::seconds(60); now = unit.next_wake()) {
    unit.on_time(now);
    for (const auto& frame : unit.take_output()) all.push_back(classic(frame));
  }
  return all;
}

/// Sends `rate` frames per second on each bus, on a grid of 10 ms, for so long; how many on each.
std::size_t send_broadcasts(double rate, milliseconds time) {
  const auto frames = broadcasts();
  std::vector<std::unique_ptr<RawCan>> buses;
  for (std::size_t bus = 0; bus < kBuses; ++bus) buses.push_back(std::make_unique<RawCan>(interface_of(bus)));
  const auto start = Clock::now();
  std::size_t sent = 0;
  for (auto now = start; now < start + time; now = Clock::now()) {
    const std::chrono::duration<double> passed = now - start;
    const auto due = static_cast<std::size_t>(passed.count() * rate);
    for (const auto& bus : buses) EXPECT_TRUE(bus->send_all(frames, sent, due - sent));
    sent = due;
    std::this_thread::sleep_until(now + milliseconds(10));
  }
  return sent;
}

json eight_buses() {
  auto buses = json::array();
  for (std::size_t bus = 0; bus < kBuses; ++bus) {
    buses.push_back({{"interface", interface_of(bus)},
                     {"profile", "emus-g1-can"},
                     {"generation", 3},
                     {"key_prefix", "b" + std::to_string(bus) + "_"}});
  }
  return buses;
}

class CanLoadOnGateway : public testing::Test {
 protected:
  CanLoadOnGateway() {
    for (std::size_t bus = 0; bus < kBuses; ++bus) {
      interfaces_.push_back(std::make_unique<CanInterface>(interface_of(bus)));
    }
    rig_.use_buses({{"can", eight_buses()}});
    rig_.start_broker();
    rig_.start_gateway();
  }

  bool is_ready() {
    const auto status = rig_.call("getStatus");
    return status && (*status)["mqtt"]["state"] == "connected" && (*status)["buses"][7]["state"] == "silent";
  }
  /// The buses' status once each has heard so many frames, or when the time is up.
  json after(std::size_t frames) {
    json buses;
    GatewayRig::await(
        [&] {
          buses = rig_.call("getStatus").value_or(json::object()).value("buses", json::array());
          return std::ranges::all_of(buses, [&](const json& bus) { return bus["frames"] >= frames; });
        },
        milliseconds(5000));
    return buses;
  }

  std::vector<std::unique_ptr<CanInterface>> interfaces_;
  GatewayRig rig_;
};

/// 250 kbit/s are 1,750 frames of 8 bytes with 29-bit ids a second.
TEST_F(CanLoadOnGateway, EightFullBusesLoseNothing) {
  ASSERT_TRUE(GatewayRig::await([this] { return is_ready(); })) << rig_.gateway().err();
  const auto sent = send_broadcasts(1750, milliseconds(4000));
  const auto buses = after(sent);
  ASSERT_EQ(buses.size(), kBuses);
  for (const auto& bus : buses) {
    EXPECT_EQ(bus["frames"], sent) << bus;
    EXPECT_EQ(bus["can"]["overflows"], 0) << bus;
    EXPECT_EQ(bus["errors"], 0) << bus;
    EXPECT_EQ(bus["state"], "ok") << bus;
  }
  EXPECT_EQ((*rig_.call("getStatus"))["outbox"]["dropped"], 0) << "and all of it goes on to the server";
}

}  // namespace
}  // namespace bmsgw::test
