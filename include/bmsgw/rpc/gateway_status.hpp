#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/time.hpp"
#include "bmsgw/core/value.hpp"

namespace bmsgw::rpc {

/// What a CAN bus tells besides; counters since the start.
struct CanReport {
  std::string controller;      ///< error-active, error-warning, error-passive, bus-off; unknown
  std::uint32_t bit_rate = 0;  ///< of the interface; 0: it has none
  std::uint64_t error_frames = 0;
  std::uint64_t bus_offs = 0;
  std::uint64_t overflows = 0;       ///< frames that the kernel dropped
  std::uint64_t dropped_writes = 0;  ///< frames that could not be sent in time
  std::uint32_t tx_errors = 0;
  std::uint32_t rx_errors = 0;
};

/// A device on a bus that several share.
struct UnitReport {
  std::string name;   ///< modbus0u1
  std::string state;  ///< ok, silent
  std::string detail;
  std::uint64_t answers = 0;
  std::uint64_t errors = 0;
  std::uint64_t unanswered = 0;
  std::optional<double> age_s;  ///< of the last good answer
};

/// What a Modbus bus tells besides.
struct ModbusReport {
  double load = 0;  ///< part of the time that the line is in use, 0..1
  std::vector<UnitReport> units;
};

/// What an SNMP bus tells besides.
struct SnmpReport {
  std::uint64_t absent = 0;  ///< objects of the map that the device doesn't have
  std::uint64_t alarms = 0;  ///< that are open
  std::uint64_t traps = 0;
  std::uint64_t unknown_traps = 0;
  std::uint64_t dropped_events = 0;  ///< more than may be told at once
};

struct BusReport {
  std::string name;
  std::string where;  ///< device path, or interface
  std::string state;  ///< ok, absent, silent, faulty
  std::string detail;
  std::uint64_t frames = 0;
  std::uint64_t errors = 0;
  std::uint64_t unknown = 0;
  std::uint64_t requests = 0;
  std::uint64_t unanswered = 0;
  std::optional<double> age_s;  ///< of the last good frame; nothing: none yet
  std::optional<CanReport> can;
  std::optional<ModbusReport> modbus;
  std::optional<SnmpReport> snmp{};
};

/// The receiver of SNMP traps.
struct TrapReport {
  std::string where;            ///< address:port
  std::string error;            ///< empty: it listens
  std::uint64_t strangers = 0;  ///< traps from elsewhere, or with another community or user
  std::uint64_t dropped = 0;    ///< more than one agent may send at once
};

struct MqttReport {
  std::string state;  ///< not configured, waiting, connecting, connected
  std::string detail;
  std::string server;
  std::uint64_t messages = 0;
  std::uint64_t sessions = 0;
};

struct OutboxReport {
  std::uint64_t waiting = 0;
  std::uint64_t waiting_bytes = 0;
  std::uint64_t dropped = 0;
  std::uint64_t oversized = 0;
};

/// Everything that getStatus tells.
struct GatewayStatus {
  std::string version;
  std::int64_t uptime_s = 0;
  std::string config_source;
  std::vector<BusReport> buses;
  std::optional<TrapReport> snmp_traps;  ///< nothing: none are received
  MqttReport mqtt;
  OutboxReport outbox;
  std::uint64_t samples = 0;
  std::uint64_t records = 0;
};

/// One present value, as getValues tells it.
struct ValueReport {
  std::string key;    ///< telemetry key
  std::string point;  ///< bus/packet/param
  core::Value value;  ///< views are valid until the next sample
  std::string name;   ///< the text of a code
  std::string units;
  core::Quality quality = core::Quality::unavailable;
  double age_s = 0;
};

/// Where the methods get their answers. Thread: loop.
class GatewayView {
 public:
  virtual ~GatewayView() = default;
  [[nodiscard]] virtual GatewayStatus status(core::Stamp now) const = 0;
  [[nodiscard]] virtual std::vector<ValueReport> values(core::Stamp now) const = 0;
};

}  // namespace bmsgw::rpc
