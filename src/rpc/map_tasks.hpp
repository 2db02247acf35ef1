#pragma once

#include <string>

#include "task.hpp"

/// What Modbus and SNMP devices have in common: the commands and points of a map. Thread: loop.
namespace bmsgw::rpc {

/// A point read anew: {"point","value"}.
[[nodiscard]] Begun read_point(const MethodCall& call, const std::string& point);
/// {"point","value"}: {"point","before","after"}. `value`: a number, or true or false.
[[nodiscard]] Begun write_point(const MethodCall& call);
/// {"command","argument"?}: {"command"}.
[[nodiscard]] Begun start_command(const MethodCall& call);

/// Parameters of the two that write.
inline constexpr ParamSpec kPointParam{
    "point", ParamSpec::Kind::text, true, "of the map: packet/param, or the param alone", 1, 128};
inline constexpr ParamSpec kValueParam{"value", ParamSpec::Kind::any, true,
                                       "in the point's units; of a coil true or false"};
inline constexpr ParamSpec kCommandParam{"command", ParamSpec::Kind::text, true, "of the map", 1, 128};
inline constexpr ParamSpec kArgumentParam{"argument", ParamSpec::Kind::any, false,
                                          "where the command has one: a number, or true or false"};

}  // namespace bmsgw::rpc
