// SNMP agents: the points and commands of their maps.
#include "snmp_methods.hpp"

#include <array>

#include "map_tasks.hpp"

namespace bmsgw::rpc {
namespace {

Begun get(const MethodCall& call) {
  return read_point(call, call.params.at("point").get<std::string>());
}

constexpr std::array<ParamSpec, 1> kGet{{kPointParam}};
constexpr std::array<ParamSpec, 2> kSet{{kPointParam, kValueParam}};
constexpr std::array<ParamSpec, 2> kCommand{{kCommandParam, kArgumentParam}};

constexpr std::array<TaskMethod, 3> kMethods{{
    {{"snmp.get", "snmp", "reads a number of the map anew, before any poll", Effect::reads, kGet, true, "",
      R"({"bus":"snmp0","point":"Configuration/limitVoltLow"})",
      R"({"ok":true,"point":"Configuration/limitVoltLow","value":10.5})"},
     get},
    {{"snmp.set", "snmp", "sets a point of the map, and reads it back", Effect::writes, kSet, true,
      "the point: packet/param or param", R"({"bus":"snmp0","point":"limitVoltLow","value":10.8})",
      R"({"ok":true,"point":"limitVoltLow","before":10.5,"after":10.8})"},
     write_point},
    {{"snmp.command", "snmp", "does a command of the map; its answer comes when the device is done",
      Effect::writes, kCommand, true, "the command", R"({"bus":"snmp0","command":"irTest"})",
      R"({"ok":true,"command":"irTest"})"},
     start_command},
}};

}  // namespace

MethodList snmp_methods() {
  return kMethods;
}

}  // namespace bmsgw::rpc
