#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bmsgw/app/bridge.hpp"
#include "bmsgw/app/command_port.hpp"
#include "bmsgw/app/compile.hpp"
#include "bmsgw/app/guards.hpp"
#include "bmsgw/app/pipeline.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/driver/bus_session.hpp"
#include "bmsgw/northbound/thingsboard_client.hpp"
#include "bmsgw/outbox/outbox.hpp"
#include "bmsgw/route/write_gate.hpp"
#include "bmsgw/rpc/call_desk.hpp"
#include "bmsgw/rpc/shared_attributes.hpp"
#include "bmsgw/transport/byte_link.hpp"
#include "bmsgw/transport/can_link.hpp"
#include "bmsgw/transport/modbus_link.hpp"
#include "bmsgw/transport/snmp_link.hpp"

namespace bmsgw::app {

/// What the gateway stands on; tests put fakes in place of ports, server and clock. All outlive the gateway.
struct GatewayParts {
  const core::Clock& clock;
  /// Makes the line of a serial bus.
  std::function<std::unique_ptr<transport::ByteLink>(const config::SerialBus&)> make_link;
  /// Makes the link to a CAN interface that wants the frames of these packets.
  std::function<std::unique_ptr<transport::CanLink>(const config::CanBus&, const driver::CanBusPlan&)>
      make_can_link;
  /// Makes the line or connection of a Modbus bus.
  std::function<std::unique_ptr<transport::ModbusLink>(const config::ModbusBus&)> make_modbus_link;
  /// Makes the way to an SNMP agent.
  std::function<std::unique_ptr<transport::SnmpLink>(const config::SnmpBus&)> make_snmp_link;
  /// What receives traps; not given when nobody wants any.
  std::function<rpc::TrapReport()> trap_report{};
  northbound::MqttTransport& mqtt;
  outbox::Outbox& outbox;
  std::uint64_t seed = 1;  ///< of the reconnect's jitter, and of tokens
  /// Takes the answers to call_here(); not given where nobody calls.
  std::function<void(std::uint64_t id, const std::string& answer)> local_answer{};
  HostActions actions{};
  /// Keeps what was told of a serial bus's event log, for driver::G1BusPlan::event_log_state of the next run.
  std::function<void(const std::string& bus, const std::string& state)> keep_event_log{};
};

/// The whole gateway without its loop: buses -> router -> outbox -> server, and requests back.
/// Thread: loop.
class Gateway final : public northbound::ThingsboardHost,
                      public rpc::GatewayView,
                      public rpc::CallEvents,
                      public core::Timed {
 public:
  Gateway(const config::Config& config, CompiledGateway compiled, std::string config_source,
          GatewayParts parts);
  ~Gateway() override;
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  void start();
  /// Closes the buses and hands everything captured to the server's client; drained() tells when it has all.
  void drain();
  [[nodiscard]] bool drained() const;
  void on_rpc(std::uint64_t id, std::uint64_t session, const std::string& request, core::Stamp now) override;
  void on_shared_attributes(const std::string& message, bool is_answer, core::Stamp now) override;
  /// Takes a request of the control socket; its answer goes to parts.local_answer with this id, perhaps
  /// before this returns.
  void call_here(std::uint64_t id, const std::string& request, core::Stamp now);
  /// To be called after each event of the loop: what it has ended goes on.
  void settle(core::Stamp now);
  void on_answer(const rpc::CallOrigin& origin, const std::string& answer) override;
  void on_audit(const std::string& line, core::Stamp now) override;

  [[nodiscard]] core::MonoTime next_wake() const override;
  void on_time(core::Stamp now) override;

  [[nodiscard]] rpc::GatewayStatus status(core::Stamp now) const override;
  [[nodiscard]] std::vector<rpc::ValueReport> values(core::Stamp now) const override;
  [[nodiscard]] std::string attributes(core::Stamp now) override;
  void on_session(core::Stamp now) override;

  /// Every bus took its next step in time; false means that something is stuck, and the watchdog may bite.
  [[nodiscard]] bool is_progressing(core::Stamp now) const;
  /// One line for `systemctl status`.
  [[nodiscard]] std::string summary(core::Stamp now) const;

 private:
  /// One of the links, or, of a bus without an interface, none.
  struct Bus {
    std::unique_ptr<transport::ByteLink> line;
    std::unique_ptr<transport::CanLink> can;
    std::unique_ptr<transport::ModbusLink> modbus;
    std::unique_ptr<transport::SnmpLink> snmp;
    std::unique_ptr<driver::BusSession> session;
  };
  void make_serial_buses(const config::Settings& settings, const GatewayParts& parts);
  void make_can_buses(const config::Settings& settings, const GatewayParts& parts);
  void make_modbus_buses(const config::Settings& settings, const GatewayParts& parts);
  void make_snmp_buses(const config::Settings& settings, const GatewayParts& parts);
  void restore_firmware(core::Stamp now);
  void carry_over(core::Stamp now);
  void submit(core::Command command, core::Stamp now);
  void make_client(const config::MqttSettings& settings, const GatewayParts& parts);

  const core::Clock& clock_;
  outbox::Outbox& outbox_;
  CompiledGateway compiled_;
  std::string config_source_;
  std::function<rpc::TrapReport()> trap_report_;
  std::string server_;
  core::Stamp started_;
  route::WriteGate gate_;
  Pipeline pipeline_;
  Bridge bridge_;
  bool dry_run_;
  core::LogLimiter refusal_limiter_;
  Guards guards_;
  CommandPort port_;
  std::vector<Bus> buses_;  ///< by BusId
  std::function<void(std::uint64_t, const std::string&)> local_answer_;
  rpc::SharedAttributes shared_;
  std::unique_ptr<northbound::ThingsboardClient> client_;
  rpc::CallDesk desk_;
  std::int64_t last_audit_ms_ = 0;
};

}  // namespace bmsgw::app
