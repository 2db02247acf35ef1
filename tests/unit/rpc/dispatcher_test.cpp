#include "bmsgw/rpc/dispatcher.hpp"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

class FakeView final : public GatewayView {
 public:
  GatewayStatus status(core::Stamp /*now*/) const override {
    GatewayStatus status;
    status.version = "1.2.3";
    status.uptime_s = 42;
    status.buses.push_back({"serial0", "/dev/ttyUSB0", "ok", "", 10, 1, 0, 2, 0, 0.5, {}});
    status.buses.push_back({"serial1", "", "absent", "No such file or directory", 0, 0, 0, 0, 0, {}, {}});
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

TEST(Dispatcher, TellsTheStatus) {
  FakeView view;
  const auto answer = json::parse(Dispatcher(view).call(R"({"method":"getStatus","params":{}})", {}));
  EXPECT_TRUE(answer["ok"]);
  EXPECT_EQ(answer["version"], "1.2.3");
  EXPECT_EQ(answer["buses"][0]["age"], 0.5);
  EXPECT_TRUE(answer["buses"][1]["age"].is_null());
  EXPECT_EQ(answer["mqtt"]["state"], "connected");
}

TEST(Dispatcher, TellsTheValues) {
  FakeView view;
  const auto answer = json::parse(Dispatcher(view).call(R"({"method":"getValues"})", {}));
  ASSERT_EQ(answer["values"].size(), 4U);
  EXPECT_EQ(answer["values"][0]["value"], 2.74);
  EXPECT_EQ(answer["values"][1]["name"], "Main charging");
  EXPECT_EQ(answer["values"][1]["quality"], "stale");
  EXPECT_EQ(answer["values"][2]["value"], json::parse("[3.3,null]"));
  EXPECT_TRUE(answer["values"][3]["value"].is_null());
}

TEST(Dispatcher, GivesOneAnswerToWhateverComes) {
  struct Case {
    const char* request;
    const char* code;
  };
  for (const auto& [request, code] : std::vector<Case>{{"", "bad_request"},
                                                       {"{", "bad_request"},
                                                       {"[]", "bad_request"},
                                                       {"17", "bad_request"},
                                                       {R"({"method":3})", "bad_request"},
                                                       {R"({"params":{}})", "bad_request"},
                                                       {"{\"method\":\"\xff\"}", "bad_request"},
                                                       {R"({"method":"reboot"})", "unknown_method"},
                                                       {R"({"method":""})", "unknown_method"}}) {
    FakeView view;
    const auto answer = json::parse(Dispatcher(view).call(request, {}));
    EXPECT_FALSE(answer["ok"]) << request;
    EXPECT_EQ(answer["code"], code) << request;
    EXPECT_FALSE(answer["reason"].get<std::string>().empty()) << request;
  }
}

TEST(Dispatcher, DeepNestingIsNoDanger) {
  FakeView view;
  const std::string request =
      R"({"method":"getStatus","params":)" + std::string(30'000, '[') + std::string(30'000, ']') + "}";
  EXPECT_TRUE(json::parse(Dispatcher(view).call(request, {}))["ok"]);
}

TEST(Dispatcher, NamesAreUnique) {
  std::set<std::string> names;
  for (const auto& method : Dispatcher::methods())
    EXPECT_TRUE(names.insert(method.name).second) << method.name;
}

}  // namespace
}  // namespace bmsgw::rpc
