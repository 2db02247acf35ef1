// What the gateway sends: its frames are seen by another program at the other end of the wire.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include "bmsgw/core/can_frame.hpp"

#include "guest/can_rig.hpp"
#include "support/gateway_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr auto kVehicle = 0x18FF0001U;

/// `bus` is what else its entry in settings.json says.
json bus_on(const std::string& interface, const std::string& name, const json& bus) {
  json made{{"interface", interface}, {"name", name}};
  made.update(bus);
  return made;
}

json param(int start, const std::string& key = {}) {
  json made{{"start", start}, {"bits", 16}, {"factor", 0.1}, {"decimals", 1}};
  if (!key.empty()) made["route_to_mqtt"] = key;
  return made;
}

/// A value of each of two other buses goes into one packet of the bus `vehicle`.
json params_with_routes() {
  const json packets{
      {"Vehicle", {{"id", "X18FF0001"}, {"dlc", 8}, {"params", {{"Volts", param(0)}, {"Amps", param(16)}}}}}};
  const json pack{{"Pack", {{"id", "S123"}, {"params", {{"Amps", param(8, "amps")}}}}}};
  const json serial{
      {"CV1", {{"params", {{"Volts", {{"field", 1}, {"encoding", "HEX_DEC"}, {"factor", 0.01}}}}}}}};
  const auto route = [](json from, const char* param) {
    return json{{"from", std::move(from)},
                {"to", {{"prot", "vehicle"}, {"packet", "Vehicle"}, {"param", param}}}};
  };
  return {{"protocols",
           {{"g1", {{"packets", serial}}},
            {"vehicle", {{"base", "can"}, {"packets", packets}}},
            {"pack", {{"base", "can"}, {"packets", pack}}}}},
          {"routes",
           {route({{"prot", "g1"}, {"sentence", "CV1"}, {"param", "Volts"}}, "Volts"),
            route({{"prot", "pack"}, {"packet", "Pack"}, {"param", "Amps"}}, "Amps")}}};
}

std::string text_of(const canfd_frame& frame) {
  std::string text = (frame.can_id & CAN_EFF_FLAG) != 0 ? "X" : "S";
  char part[16];
  std::snprintf(part, sizeof part, "%X", frame.can_id & CAN_EFF_MASK);
  text += part;
  for (unsigned i = 0; i < frame.len; ++i) {
    std::snprintf(part, sizeof part, "%s%02X", i == 0 ? "#" : "", frame.data[i]);
    text += part;
  }
  return text;
}

TEST(CanWriting, RoutesFillAFrameOnTheOtherBus) {
  const CanInterface pack("gwtest0");
  const CanInterface vehicle("gwtest1");
  const RawCan unit("gwtest0");
  const RawCan listener("gwtest1");
  GatewayRig rig;
  rig.use_params(params_with_routes());
  rig.use_buses({{"serial", rig.serial_bus()},
                 {"can",
                  {bus_on("gwtest0", "pack", {{"protocol", "pack"}}),
                   bus_on("gwtest1", "vehicle",
                          {{"protocol", "vehicle"}, {"access", "read_write"}, {"allow", {"X18FF0001"}}})}}});
  rig.start_broker();
  rig.listen();
  rig.start_simulator({"--cells", "16", "--baud", "0", "--scenario", "idle", "--period", "0.2"});
  rig.start_gateway();
  ASSERT_TRUE(rig.until([&rig] { return rig.last("serial0Online") == true; })) << rig.gateway().err();
  EXPECT_TRUE(unit.send(0x123, {0, 0x01, 0xF4}));
  ASSERT_TRUE(rig.until([&rig] { return rig.last("amps") == 50; })) << rig.gateway().err();
  const auto frame = listener.receive();
  EXPECT_EQ(frame.can_id, kVehicle | CAN_EFF_FLAG);
  ASSERT_EQ(frame.len, 8);
  EXPECT_EQ((frame.data[2] << 8) + frame.data[3], 500) << "amperes of the other CAN bus";
  const auto volts = 0.1 * ((frame.data[0] << 8) + frame.data[1]);
  EXPECT_GT(volts, 16 * 2.5) << "volts of the serial line";
  EXPECT_LT(volts, 16 * 4.5);
}

/// What comes in that time from the other end of the cable that `tap` listens at.
std::vector<canfd_frame> from_other_end(const RawCan& tap, milliseconds time) {
  std::vector<canfd_frame> all;
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto heard = tap.receive_for(milliseconds(50));
    if (heard && !heard->is_local) all.push_back(heard->frame);
  }
  return all;
}

/// The gateway on one end of a cable, a battery on the other; what the gateway sends in a few seconds.
std::vector<canfd_frame> sent_by_gateway(const json& bus, const json& params = nullptr) {
  const CanInterface cable("gwtest0", "gwtest1");
  const RawCan tap("gwtest1");
  GatewayRig rig;
  rig.use_buses({{"can", bus_on("gwtest0", "can0", bus)}});
  if (!params.is_null()) rig.use_params(params);
  rig.start_broker();
  rig.listen();
  rig.start_can_unit("gwtest1",
                     {"--cells", "16", "--misbehave", "unknown-ids:20", "--misbehave", "rtr-storm:50"});
  rig.start_gateway();
  // What a charger says, as the unit hears it: whoever repeats it makes the unit believe that there is one.
  EXPECT_TRUE(RawCan("gwtest1").send(0x18FF50E5 | CAN_EFF_FLAG, std::vector<std::uint8_t>(8, 1)));
  EXPECT_TRUE(rig.until([&rig] { return rig.last("can0Online") == true; })) << rig.gateway().err();
  return from_other_end(tap, milliseconds(1500));
}

TEST(CanWriting, NothingButPollsIsSentByOneThatMayOnlyRead) {
  const auto sent = sent_by_gateway({{"profile", "emus-g1-can"}, {"generation", 3}});
  EXPECT_GT(sent.size(), 20U);
  for (const auto& frame : sent) {
    const bool is_summary = frame.len == 0;
    const bool is_detail = frame.len == 1 && frame.data[0] == 0;
    EXPECT_TRUE(is_summary || is_detail) << text_of(frame);
    EXPECT_EQ(frame.can_id & CAN_EFF_MASK & ~0xFFFFU, 0x19B50000U) << text_of(frame);
    EXPECT_NE(frame.can_id & CAN_EFF_MASK, core::kNeverSent.number());
  }
}

TEST(CanWriting, OneThatIsNotPolledIsSentNothing) {
  const json packets{{"Pack", {{"id", "X19B50001"}, {"params", {{"Volts", param(0, "volts")}}}}}};
  EXPECT_TRUE(
      sent_by_gateway({{"protocol", "can"}}, {{"protocols", {{"can", {{"packets", packets}}}}}}).empty());
}

}  // namespace
}  // namespace bmsgw::test
