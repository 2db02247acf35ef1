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

/// Takes what is asked of modbus0u1, and writes it down.
class FakeHost final : public CommandHost {
 public:
  Answer start_command(const std::string& bus, const std::string& command, std::optional<double> argument,
                       core::Stamp /*now*/) override {
    asked = bus + " " + command + (argument ? " " + std::to_string(static_cast<int>(*argument)) : "");
    if (bus != "modbus0u1") return CommandRefusal{"unknown_bus", "there is no " + bus};
    return CommandReport{7, bus, command, "running", "writes", 0};
  }
  Answer write_point(const std::string& bus, const std::string& point, double value,
                     core::Stamp /*now*/) override {
    asked = bus + " " + point + " " + std::to_string(static_cast<int>(value));
    return CommandReport{8, bus, point, "done", "", 0.1};
  }
  Answer command_state(const std::string& bus, std::uint64_t id, core::Stamp /*now*/) const override {
    return CommandReport{id, bus, "irTest", "failed", "not done within 60 s", 60};
  }

  std::string asked;
};

json called(const std::string& request, Caller caller = Caller::local) {
  const FakeView view;
  FakeHost host;
  return json::parse(Dispatcher(view, host).call(request, caller, {}));
}

TEST(Dispatcher, CommandsReachTheirDevice) {
  const FakeView view;
  FakeHost host;
  const Dispatcher dispatcher(view, host);
  const auto call = [&dispatcher](const std::string& method, const std::string& params) {
    return json::parse(
        dispatcher.call(R"({"method":")" + method + R"(","params":)" + params + "}", Caller::local, {}));
  };
  const auto started = call("modbus.command", R"({"bus":"modbus0u1","command":"setAddress","argument":7})");
  EXPECT_EQ(host.asked, "modbus0u1 setAddress 7");
  EXPECT_TRUE(started["ok"]);
  EXPECT_EQ(started["state"], "running");
  EXPECT_EQ(started["id"], 7);
  EXPECT_EQ(call("modbus.command", R"({"bus":"modbus9u1","command":"irTest"})")["code"], "unknown_bus");
  EXPECT_TRUE(call("modbus.write", R"({"bus":"modbus0u1","point":"Settings/irHigh","value":3})")["ok"]);
  EXPECT_EQ(host.asked, "modbus0u1 Settings/irHigh 3");
  const auto ended = call("modbus.commandState", R"({"bus":"modbus0u1","id":7})");
  EXPECT_FALSE(ended["ok"]);
  EXPECT_EQ(ended["code"], "failed");
  EXPECT_EQ(ended["reason"], "not done within 60 s");
}

TEST(Dispatcher, BadParamsReachNoDevice) {
  const FakeView view;
  FakeHost host;
  const Dispatcher dispatcher(view, host);
  for (const auto* const params :
       {"null", "7", "[]", "{}", R"({"bus":"modbus0u1"})", R"({"bus":7,"command":"irTest"})",
        R"({"bus":"modbus0u1","command":"setAddress","argument":"7"})"}) {
    const auto request = std::string(R"({"method":"modbus.command","params":)") + params + "}";
    EXPECT_EQ(json::parse(dispatcher.call(request, Caller::local, {}))["code"], "bad_params") << params;
  }
  for (const auto* const params :
       {"{}", R"({"bus":"modbus0u1","point":"a/b"})", R"({"bus":"modbus0u1","point":"a/b","value":"3"})"}) {
    const auto request = std::string(R"({"method":"modbus.write","params":)") + params + "}";
    EXPECT_EQ(json::parse(dispatcher.call(request, Caller::local, {}))["code"], "bad_params") << params;
  }
  EXPECT_EQ(called(R"({"method":"modbus.commandState","params":{"bus":"modbus0u1","id":-1}})")["code"],
            "bad_params");
  EXPECT_EQ(host.asked, "");
}

TEST(Dispatcher, TheServerCommandsNothingYet) {
  for (const auto* const method : {"modbus.command", "modbus.write", "modbus.commandState"}) {
    const auto request =
        std::string(R"({"method":")") + method +
        R"(","params":{"bus":"modbus0u1","command":"irTest","point":"a/b","value":3,"id":7}})";
    EXPECT_EQ(called(request, Caller::server)["code"], "not_allowed") << method;
    EXPECT_TRUE(called(request).contains("id")) << method;
  }
}

TEST(Dispatcher, TellsTheStatus) {
  const auto answer = called(R"({"method":"getStatus","params":{}})");
  EXPECT_TRUE(answer["ok"]);
  EXPECT_EQ(answer["version"], "1.2.3");
  EXPECT_EQ(answer["buses"][0]["age"], 0.5);
  EXPECT_TRUE(answer["buses"][1]["age"].is_null());
  EXPECT_EQ(answer["mqtt"]["state"], "connected");
}

TEST(Dispatcher, TellsTheValues) {
  const auto answer = called(R"({"method":"getValues"})");
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
    const auto answer = called(request);
    EXPECT_FALSE(answer["ok"]) << request;
    EXPECT_EQ(answer["code"], code) << request;
    EXPECT_FALSE(answer["reason"].get<std::string>().empty()) << request;
  }
}

TEST(Dispatcher, DeepNestingIsNoDanger) {
  const std::string request =
      R"({"method":"getStatus","params":)" + std::string(30'000, '[') + std::string(30'000, ']') + "}";
  EXPECT_TRUE(called(request)["ok"]);
}

TEST(Dispatcher, NamesAreUnique) {
  std::set<std::string> names;
  for (const auto& method : Dispatcher::methods())
    EXPECT_TRUE(names.insert(method.name).second) << method.name;
}

}  // namespace
}  // namespace bmsgw::rpc
