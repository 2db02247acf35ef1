#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/field_format.hpp"

/// params_config.json as the program uses it: formats resolved into each param, profiles merged, names
/// checked.
namespace bmsgw::config {

/// Where a value stands in a sentence.
struct FieldPlace {
  std::string packet;
  std::uint32_t field = 0;  ///< 1-based
  std::uint8_t bit = 0;
};

struct ParamConfig {
  std::string name;
  std::uint32_t field = 1;  ///< 1-based
  core::FieldFormat format;
  std::optional<double> valid_bot;
  std::optional<double> valid_top;
  bool send_invalid = false;
  bool list = false;                         ///< packing LIST
  std::optional<std::uint32_t> index_field;  ///< the field with the place of a list's first element
  bool expand = false;                       ///< one key per element
  std::string route_to_mqtt;                 ///< telemetry key; empty: none
  std::optional<double> max_age_s;
  std::optional<FieldPlace> valid_if;
  std::map<std::int64_t, std::string> names;
  core::ReportPolicy report;
};

struct PacketConfig {
  std::string name;                        ///< the key under `packets`
  std::string id;                          ///< sentence name (G1)
  std::optional<double> request_period_s;  ///< none: listened to, never polled
  std::vector<ParamConfig> params;         ///< in the order of the file
};

/// The packets of one bus: the protocol that it names, over its profiles.
struct BusProtocol {
  std::string bus;                    ///< BusSettings::name
  std::string protocol;               ///< as spelt in params_config.json
  std::vector<PacketConfig> packets;  ///< in the order of the file
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

struct Params {
  std::string comment;
  std::vector<BusProtocol> buses;  ///< of the enabled buses of a family that takes part, in their order
  std::vector<RouteConfig> routes;
};

}  // namespace bmsgw::config
