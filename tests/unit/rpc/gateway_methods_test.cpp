#include <gtest/gtest.h>

#include "desk_rig.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

class FakeView final : public GatewayView {
 public:
  GatewayStatus status(core::Stamp /*now*/) const override {
    GatewayStatus status;
    status.version = "1.2.3";
    status.uptime_s = 42;
    status.buses.push_back({"serial0", "/dev/ttyUSB0", "ok", "", 10, 1, 0, 2, 0, 0.5, {}, {}});
    status.buses.push_back({"serial1", "", "absent", "No such file or directory", 0, 0, 0, 0, 0, {}, {}, {}});
    status.mqtt = {"connected", "", "mqtt://localhost", 7, 1};
    return status;
  }
  std::vector<ValueReport> values(core::Stamp /*now*/) const override {
    return {{"minVolt", "serial0/BV1/Min", 2.74, "", "V", core::Quality::good, 0.5},
            {"stage", "serial0/ST1/Stage", std::int64_t{3}, "Main charging", "", core::Quality::stale, 12.0},
            {"cellVolts", "serial0/BV2/Cells", core::List(list_), "", "V", core::Quality::good, 1.0},
            {"none", "serial0/BV1/None", {}, "", "", core::Quality::unavailable, 1.0}};
  }

 private:
  std::vector<core::ListElement> list_{3.3, std::nullopt};
};

json answer_to(const std::string& request) {
  DeskRig rig;
  const FakeView view;
  CallDesk desk({}, view, rig.host, rig, 1);
  desk.call({}, request, rig.clock.now());
  return rig.answers.at(0).json;
}

TEST(GatewayMethods, TellsTheStatus) {
  const auto answer = answer_to(R"({"method":"getStatus","params":{}})");
  EXPECT_TRUE(answer["ok"]);
  EXPECT_EQ(answer["version"], "1.2.3");
  EXPECT_EQ(answer["buses"][0]["age"], 0.5);
  EXPECT_TRUE(answer["buses"][1]["age"].is_null());
  EXPECT_EQ(answer["mqtt"]["state"], "connected");
}

TEST(GatewayMethods, TellsTheValues) {
  const auto answer = answer_to(R"({"method":"getValues"})");
  ASSERT_EQ(answer["values"].size(), 4U);
  EXPECT_EQ(answer["values"][0]["value"], 2.74);
  EXPECT_EQ(answer["values"][1]["name"], "Main charging");
  EXPECT_EQ(answer["values"][1]["quality"], "stale");
  EXPECT_EQ(answer["values"][2]["value"], json::parse("[3.3,null]"));
  EXPECT_TRUE(answer["values"][3]["value"].is_null());
}

}  // namespace
}  // namespace bmsgw::rpc
