#include "command_methods.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

json refusal(const CommandRefusal& refusal) {
  return {{"ok", false}, {"code", refusal.code}, {"reason", refusal.reason}};
}

json bad_params(const std::string& reason) {
  return refusal({"bad_params", reason});
}

/// Of a wrong type it counts as missing.
std::string text_of(const json& params, const char* key) {
  const auto place = params.is_object() ? params.find(key) : params.end();
  return params.is_object() && place != params.end() && place->is_string() ? place->get<std::string>() : "";
}

/// A coil's true is 1.
std::optional<double> number_of(const json& params, const char* key) {
  if (!params.is_object()) return std::nullopt;
  const auto place = params.find(key);
  if (place != params.end() && place->is_boolean()) return place->get<bool>() ? 1 : 0;
  if (place == params.end() || !place->is_number()) return std::nullopt;
  return place->get<double>();
}

json answer_of(const CommandHost::Answer& answer) {
  if (const auto* const refused = std::get_if<CommandRefusal>(&answer)) return refusal(*refused);
  const auto& report = std::get<CommandReport>(answer);
  json entry{{"id", report.id},
             {"bus", report.bus},
             {"command", report.name},
             {"state", report.state},
             {"seconds", std::round(report.seconds * 1000) / 1000},
             {"ok", report.state != "failed"}};
  if (!report.reason.empty()) entry[report.state == "failed" ? "reason" : "detail"] = report.reason;
  if (report.state == "failed") entry["code"] = "failed";
  return entry;
}

}  // namespace

json start_command(const MethodContext& context, const json& params) {
  const auto bus = text_of(params, "bus");
  const auto command = text_of(params, "command");
  if (bus.empty() || command.empty()) {
    return bad_params(
        R"(expected {"bus":"modbus0u1" or "snmp0","command":"name"}, "argument" if it has one)");
  }
  const auto argument = number_of(params, "argument");
  if (!argument && params.contains("argument")) return bad_params("\"argument\" must be a number");
  return answer_of(context.commands->start_command(bus, command, argument, context.now));
}

json write_point(const MethodContext& context, const json& params) {
  const auto bus = text_of(params, "bus");
  const auto point = text_of(params, "point");
  const auto value = number_of(params, "value");
  if (bus.empty() || point.empty() || !value) {
    return bad_params(
        R"(expected {"bus":"modbus0u1" or "snmp0","point":"packet/param" or "param","value":number})");
  }
  return answer_of(context.commands->write_point(bus, point, *value, context.now));
}

json tell_command(const MethodContext& context, const json& params) {
  const auto bus = text_of(params, "bus");
  const auto id = number_of(params, "id");
  if (bus.empty() || !id || *id < 1 || *id > 9e15)
    return bad_params(R"(expected {"bus":"modbus0u1" or "snmp0","id":7})");
  return answer_of(context.commands->command_state(bus, static_cast<std::uint64_t>(*id), context.now));
}

}  // namespace bmsgw::rpc
