#include "map_tasks.hpp"

#include <optional>
#include <utility>

#include <fmt/core.h>

#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using core::MapRequest;
using nlohmann::json;

/// The driver ends what it does by itself; these are only beyond all that it may take. A map's command may
/// wait a day for its device ("until": "timeout").
constexpr core::milliseconds kPointLimit = std::chrono::minutes(5);
constexpr core::milliseconds kCommandLimit = std::chrono::hours(24) + kPointLimit;

/// Writes to a point or starts a command; also of one that went wrong it tells what is so now.
class MapTask final : public Task {
 public:
  /// `told`: the answer's first fields.
  MapTask(std::string device, MapRequest request, json told, core::milliseconds limit)
      : ask_{std::move(device), core::Command::Kind::write, std::move(request)},
        told_(std::move(told)),
        limit_(limit) {}

  [[nodiscard]] Step start(core::Stamp /*now*/) override { return ask_; }
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp /*now*/) override {
    reply_ = reply;
    auto answer = reply.outcome == core::Outcome::ok ? answer_of_write(reply) : refusal(reply);
    if (reply.before) answer["before"] = *reply.before;
    if (reply.after) answer["after"] = *reply.after;
    answer.update(told_);
    return answer;
  }
  [[nodiscard]] Intent intent() const override {
    const auto& request = std::get<MapRequest>(ask_.what);
    const auto* const sign = request.kind == MapRequest::Kind::write ? " = " : " ";
    Intent intent{request.name, {}, {}, {ask_}};
    if (request.argument) intent.what += fmt::format("{}{}", sign, *request.argument);
    if (request.kind == MapRequest::Kind::write && request.argument) intent.after = *request.argument;
    if (reply_.before) intent.before = *reply_.before;
    if (reply_.after) intent.after = *reply_.after;
    return intent;
  }
  [[nodiscard]] core::milliseconds deadline() const override { return limit_; }

 private:
  Ask ask_;
  json told_;
  core::milliseconds limit_;
  core::Reply reply_;
};

class PointTask final : public Task {
 public:
  PointTask(std::string device, const std::string& point)
      : ask_{std::move(device), core::Command::Kind::read, MapRequest{MapRequest::Kind::read, point}},
        point_(point) {}

  [[nodiscard]] Step start(core::Stamp /*now*/) override { return ask_; }
  [[nodiscard]] Step on_reply(const core::Reply& reply, core::Stamp /*now*/) override {
    if (reply.outcome != core::Outcome::ok) return refusal(reply);
    return json{{"point", point_}, {"value", reply.after ? json(*reply.after) : json()}};
  }
  [[nodiscard]] core::milliseconds deadline() const override { return kPointLimit; }

 private:
  Ask ask_;
  std::string point_;
};

/// true is 1.
std::optional<double> number_of(const json& value) {
  if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
  if (value.is_number()) return value.get<double>();
  return std::nullopt;
}

json no_number(const char* name) {
  return refusal("bad_params", fmt::format("\"{}\" must be a number, or true or false", name));
}

}  // namespace

Begun read_point(const MethodCall& call, const std::string& point) {
  return std::make_unique<PointTask>(call.device, point);
}

Begun write_point(const MethodCall& call) {
  const auto point = call.params.at("point").get<std::string>();
  const auto value = number_of(call.params.at("value"));
  if (!value) return no_number("value");
  return std::make_unique<MapTask>(call.device, MapRequest{MapRequest::Kind::write, point, value},
                                   json{{"point", point}}, kPointLimit);
}

Begun start_command(const MethodCall& call) {
  const auto command = call.params.at("command").get<std::string>();
  std::optional<double> argument;
  if (const auto given = call.params.find("argument"); given != call.params.end()) {
    argument = number_of(*given);
    if (!argument) return no_number("argument");
  }
  return std::make_unique<MapTask>(call.device, MapRequest{MapRequest::Kind::command, command, argument},
                                   json{{"command", command}}, kCommandLimit);
}

}  // namespace bmsgw::rpc
