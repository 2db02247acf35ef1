#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/can_signal.hpp"
#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/modbus_map.hpp"
#include "bmsgw/core/snmp_map.hpp"

/// params_config.json as the program uses it: formats resolved into each param, profiles merged, names
/// checked.
namespace bmsgw::config {

/// Where a flag stands: a bit of a sentence's field, or of a CAN frame.
struct FlagPlace {
  std::string packet;
  std::uint32_t field = 0;  ///< G1: 1-based
  std::uint16_t bit = 0;    ///< of the field; CAN: of the frame, 8 x byte + bit
};

/// How sure the source of a profile is of what it says.
enum class Certainty : std::uint8_t { certain, likely, unverified };

/// What a param of a Modbus map has besides.
struct ModbusKeys {
  /// A param of the same device.
  struct Source {
    std::string packet;
    std::string param;
  };
  core::ModbusPlace place;
  std::optional<Source> count_from;           ///< tells how many elements there are, at most place.count
  std::optional<core::ModbusFunction> write;  ///< it can be written, by this function
  bool verify = true;                         ///< what is written is read back and compared
};

/// What a param of an SNMP map has besides.
struct SnmpKeys {
  core::SnmpPlace place;
  std::optional<core::ParamName> count_from;  ///< tells how many elements there are, at most place.count
  bool writable = false;
  bool verify = true;          ///< what is written is read back and compared
  std::string scale;           ///< name of the scale whose factor it has; empty: none
  bool until_settled = false;  ///< raw value: goes out only as long as `scale` isn't settled
  /// The param whose code decides on the format, and the formats by code.
  std::optional<core::ParamName> format_by;
  std::vector<std::pair<std::int64_t, core::FieldFormat>> formats;
  std::optional<core::SnmpAlarm> alarm;
};

struct ParamConfig {
  std::string name;
  std::uint32_t field = 1;           ///< G1: 1-based
  core::CanPlace place;              ///< CAN
  std::optional<ModbusKeys> modbus;  ///< of a Modbus map
  std::optional<SnmpKeys> snmp{};    ///< of an SNMP map
  core::FieldFormat format;
  std::optional<double> valid_bot;
  std::optional<double> valid_top;
  bool send_invalid = false;
  bool list = false;                         ///< packing LIST
  std::optional<std::uint32_t> index_field;  ///< the field with the place of a list's first element
  bool expand = false;                       ///< one key per element
  std::string route_to_mqtt;                 ///< telemetry key; empty: none
  std::optional<double> max_age_s;
  std::optional<FlagPlace> valid_if;
  std::map<std::int64_t, std::string> names;
  core::ReportPolicy report;
  Certainty certainty = Certainty::certain;
};

/// What a packet of a CAN protocol has besides.
struct CanKeys {
  core::CanId id;
  std::uint32_t range = 1;            ///< ids in a row
  std::int16_t dlc = -1;              ///< the length that is accepted, and sent; 0 and below: any
  std::vector<std::uint8_t> request;  ///< data of a poll; empty: length 0
  bool remote_request = false;        ///< a poll is a remote frame (RTR)
};

struct PacketConfig {
  std::string name;                        ///< the key under `packets`
  std::string id;                          ///< sentence name (G1); CAN: as in `can`, in words
  std::optional<CanKeys> can;              ///< of a CAN protocol
  std::optional<double> request_period_s;  ///< none: listened to, never polled
  std::vector<ParamConfig> params;         ///< in the order of the file
};

/// The packets of one bus: the protocol that it names, over its profiles.
struct BusProtocol {
  std::string bus;                                  ///< BusSettings::name; Modbus: ModbusUnit::name
  std::string protocol;                             ///< as spelt in params_config.json
  std::vector<PacketConfig> packets;                ///< in the order of the file
  std::vector<core::ModbusCommandSpec> commands{};  ///< of a Modbus map
  core::ModbusLimits limits{};                      ///< of a Modbus map
  core::SnmpMap snmp{};                             ///< of an SNMP map
};

/// A param of a packet of a bus.
struct ParamPlace {
  std::string bus;     ///< BusSettings::name, never empty
  std::string packet;  ///< PacketConfig::name
  std::string param;

  bool operator==(const ParamPlace&) const = default;
};

/// An entry of `routes`, from a bus's param to a telemetry key. One that the file gives without `bus` is here
/// once for each bus of its protocol; one that only repeats its param's route_to_mqtt is not here.
struct RouteConfig {
  std::string bus;     ///< BusSettings::name, never empty
  std::string packet;  ///< PacketConfig::name
  std::string param;
  std::string to_param;  ///< telemetry key, without the bus's key_prefix
  core::ReportPolicy report;
};

/// An entry of `routes` whose value is written to a bus. Allowed by the target bus's `access` and `allow`,
/// and free of loops: that has been checked.
struct BridgeConfig {
  ParamPlace from;
  ParamPlace to;
  core::ReportPolicy report;
};

/// An entry of `routes` from the server: `{"prot":"mqtt","param":"X"}` makes a method X that writes one
/// value. Allowed by the target bus's `access` and `allow`: that has been checked.
struct MethodConfig {
  std::string name;
  ParamPlace to;
  bool attribute = false;  ///< the shared attribute of this name is written too, when it changes
};

struct Params {
  std::string comment;
  std::vector<BusProtocol> buses;  ///< of the enabled buses of a family that takes part, in their order
  std::vector<RouteConfig> routes;
  std::vector<BridgeConfig> bridges;
  std::vector<MethodConfig> methods{};
};

}  // namespace bmsgw::config
