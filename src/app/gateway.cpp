#include "bmsgw/app/gateway.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/app/version.hpp"
#include "bmsgw/core/log.hpp"
#include "bmsgw/driver/can_session.hpp"
#include "bmsgw/driver/g1_session.hpp"
#include "bmsgw/driver/modbus_session.hpp"
#include "bmsgw/driver/snmp_session.hpp"

#include "attributes.hpp"
#include "bus_report.hpp"
#include "mqtt_options.hpp"

namespace bmsgw::app {
namespace {

using core::milliseconds;

bool has_server(const config::MqttSettings& settings) {
  return settings.enabled && !settings.uri.empty();
}

std::vector<std::string> attribute_methods(const MethodPlan& plan) {
  std::vector<std::string> names;
  for (const auto& method : plan.methods) {
    if (method.attribute) names.push_back(method.name);
  }
  return names;
}

rpc::CallSettings call_settings(const config::CommandSettings& settings, const MethodPlan& plan) {
  rpc::CallSettings made;
  made.rate = settings.rate;
  made.write_rate = settings.write_rate;
  made.answer_within = milliseconds(static_cast<std::int64_t>(settings.answer_within_s * 1000));
  made.dry_run = settings.dry_run;
  made.allow = settings.allow;
  for (const auto& method : plan.methods) made.route_methods.push_back(method.name);
  return made;
}

template <typename Bus>
const Bus& settings_of(const std::vector<Bus>& buses, const std::string& name) {
  return *std::ranges::find_if(buses, [&name](const Bus& bus) { return bus.bus.name == name; });
}

}  // namespace

Gateway::Gateway(const config::Config& config, CompiledGateway compiled, std::string config_source,
                 GatewayParts parts)
    : clock_(parts.clock),
      outbox_(parts.outbox),
      compiled_(std::move(compiled)),
      config_source_(std::move(config_source)),
      trap_report_(parts.trap_report),
      started_(parts.clock.now()),
      gate_(compiled_.policies),
      pipeline_(*compiled_.routes, has_server(config.settings.mqtt) ? &parts.outbox : nullptr,
                milliseconds(config.settings.mqtt.publish_window_ms)),
      bridge_(compiled_.bridge, pipeline_.router().points()),
      dry_run_(config.settings.commands.dry_run),
      guards_(compiled_.guards, pipeline_.router().points()),
      port_(gate_, guards_, compiled_.methods, std::move(parts.actions)),
      local_answer_(std::move(parts.local_answer)),
      shared_(attribute_methods(compiled_.methods)),
      desk_(call_settings(config.settings.commands, compiled_.methods), *this, port_, *this, parts.seed) {
  make_serial_buses(config.settings, parts);
  make_can_buses(config.settings, parts);
  make_modbus_buses(config.settings, parts);
  make_snmp_buses(config.settings, parts);
  make_client(config.settings.mqtt, parts);
  pipeline_.set_firmware_listener(
      [this](const core::FirmwareProgress& progress) { port_.firmware_book().note(progress); });
}

Gateway::~Gateway() {
  for (auto& bus : buses_) bus.session->close();
}

void Gateway::make_serial_buses(const config::Settings& settings, const GatewayParts& parts) {
  for (const auto& plan : compiled_.g1_buses) {
    Bus bus;
    bus.line = parts.make_link(settings_of(settings.serial, plan.name));
    auto session = std::make_unique<driver::G1Session>(plan, *bus.line, gate_, pipeline_);
    if (parts.keep_event_log) {
      session->keep_event_log(
          [keep = parts.keep_event_log, name = plan.name](const std::string& state) { keep(name, state); });
    }
    port_.add_bus(plan.bus, rpc::Family::g1, {plan.name}, *session, nullptr);
    bus.session = std::move(session);
    buses_.push_back(std::move(bus));
  }
}

/// After the serial buses: some of those are listened to.
void Gateway::make_can_buses(const config::Settings& settings, const GatewayParts& parts) {
  for (const auto& plan : compiled_.can_buses) {
    Bus bus;
    if (!plan.interface.empty()) bus.can = parts.make_can_link(settings_of(settings.can, plan.name), plan);
    auto session = std::make_unique<driver::CanSession>(plan, bus.can.get(), gate_, pipeline_);
    for (std::size_t i = 0; plan.from_serial && i < compiled_.g1_buses.size(); ++i) {
      dynamic_cast<driver::G1Session&>(*buses_[i].session).add_can_listener(*session);
    }
    if (bus.can) port_.add_bus(plan.bus, rpc::Family::can, {plan.name}, *session, nullptr);
    bus.session = std::move(session);
    buses_.push_back(std::move(bus));
  }
}

void Gateway::make_modbus_buses(const config::Settings& settings, const GatewayParts& parts) {
  for (const auto& plan : compiled_.modbus_buses) {
    Bus bus;
    bus.modbus = parts.make_modbus_link(settings_of(settings.modbus, plan.name));
    auto session = std::make_unique<driver::ModbusSession>(plan, *bus.modbus, gate_, pipeline_);
    std::vector<std::string> units;
    for (const auto& unit : plan.units) units.push_back(unit.name);
    port_.add_bus(plan.bus, rpc::Family::modbus, units, *session, session.get());
    bus.session = std::move(session);
    buses_.push_back(std::move(bus));
  }
}

void Gateway::make_snmp_buses(const config::Settings& settings, const GatewayParts& parts) {
  for (const auto& plan : compiled_.snmp_buses) {
    Bus bus;
    bus.snmp = parts.make_snmp_link(settings_of(settings.snmp, plan.name));
    auto session = std::make_unique<driver::SnmpSession>(plan, *bus.snmp, gate_, pipeline_);
    port_.add_bus(plan.bus, rpc::Family::snmp, {plan.name}, *session, session.get());
    bus.session = std::move(session);
    buses_.push_back(std::move(bus));
  }
}

void Gateway::make_client(const config::MqttSettings& settings, const GatewayParts& parts) {
  server_ = settings.uri;
  if (!has_server(settings)) return;
  auto options = thingsboard_options(settings);
  if (!shared_.keys().empty()) options.shared_request = shared_.request();
  client_ = std::make_unique<northbound::ThingsboardClient>(
      std::move(options), parts.mqtt, parts.outbox, compiled_.routes->outputs(), *this, clock_, parts.seed);
}

void Gateway::start() {
  const auto now = clock_.now();
  restore_firmware(now);
  for (auto& bus : buses_) bus.session->start(now);
  if (client_) client_->start(now);
}

/// What earlier runs of the program have left.
void Gateway::restore_firmware(core::Stamp now) {
  for (const auto& plan : compiled_.g1_buses) {
    const auto progress = port_.firmware_book().restore(plan.name);
    if (!progress || progress->state != core::FirmwareProgress::State::interrupted) continue;
    core::log_error("bus {}: {}", plan.name, progress->reason);
    if (plan.firmware != core::kNoPoint) pipeline_.on_firmware(plan.firmware, *progress, now);
  }
}

void Gateway::drain() {
  const auto now = clock_.now();
  for (auto& bus : buses_) bus.session->stop(now);
  settle(now);
  desk_.stop(now);
  pipeline_.flush();
  if (!client_) return;
  client_->stop();
  client_->pump(now);
}

bool Gateway::drained() const {
  return !client_ || client_->drained();
}

core::MonoTime Gateway::next_wake() const {
  auto wake = std::min({pipeline_.next_wake(), desk_.next_wake(), port_.next_wake()});
  for (const auto& bus : buses_) wake = std::min(wake, bus.session->next_wake());
  return client_ ? std::min(wake, client_->next_wake()) : wake;
}

void Gateway::on_time(core::Stamp now) {
  for (auto& bus : buses_) {
    if (bus.session->next_wake() <= now.mono) bus.session->on_time(now);
  }
  port_.on_time(now);
  desk_.on_time(now);
  settle(now);
  pipeline_.on_time(now);
  carry_over(now);
  if (!client_) return;
  client_->pump(now);
  client_->on_time(now);
}

/// What has come for other buses goes out.
void Gateway::carry_over(core::Stamp now) {
  bridge_.take(pipeline_.take_slot_values());
  for (auto& command : bridge_.take_commands(now.mono)) submit(std::move(command), now);
}

/// Of a route: what may not go out is named in the log.
void Gateway::submit(core::Command command, core::Stamp now) {
  if (dry_run_) return;
  const auto bus = core::index_of(command.bus);
  auto complaint = guards_.complaint(command.bus, route::names_of(command));
  command.expires = now.mono + CommandPort::kExpiry;
  const auto verdict = gate_.judge(std::move(command));
  const auto* const permitted = std::get_if<route::PermittedCommand>(&verdict);
  if (permitted == nullptr) complaint = std::get<route::Refusal>(verdict).reason;
  if (complaint.empty()) return buses_[bus].session->submit(*permitted, now);
  if (!refusal_limiter_.allow(now.mono)) return;
  core::log_warning("bus {}: a route wants to write what isn't allowed: {}",
                    buses_[bus].session->status().name, complaint);
}

void Gateway::on_session(core::Stamp now) {
  pipeline_.restate(now);
  pipeline_.flush();
}

rpc::GatewayStatus Gateway::status(core::Stamp now) const {
  rpc::GatewayStatus status;
  status.version = kVersion;
  status.uptime_s = static_cast<std::int64_t>(seconds_between(started_.mono, now.mono));
  status.config_source = config_source_;
  for (const auto& bus : buses_) {
    status.buses.push_back(report_of(bus.session->status(), now.mono));
    port_.firmware_book().add_remark(status.buses.back());
  }
  if (trap_report_) status.snmp_traps = trap_report_();
  status.mqtt = {"not configured", "settings.json: mqtt.uri is empty", "", 0, 0};
  const auto counters = outbox_.counters();
  status.outbox = {counters.waiting, counters.waiting_bytes, counters.dropped, 0};
  if (client_) {
    const auto client = client_->status();
    status.mqtt = {std::string(to_string(client.state)), client.detail, server_, client.messages,
                   client.sessions};
    status.outbox.oversized = client.oversized;
  }
  status.samples = pipeline_.router().counters().samples;
  status.records = pipeline_.router().counters().records;
  return status;
}

std::vector<rpc::ValueReport> Gateway::values(core::Stamp now) const {
  std::vector<rpc::ValueReport> reports;
  const auto& points = pipeline_.router().points();
  for (const auto& route : compiled_.routes->routes()) {
    if (route.slot != route::kNoSlot) continue;
    const auto& cell = points.cell(route.point);
    if (!cell.heard) continue;
    const auto& info = compiled_.points[core::index_of(route.point)];
    const auto* code = std::get_if<std::int64_t>(&cell.value);
    const auto name = code != nullptr ? route.output.names.find(*code) : route.output.names.end();
    reports.push_back({route.output.key, info.bus + "/" + info.packet + "/" + info.param, cell.value,
                       name != route.output.names.end() ? name->second : "", info.units, cell.quality,
                       seconds_between(cell.captured, now.mono)});
  }
  return reports;
}

std::string Gateway::attributes(core::Stamp now) {
  return attributes_json(status(now));
}

bool Gateway::is_progressing(core::Stamp now) const {
  constexpr auto kLimit = 3 * driver::G1Schedule::kAnswerDeadline;
  return std::ranges::none_of(buses_, [now, kLimit](const Bus& bus) {
    const auto wake = bus.session->next_wake();
    return wake < now.mono && now.mono - wake > kLimit;
  });
}

std::string Gateway::summary(core::Stamp now) const {
  const auto status = this->status(now);
  auto line = fmt::format("mqtt {}", status.mqtt.state);
  for (const auto& bus : status.buses) line += fmt::format(", {} {}", bus.name, bus.state);
  return line;
}

}  // namespace bmsgw::app
