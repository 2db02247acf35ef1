#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/can_frame.hpp"

/// settings.json as the program uses it. Defaults, ranges and units stand in
/// config/schema/settings.schema.json and are filled in before these structs are read, so they have none of
/// their own here.
namespace bmsgw::config {

/// One entry of a bus's `allow`: {name, id, min, max}, or only a name.
struct AllowEntry {
  std::string name;
};

/// What every bus has in common (docs/architecture.md, "our keys").
struct BusSettings {
  bool enabled = true;
  std::string name;      ///< given, or family + number: serial0
  std::string protocol;  ///< the key of params_config.json's `protocols`, as it is spelt there
  std::vector<std::string> profiles;
  bool read_write = false;
  std::vector<AllowEntry> allow;
  std::string as_device;
  std::string key_prefix;
};

struct SerialBus {
  BusSettings bus;
  std::string device;           ///< path; empty: none found, the bus is absent
  std::uint32_t speed = 57600;  ///< bit/s
  bool rs485 = false;
  std::uint32_t max_line = 1024;  ///< bytes of the longest sentence
};

struct CanBus {
  BusSettings bus;
  std::string interface;          ///< empty: none; what is heard comes from_serial
  std::uint32_t speed = 250'000;  ///< bit/s
  bool manage = false;            ///< set bit rate and restart-ms ourselves
  bool listen_only = false;       ///< nothing is asked for
  bool from_serial = false;       ///< the CAN messages that G1 units report (CN1, CN2) are decoded too
};

struct MqttSettings {
  bool enabled = true;
  std::string uri;  ///< mqtt://host[:port] or mqtts://host[:port]; empty: MQTT is not configured
  std::string client_id;
  std::string username;
  std::string password;
  std::string ca;        ///< PEM file; empty: the system's store
  std::string cli_cert;  ///< PEM file; empty: none
  std::string cli_key;   ///< PEM file; empty: none
  bool insecure = false;
  std::uint32_t attr_send_period_s = 10;
  std::uint32_t publish_window_ms = 200;
  std::uint8_t qos = 1;
};

struct Settings {
  std::vector<SerialBus> serial;
  std::vector<CanBus> can;
  MqttSettings mqtt;
  std::string log_level;  ///< debug, info, warning, error
};

}  // namespace bmsgw::config
