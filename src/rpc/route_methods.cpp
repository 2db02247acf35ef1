// Methods that routes make: `{"prot":"mqtt","param":"X"}`. Params: {"value":5}, or the bare value.
#include "route_methods.hpp"

#include <array>

#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

constexpr std::array<ParamSpec, 1> kParams{
    {{"value", ParamSpec::Kind::any, true, "a number, or true or false"}}};

/// Beyond what any driver gives a write.
constexpr core::milliseconds kLongestWrite = std::chrono::hours(2);

/// What goes out is made when it is the call's turn: another one may have given the packet's other values.
class RouteTask final : public Task {
 public:
  RouteTask(MethodHost& host, std::string method, double value)
      : host_(host), method_(std::move(method)), value_(value) {}

  [[nodiscard]] Step start(core::Stamp /*now*/) override {
    auto made = host_.route_value(method_, value_, false);
    const auto* const refused = std::get_if<Refusal>(&made);
    if (refused == nullptr) return std::move(std::get<RouteWrite>(made).ask);
    if (refused->code == "incomplete") (void)host_.route_value(method_, value_, true);
    return refusal(*refused);
  }
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp /*now*/) override {
    reply_ = reply;
    // What was not taken must not go out with the packet's next value.
    if (reply.outcome == core::Outcome::ok) (void)host_.route_value(method_, value_, true);
    if (reply.outcome != core::Outcome::ok) return refusal(reply);
    return answer_of_write(reply);
  }
  [[nodiscard]] core::milliseconds deadline() const override { return kLongestWrite; }
  [[nodiscard]] Intent intent() const override {
    auto made = host_.route_value(method_, value_, false);
    Intent intent{method_, {}, value_, {}};
    if (const auto* const refused = std::get_if<Refusal>(&made)) intent.lacks = *refused;
    if (auto* const write = std::get_if<RouteWrite>(&made)) {
      intent.what = write->what;
      intent.writes.push_back(std::move(write->ask));
    }
    if (reply_.before) intent.before = *reply_.before;
    if (reply_.after) intent.after = *reply_.after;
    return intent;
  }

 private:
  MethodHost& host_;
  std::string method_;
  double value_;
  core::Reply reply_;
};

Begun begin_route(const MethodCall& call) {
  const auto& value = call.params.at("value");
  if (!value.is_number() && !value.is_boolean())
    return refusal("bad_params", "\"value\" must be a number, or true or false");
  const double number = value.is_boolean() ? (value.get<bool>() ? 1 : 0) : value.get<double>();
  const auto seen = call.host.route_value(std::string(call.method), number, false);
  const auto* const refused = std::get_if<Refusal>(&seen);
  if (refused != nullptr && refused->code != "incomplete") return refusal(*refused);
  return std::make_unique<RouteTask>(call.host, std::string(call.method), number);
}

}  // namespace

TaskMethod route_method(std::string_view name) {
  MethodInfo info;
  info.name = name;
  info.group = "routes";
  info.purpose = "writes a value where a route says";
  info.effect = Effect::writes;
  info.params = kParams;
  info.example = R"({"value":25})";
  info.answer = R"({"ok":true})";
  return {info, begin_route};
}

}  // namespace bmsgw::rpc
