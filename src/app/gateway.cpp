#include "bmsgw/app/gateway.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "bmsgw/app/version.hpp"
#include "bmsgw/payload/json_writer.hpp"

#include "mqtt_options.hpp"

namespace bmsgw::app {
namespace {

using core::milliseconds;

bool has_server(const config::MqttSettings& settings) {
  return settings.enabled && !settings.uri.empty();
}

double seconds_between(core::MonoTime from, core::MonoTime to) {
  return std::chrono::duration<double>(to - from).count();
}

rpc::BusReport report_of(const driver::BusStatus& bus, core::MonoTime now) {
  rpc::BusReport report{bus.name,    bus.where,    std::string(to_string(bus.state)),
                        bus.detail,  bus.frames,   bus.errors,
                        bus.unknown, bus.requests, bus.unanswered,
                        {}};
  if (bus.last_frame != core::kLongAgo) report.age_s = seconds_between(bus.last_frame, now);
  return report;
}

}  // namespace

Gateway::Gateway(const config::Config& config, CompiledGateway compiled, std::string config_source,
                 GatewayParts parts)
    : clock_(parts.clock),
      outbox_(parts.outbox),
      compiled_(std::move(compiled)),
      config_source_(std::move(config_source)),
      started_(parts.clock.now()),
      pipeline_(*compiled_.routes, has_server(config.settings.mqtt) ? &parts.outbox : nullptr,
                milliseconds(config.settings.mqtt.publish_window_ms)),
      dispatcher_(*this) {
  for (const auto& plan : compiled_.buses) make_bus(plan, config.settings, parts);
  make_client(config.settings.mqtt, parts);
}

Gateway::~Gateway() {
  for (auto& bus : buses_) bus.link->stop();
}

void Gateway::make_bus(const driver::G1BusPlan& plan, const config::Settings& settings,
                       const GatewayParts& parts) {
  const auto settings_of_bus = std::ranges::find_if(
      settings.serial, [&plan](const config::SerialBus& serial) { return serial.bus.name == plan.name; });
  Bus bus;
  bus.link = parts.make_link(*settings_of_bus);
  bus.session = std::make_unique<driver::G1Session>(plan, *bus.link, gate_, pipeline_);
  buses_.push_back(std::move(bus));
}

void Gateway::make_client(const config::MqttSettings& settings, const GatewayParts& parts) {
  server_ = settings.uri;
  if (!has_server(settings)) return;
  client_ =
      std::make_unique<northbound::ThingsboardClient>(thingsboard_options(settings), parts.mqtt, parts.outbox,
                                                      compiled_.routes->outputs(), *this, clock_, parts.seed);
}

void Gateway::start() {
  for (auto& bus : buses_) bus.link->start(*bus.session);
  if (client_) client_->start(clock_.now());
}

void Gateway::drain() {
  const auto now = clock_.now();
  for (auto& bus : buses_) {
    bus.link->stop();
    bus.session->stop(now);
  }
  pipeline_.flush();
  if (!client_) return;
  client_->stop();
  client_->pump(now);
}

bool Gateway::drained() const {
  return !client_ || client_->drained();
}

std::string Gateway::call(const std::string& request, core::Stamp now) {
  return dispatcher_.call(request, now);
}

core::MonoTime Gateway::next_wake() const {
  auto wake = pipeline_.next_wake();
  for (const auto& bus : buses_) wake = std::min(wake, bus.session->next_wake());
  return client_ ? std::min(wake, client_->next_wake()) : wake;
}

void Gateway::on_time(core::Stamp now) {
  for (auto& bus : buses_) {
    if (bus.session->next_wake() <= now.mono) bus.session->on_time(now);
  }
  pipeline_.on_time(now);
  if (!client_) return;
  client_->pump(now);
  client_->on_time(now);
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
  for (const auto& bus : buses_) status.buses.push_back(report_of(bus.session->status(), now.mono));
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
  const auto status = this->status(now);
  std::string json = R"({"version":)";
  payload::append_json_text(json, status.version);
  json += fmt::format(R"(,"uptime":{},"configSource":)", status.uptime_s);
  payload::append_json_text(json, status.config_source);
  json += fmt::format(R"(,"outbox.waiting":{},"outbox.dropped":{})", status.outbox.waiting,
                      status.outbox.dropped);
  for (const auto& bus : status.buses) {
    json += fmt::format(R"(,"bus.{0}.state":"{1}","bus.{0}.errors":{2})", bus.name, bus.state, bus.errors);
    if (bus.age_s) json += fmt::format(R"(,"bus.{}.age":{:.1f})", bus.name, *bus.age_s);
  }
  return json + "}";
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
