// Requests of the control socket and of MQTT RPC: whatever comes in, exactly one answer, and it is JSON.
#include <array>

#include <nlohmann/json.hpp>

#include "bmsgw/rpc/dispatcher.hpp"

#include "fuzz_support.hpp"

namespace {

using bmsgw::fuzz::require;
namespace core = bmsgw::core;
namespace rpc = bmsgw::rpc;

/// A gateway with one value of each kind, one of them with text that isn't UTF-8.
class FakeView final : public rpc::GatewayView {
 public:
  [[nodiscard]] rpc::GatewayStatus status(core::Stamp /*now*/) const override {
    rpc::GatewayStatus status;
    status.version = "0";
    status.buses.push_back({"serial0", "/dev/\xFF", "ok", "", 1, 2, 3, 4, 5, 0.5});
    status.buses.push_back({"serial1", "", "absent", "", 0, 0, 0, 0, 0, {}});
    return status;
  }
  [[nodiscard]] std::vector<rpc::ValueReport> values(core::Stamp /*now*/) const override {
    static constexpr std::array<core::ListElement, 2> kList{3.3, {}};
    return {report({}),  report(true),    report(std::int64_t{-1}),
            report(0.5), report("\xC3("), report(core::List(kList))};
  }

 private:
  static rpc::ValueReport report(core::Value value) {
    return {"key", "serial0/BV1/key", value, "name", "V", core::Quality::good, 0.25};
  }
};

/// Whatever the server sends, no device is commanded.
class NoHost final : public rpc::CommandHost {
 public:
  Answer start_command(const std::string& /*bus*/, const std::string& /*command*/,
                       std::optional<double> /*argument*/, core::Stamp /*now*/) override {
    require(false, "the server commands nothing");
    return rpc::CommandRefusal{};
  }
  Answer write_point(const std::string& /*bus*/, const std::string& /*point*/, double /*value*/,
                     core::Stamp /*now*/) override {
    require(false, "the server writes nothing");
    return rpc::CommandRefusal{};
  }
  Answer command_state(const std::string& /*bus*/, std::uint64_t /*id*/, core::Stamp /*now*/) const override {
    require(false, "the server asks for no command");
    return rpc::CommandRefusal{};
  }
};

/// Takes everything.
class YesHost final : public rpc::CommandHost {
 public:
  Answer start_command(const std::string& bus, const std::string& command, std::optional<double> /*argument*/,
                       core::Stamp /*now*/) override {
    return rpc::CommandReport{1, bus, command, "running", "", 0};
  }
  Answer write_point(const std::string& bus, const std::string& point, double /*value*/,
                     core::Stamp /*now*/) override {
    return rpc::CommandReport{2, bus, point, "done", "", 0};
  }
  Answer command_state(const std::string& bus, std::uint64_t id, core::Stamp /*now*/) const override {
    return rpc::CommandReport{id, bus, "name", "failed", "why", 1};
  }
};

void check_answer(const std::string& text) {
  const auto answer = nlohmann::json::parse(text, nullptr, false);
  require(answer.is_object() && answer.contains("ok") && answer["ok"].is_boolean(),
          "the answer says ok or not");
  require(text.find('\n') == std::string::npos, "the answer is one line");
  if (answer["ok"].get<bool>()) return;
  require(answer.value("code", "") != "" && answer.value("reason", "") != "",
          "a refusal has code and reason");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const FakeView view;
  NoHost no_host;
  YesHost yes_host;
  const std::string request(bmsgw::fuzz::text_of(data, size));
  check_answer(rpc::Dispatcher(view, no_host).call(request, rpc::Caller::server, core::Stamp{}));
  check_answer(rpc::Dispatcher(view, yes_host).call(request, rpc::Caller::local, core::Stamp{}));
  return 0;
}
