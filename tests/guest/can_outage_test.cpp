// The interface goes away, or the controller falls off the bus, while the gateway runs.
#include <csignal>
#include <string>

#include <gtest/gtest.h>
#include <linux/can/error.h>

#include "guest/can_rig.hpp"
#include "support/gateway_rig.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;
using std::chrono::seconds;

class CanOutage : public testing::Test {
 protected:
  CanOutage() {
    rig_.use_buses({{"can", {{"interface", "gwtest0"}, {"profile", "emus-g1-can"}, {"generation", 3}}}});
    rig_.start_broker();
    rig_.listen();
    rig_.start_can_unit("gwtest0", {"--cells", "8", "--period", "0.2"});
    rig_.start_gateway();
  }

  bool is_in_state(const std::string& state) {
    return rig_.until([this, &state] { return rig_.attribute("bus.can0.state") == state; });
  }
  /// A value captured from now on arrives in time.
  bool resumes() {
    const auto before = rig_.count("minVolt");
    return rig_.until([this, before] { return rig_.count("minVolt") > before + 1; }, seconds(5));
  }

  CanInterface interface_{"gwtest0"};
  GatewayRig rig_;
};

TEST_F(CanOutage, TheInterfaceGoesAndComesBackAndSoDoesTelemetry) {
  ASSERT_TRUE(is_in_state("ok")) << rig_.gateway().err();
  interface_.set("down");
  EXPECT_TRUE(is_in_state("faulty")) << rig_.attributes();
  EXPECT_EQ(rig_.last("can0Online"), false);
  interface_.set("up");
  EXPECT_TRUE(resumes()) << rig_.gateway().err();
  EXPECT_TRUE(is_in_state("ok")) << rig_.attributes();

  interface_.remove();
  EXPECT_TRUE(is_in_state("absent")) << rig_.attributes();
  EXPECT_EQ(rig_.last("can0Online"), false);
  interface_.add();
  EXPECT_TRUE(resumes()) << rig_.gateway().err();
  EXPECT_TRUE(is_in_state("ok")) << rig_.attributes();

  EXPECT_EQ(rig_.gateway().wait(seconds(0)), std::nullopt) << "all the time the same process";
  EXPECT_EQ((*rig_.call("getStatus"))["mqtt"]["sessions"], 1);
}

TEST_F(CanOutage, BusOffIsSaidUntilTheControllerIsBack) {
  ASSERT_TRUE(is_in_state("ok")) << rig_.gateway().err();
  rig_.stop_can_unit("gwtest0");  // whoever is off the bus hears nothing
  const RawCan driver("gwtest0");
  EXPECT_TRUE(driver.send(CAN_ERR_FLAG | CAN_ERR_BUSOFF, std::vector<std::uint8_t>(8)));
  EXPECT_TRUE(is_in_state("faulty")) << rig_.attributes();
  EXPECT_EQ(rig_.attribute("bus.can0.controller"), "bus-off");
  EXPECT_EQ(rig_.attribute("bus.can0.busOffs"), 1);
  EXPECT_EQ(rig_.last("can0Online"), false);

  EXPECT_TRUE(driver.send(CAN_ERR_FLAG | CAN_ERR_RESTARTED, std::vector<std::uint8_t>(8)));
  rig_.start_can_unit("gwtest0", {"--cells", "8", "--period", "0.2"});
  EXPECT_TRUE(is_in_state("ok")) << rig_.attributes();
  EXPECT_EQ(rig_.attribute("bus.can0.controller"), "error-active");
  EXPECT_EQ(rig_.attribute("bus.can0.errorFrames"), 2);
  EXPECT_TRUE(resumes());
  EXPECT_EQ(rig_.last("can0Online"), true);
}

}  // namespace
}  // namespace bmsgw::test
