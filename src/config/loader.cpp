#include "bmsgw/config/loader.hpp"

#include <nlohmann/json.hpp>

#include "config/address_use_check.hpp"
#include "config/bridge_check.hpp"
#include "config/bus_resolver.hpp"
#include "config/cross_check.hpp"
#include "config/file_text.hpp"
#include "config/g1_allow_check.hpp"
#include "config/loop_check.hpp"
#include "config/names.hpp"
#include "config/profile_store.hpp"
#include "config/protocol_book.hpp"
#include "config/redaction.hpp"
#include "config/required_states.hpp"
#include "config/route_reader.hpp"
#include "config/settings_reader.hpp"
#include "config/shipped_schemas.hpp"
#include "config/unused_protocols.hpp"

namespace bmsgw::config {
namespace {

/// A file: its name for messages, and its text when it could be read.
struct Source {
  std::string name;
  std::string text;
  bool is_read = true;
};

Source missing(const std::string& path, ProblemList& problems) {
  problems.add(
      {Severity::error, path, 0, 0, "", "can't be read; --config-dir names the folder that it is in"});
  return {path, "", false};
}

Source read_source(const std::string& path, ProblemList& problems) {
  auto text = read_file(path);
  return text ? Source{path, std::move(*text)} : missing(path, problems);
}

Source read_params_source(const std::string& directory, ProblemList& problems) {
  const auto path = joined(directory, "params_config.json");
  const auto other =
      joined(directory, "params_configx.json");  // the name in the first of the two RMS manuals
  if (!is_file(other)) return read_source(path, problems);
  if (is_file(path))
    problems.add({Severity::error, path, 0, 0, "", "there is " + other + " too: keep one of them"});
  return read_source(other, problems);
}

std::vector<PacketConfig> packets_of(const ResolvedBus& bus) {
  std::vector<PacketConfig> packets;
  for (const auto& packet : bus.packets) {
    packets.push_back(packet.config);
    for (const auto& param : packet.params) packets.back().params.push_back(param.config);
  }
  return packets;
}

std::vector<RestingBus> resting_buses(const Settings& settings) {
  std::vector<RestingBus> resting;
  const auto add = [&resting](const BusSettings& bus) {
    if (!bus.enabled) resting.push_back({bus.name, bus.protocol});
  };
  for (const auto& serial : settings.serial) add(serial.bus);
  for (const auto& can : settings.can) add(can.bus);
  for (const auto& snmp : settings.snmp) add(snmp.bus);
  for (const auto& modbus : settings.modbus) {
    for (const auto& unit : modbus.units) {
      if (!modbus.bus.enabled || !unit.enabled) resting.push_back({unit.name, unit.protocol});
    }
  }
  return resting;
}

bool rests(const ResolvedBus& bus) {
  return !bus.open.empty();
}

BusProtocol protocol_of(const ResolvedBus& bus) {
  BusProtocol protocol{bus.name, bus.protocol, packets_of(bus), {}, bus.limits, bus.snmp};
  for (const auto& command : bus.commands) protocol.commands.push_back(command.config);
  return protocol;
}

ParamPlace place_of(const ParamRef& ref) {
  return {ref.bus->name, ref.packet->config.name, ref.param->config.name};
}

std::vector<std::string> profile_directories(const Places& places) {
  std::vector<std::string> directories{places.config_dir, joined(places.config_dir, "profiles")};
  directories.insert(directories.end(), places.profile_dirs.begin(), places.profile_dirs.end());
  return directories;
}

std::string redacted_text(const JsonDocument& document, const Schema& schema) {
  return without_secrets(document.root(), schema)
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// What can only be said of `allow` when it is known what the buses have.
void check_allowed(SettingsReading& reading, const std::vector<ResolvedBus>& buses,
                   const std::vector<RestingBus>& resting, ProblemList& problems) {
  for (const auto& bus : buses) {
    if (bus.family == kG1Family) check_g1_allow(bus, problems);
  }
  resolve_required_states(reading, buses, resting, problems);
}

/// One run over both files.
class Loader {
 public:
  Loader(const Places& places, ProblemList& problems) : places_(places), problems_(problems) {}

  [[nodiscard]] Config load(const Source& settings, const Source& params);

 private:
  [[nodiscard]] JsonDocument check(const Source& source, const SchemaCheck& schema);
  [[nodiscard]] Params read_params(const JsonView& root, SettingsReading& reading);

  const Places& places_;
  ProblemList& problems_;
};

JsonDocument Loader::check(const Source& source, const SchemaCheck& schema) {
  if (!source.is_read) return JsonDocument(source.name);
  JsonDocument document(source.name, source.text, problems_);
  if (document.is_parsed()) schema.run(document, problems_);
  return document;
}

Params Loader::read_params(const JsonView& root, SettingsReading& reading) {
  const ProtocolBook book(root, problems_);
  ProfileStore profiles(profile_directories(places_), problems_);
  auto buses = resolve_buses(reading, book, profiles, problems_);
  const auto unused = resolve_unused(reading.settings, buses, book, problems_);
  check_address_use(buses, unused, problems_);
  std::erase_if(buses, rests);
  const auto resting = resting_buses(reading.settings);
  check_allowed(reading, buses, resting, problems_);
  auto routes = read_routes(root["routes"], {book, buses, unused, resting}, problems_);
  check_keys(buses, routes.to_server, problems_);
  check_bridges(routes, reading.settings, problems_);
  check_loops(routes.bridges, buses, problems_);
  Params params;
  params.comment = root["comment"].text().value_or("");
  for (const auto& bus : buses) params.buses.push_back(protocol_of(bus));
  for (auto& route : routes.to_server) params.routes.push_back(std::move(route.config));
  for (const auto& bridge : routes.bridges)
    params.bridges.push_back({place_of(bridge.from), place_of(bridge.to), bridge.report});
  for (const auto& method : routes.methods)
    params.methods.push_back({method.name, place_of(method.to), method.attribute});
  return params;
}

Config Loader::load(const Source& settings, const Source& params) {
  const auto settings_document = check(settings, settings_check());
  const auto params_document = check(params, params_check());
  auto reading = read_settings(JsonView(settings_document), places_.serial_by_id, problems_);
  Config config;
  if (params_document.is_parsed()) config.params = read_params(JsonView(params_document), reading);
  config.settings = std::move(reading.settings);
  config.settings_text = redacted_text(settings_document, settings_check().schema());
  config.params_text = redacted_text(params_document, params_check().schema());
  return config;
}

LoadResult load_sources(const Source& settings, const Source& params, const Places& places,
                        ProblemList& problems) {
  LoadResult result;
  result.config = Loader(places, problems).load(settings, params);
  result.problems = problems.take();
  if (has_errors(result.problems)) result.config.reset();
  return result;
}

}  // namespace

LoadResult load(const Places& places) {
  ProblemList problems;
  const auto settings = read_source(joined(places.config_dir, "settings.json"), problems);
  const auto params = read_params_source(places.config_dir, problems);
  return load_sources(settings, params, places, problems);
}

LoadResult load_text(const std::string& settings_name, const std::string& settings_text,
                     const std::string& params_name, const std::string& params_text, const Places& places) {
  ProblemList problems;
  return load_sources({settings_name, settings_text}, {params_name, params_text}, places, problems);
}

}  // namespace bmsgw::config
