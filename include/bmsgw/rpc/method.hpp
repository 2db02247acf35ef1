#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace bmsgw::rpc {

/// One parameter of a method.
struct ParamSpec {
  enum class Kind : std::uint8_t {
    text,
    number,
    integer,
    flag,  ///< true or false
    hex,   ///< a text of hexadecimal digits, an even number
    any,   ///< what it may be depends on another one
  };
  std::string_view name;
  Kind kind = Kind::text;
  bool required = true;
  std::string_view meaning;
  /// Of numbers the range; of text and hex the length in characters.
  double least = 0;
  double most = 256;
  bool secret = false;  ///< never logged, told or kept
};

enum class Effect : std::uint8_t {
  reads,
  writes,    ///< something changes on a device, or of the gateway
  destroys,  ///< so that it can't be put back: wants to be confirmed
};

/// What is said of a method in docs/commands.md, and checked of each call. The common parameters `bus` (where
/// takes_bus), `dryRun` and `confirm` (where it writes) are not in `params`.
struct MethodInfo {
  std::string_view name;     ///< g1.setParameter
  std::string_view group;    ///< gateway, g1, can, modbus, snmp
  std::string_view purpose;  ///< one line
  Effect effect = Effect::reads;
  std::span<const ParamSpec> params{};
  bool takes_bus = false;      ///< `bus`: the device; may be left out where there is one of the family only
  std::string_view allow{};    ///< what the bus's "allow" has to list; empty: nothing
  std::string_view example{};  ///< params of an example call, JSON
  std::string_view answer{};   ///< its answer, JSON
  bool out_of_turn = false;    ///< doesn't wait for other writes to the device: it is about one that goes on
};

}  // namespace bmsgw::rpc
