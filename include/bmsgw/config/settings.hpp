#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/can_frame.hpp"
#include "bmsgw/core/snmp.hpp"

/// settings.json as the program uses it. Defaults, ranges and units stand in
/// config/schema/settings.schema.json and are filled in before these structs are read, so they have none of
/// their own here.
namespace bmsgw::config {

/// What has to be so, now, before something is written: a value that is good, and this.
struct AllowCondition {
  std::string bus;  ///< of a Modbus unit its name; of a valid configuration never empty
  std::string packet;
  std::string param;
  std::vector<double> is{};  ///< one of these; empty: within min and max
  std::optional<double> min{};
  std::optional<double> max{};
};

/// One entry of a bus's `allow`.
struct AllowEntry {
  std::string name;  ///< sentence, CAN id, method, a map's command or point; of a G1 parameter its name
  std::optional<double> min{};  ///< in the point's units
  std::optional<double> max{};
  std::optional<std::uint16_t> parameter{};  ///< G1: the parameter's id
  std::vector<AllowCondition> only_if{};     ///< all of them
  bool confirm = false;                      ///< each time to be confirmed
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
  std::uint32_t max_line = 1024;          ///< bytes of the longest sentence
  std::uint32_t event_log_period_s = 60;  ///< how often the unit's event log is read; 0: never
};

struct CanBus {
  BusSettings bus;
  std::string interface;          ///< empty: none; what is heard comes from_serial
  std::uint32_t speed = 250'000;  ///< bit/s
  bool manage = false;            ///< set bit rate and restart-ms ourselves
  bool listen_only = false;       ///< nothing is asked for
  bool from_serial = false;       ///< the CAN messages that G1 units report (CN1, CN2) are decoded too
};

/// One unit id on a Modbus bus: a device of its own.
struct ModbusUnit {
  std::uint8_t unit = 1;
  std::string name;  ///< bus name + "u" + unit: modbus0u1; the `bus` of routes, and its BusProtocol
  std::string protocol;
  std::vector<std::string> profiles;
  std::string key_prefix;  ///< with {unit} and {index} filled in
  bool enabled = true;     ///< false: its map isn't complete, it rests
};

struct ModbusBus {
  BusSettings bus;
  std::string host;  ///< TCP; empty: a serial line
  std::uint16_t port = 502;
  std::string device;          ///< path; empty without host: none found, the bus is absent
  std::uint32_t speed = 9600;  ///< bit/s, one of termios'
  char parity = 'N';           ///< N, E, O
  std::uint8_t stop_bits = 1;
  bool rs485 = false;       ///< the kernel's driver switches the direction
  bool local_echo = false;  ///< the adapter sends back what it is given
  std::uint32_t response_timeout_ms = 1000;
  std::uint32_t request_gap_ms = 0;
  std::uint32_t idle_close_s = 0;  ///< TCP: 0: stays open
  std::vector<ModbusUnit> units;   ///< at least one; unit ids differ
};

/// One SNMP host: one device.
struct SnmpBus {
  BusSettings bus;
  std::string host;  ///< name or address; empty: none given, the bus is absent
  std::uint16_t port = 161;
  core::SnmpVersion version = core::SnmpVersion::v1;
  std::string community;       ///< v1, v2c
  std::string trap_community;  ///< of traps; as `community` without it
  std::string user;            ///< v3
  core::SnmpAuth auth = core::SnmpAuth::none;
  std::string auth_password;
  core::SnmpPriv priv = core::SnmpPriv::none;
  std::string priv_password;
  std::uint32_t timeout_ms = 1000;
  std::uint32_t retries = 1;
  std::uint32_t max_varbinds = 40;
  std::uint32_t max_bytes = 1400;
  bool bulk = false;                        ///< v2c, v3: tables by GETBULK
  std::optional<double> temperature_scale;  ///< a map's scale of this name is so
};

/// Where traps are received.
struct SnmpTrapSettings {
  bool enabled = false;
  std::string address;  ///< numeric; 0.0.0.0 and :: are every interface
  std::uint16_t port = 162;
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

/// How commands are taken.
struct CommandSettings {
  std::uint32_t rate = 50;           ///< calls a second from the server; bursts of twice so many
  std::uint32_t write_rate = 60;     ///< writes a minute, whoever calls
  double answer_within_s = 4.5;      ///< then "running" is answered, and the end told in the audit
  bool dry_run = false;              ///< nothing is written: what would be is answered
  std::vector<std::string> allow{};  ///< of the gateway's own methods that change something: those that the
                                     ///< server may call (setLogLevel, restart, reboot)
};

struct Settings {
  std::vector<SerialBus> serial;
  std::vector<CanBus> can;
  std::vector<ModbusBus> modbus;
  std::vector<SnmpBus> snmp;
  SnmpTrapSettings snmp_traps;
  MqttSettings mqtt;
  CommandSettings commands{};
  std::string log_level;  ///< debug, info, warning, error
};

}  // namespace bmsgw::config
