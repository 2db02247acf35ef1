// Modbus devices: the points and commands of their maps, and raw reads.
#include "modbus_methods.hpp"

#include <array>
#include <utility>

#include <fmt/core.h>

#include "map_tasks.hpp"
#include "simple_tasks.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;
using Kind = ParamSpec::Kind;

constexpr int kMostItems = 125;

json wrong(const char* reason) {
  return refusal("bad_params", reason);
}

/// What is read is told as it is: registers, or bits as 0 and 1.
Begun read_raw(const MethodCall& call) {
  const auto& params = call.params;
  core::ModbusRequest request;
  request.function = static_cast<core::ModbusFunction>(params.at("function").get<int>());
  request.address = params.at("address").get<std::uint16_t>();
  request.count = params.value("count", std::uint16_t{1});
  const json told{{"function", params.at("function")}, {"address", request.address}};
  Ask ask{call.device, core::Command::Kind::read, core::Command::What(std::move(request))};
  return std::make_unique<ReadTask>(std::move(ask), [told](const core::Reply& reply) {
    auto answer = told;
    answer["values"] = reply.words;
    return answer;
  });
}

Begun read(const MethodCall& call) {
  const auto& params = call.params;
  const bool is_raw = params.contains("function") || params.contains("address") || params.contains("count");
  if (params.contains("point")) {
    if (is_raw) return wrong(R"("point" says it all: leave out "function", "address" and "count")");
    return read_point(call, params.at("point").get<std::string>());
  }
  if (params.contains("function") && params.contains("address")) return read_raw(call);
  return wrong(R"(either "point" is wanted, or "function" and "address")");
}

constexpr std::array<ParamSpec, 4> kRead{{
    {"point", Kind::text, false, "a number of the map: packet/param, or the param alone", 1, 128},
    {"function", Kind::integer, false, "in place of it: 1 coils, 2 discrete inputs, 3 or 4 registers", 1, 4},
    {"address", Kind::integer, false, "of the first item, as on the wire: from 0 on", 0, 65535},
    {"count", Kind::integer, false, "of items; 1 unless given", 1, kMostItems},
}};
constexpr std::array<ParamSpec, 2> kWrite{{kPointParam, kValueParam}};
constexpr std::array<ParamSpec, 2> kCommand{{kCommandParam, kArgumentParam}};

constexpr std::array<TaskMethod, 3> kMethods{{
    {{"modbus.read", "modbus", "reads a number of the map anew, or any registers, before any poll",
      Effect::reads, kRead, true, "", R"({"bus":"modbus0u1","function":3,"address":100,"count":2})",
      R"({"ok":true,"function":3,"address":100,"values":[13107,0]})"},
     read},
    {{"modbus.write", "modbus", "writes to a point of the map, and reads it back", Effect::writes, kWrite,
      true, "the point: packet/param or param",
      R"({"bus":"modbus0u1","point":"Settings/irHigh","value":3.5})",
      R"({"ok":true,"point":"Settings/irHigh","before":3.2,"after":3.5})"},
     write_point},
    {{"modbus.command", "modbus", "does a command of the map; its answer comes when the device is done",
      Effect::writes, kCommand, true, "the command", R"({"bus":"modbus0u1","command":"irTest"})",
      R"({"ok":true,"command":"irTest"})"},
     start_command},
}};

}  // namespace

MethodList modbus_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
