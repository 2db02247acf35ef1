#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bmsgw/app/bridge.hpp"
#include "bmsgw/app/compile.hpp"
#include "bmsgw/app/pipeline.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/driver/bus_session.hpp"
#include "bmsgw/driver/command_taker.hpp"
#include "bmsgw/northbound/thingsboard_client.hpp"
#include "bmsgw/outbox/outbox.hpp"
#include "bmsgw/route/write_gate.hpp"
#include "bmsgw/rpc/command_host.hpp"
#include "bmsgw/rpc/dispatcher.hpp"
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
  std::uint64_t seed = 1;  ///< of the reconnect's jitter
  /// Keeps what was told of a serial bus's event log, for driver::G1BusPlan::event_log_state of the next run.
  std::function<void(const std::string& bus, const std::string& state)> keep_event_log{};
};

/// The whole gateway without its loop: buses -> router -> outbox -> server, and requests back.
/// Thread: loop.
class Gateway final : public northbound::ThingsboardHost,
                      public rpc::GatewayView,
                      public rpc::CommandHost,
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
  /// Answers one request of the server.
  [[nodiscard]] std::string call(const std::string& request, core::Stamp now) override;
  /// Answers one request of the control socket.
  [[nodiscard]] std::string call_here(const std::string& request, core::Stamp now);

  [[nodiscard]] core::MonoTime next_wake() const override;
  void on_time(core::Stamp now) override;

  [[nodiscard]] rpc::GatewayStatus status(core::Stamp now) const override;
  [[nodiscard]] std::vector<rpc::ValueReport> values(core::Stamp now) const override;
  [[nodiscard]] std::string attributes(core::Stamp now) override;
  void on_session(core::Stamp now) override;
  [[nodiscard]] Answer start_command(const std::string& bus, const std::string& command,
                                     std::optional<double> argument, core::Stamp now) override;
  [[nodiscard]] Answer write_point(const std::string& bus, const std::string& point, double value,
                                   core::Stamp now) override;
  [[nodiscard]] Answer command_state(const std::string& bus, std::uint64_t id,
                                     core::Stamp now) const override;

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
  /// Who carries out a device's commands; nullptr: there is no such device, or it has none.
  [[nodiscard]] driver::CommandTaker* taker_of(const std::string& device) const;
  [[nodiscard]] static Answer answer_of(const driver::CommandTaker& taker,
                                        const driver::CommandTaker::Taken& taken, core::Stamp now);
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
  core::LogLimiter refusal_limiter_;
  std::vector<Bus> buses_;  ///< by BusId
  std::vector<driver::CommandTaker*> takers_;
  std::unique_ptr<northbound::ThingsboardClient> client_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace bmsgw::app
