#include "config/snmp_map_reader.hpp"

#include <string>
#include <utility>
#include <vector>

#include "config/count_resolver.hpp"
#include "config/empty_packet_check.hpp"
#include "config/family_keys.hpp"
#include "config/format_resolver.hpp"
#include "config/oid_resolver.hpp"
#include "config/param_reader.hpp"
#include "config/snmp_command_reader.hpp"
#include "config/snmp_param_check.hpp"
#include "config/snmp_place_reader.hpp"
#include "config/snmp_scale_reader.hpp"
#include "config/snmp_trap_reader.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kMeansNothing = "means nothing over SNMP";
constexpr double kUsualPeriod_s = 10;

class MapReader {
 public:
  MapReader(const Layers& layers, const ProfileFit& fit, ResolvedBus& bus, ProblemList& problems)
      : layers_(layers),
        fit_(fit),
        bus_(bus),
        problems_(problems),
        formats_(layers, problems),
        oids_(layers, problems) {}

  void read();

 private:
  void read_packet(const Layers& layers);
  void read_param(const Layers& param, const Layers& packet, ResolvedPacket& into);

  const Layers& layers_;
  const ProfileFit& fit_;
  ResolvedBus& bus_;
  ProblemList& problems_;
  FormatResolver formats_;
  OidResolver oids_;
  std::vector<CountedList> counted_;
};

void MapReader::read() {
  for (const auto& layer : layers_) warn_of(layer, kModbusMapKeys, kMeansNothing, problems_);
  for (const auto& packet : merged(layers_, "packets")) read_packet(packet);
  warn_of_empty_packets(bus_, problems_);
  resolve_counts(bus_, counted_, problems_);
  check_snmp_params(bus_, problems_);
  read_scales(layers_, bus_, problems_);
  read_snmp_commands(layers_, oids_, bus_, problems_);
  read_trap_map(layers_, oids_, bus_, problems_);
}

void MapReader::read_packet(const Layers& layers) {
  ResolvedPacket packet{{}, layers.front(), {}};
  packet.config.name = layers.front().name();
  packet.config.id = packet.config.name;
  packet.config.request_period_s = given_first(layers, "request_period").number().value_or(kUsualPeriod_s);
  for (const auto& layer : layers) {
    warn_of(layer, kOtherPacketKeys, kMeansNothing, problems_);
    warn_of(layer, kModbusPacketKeys, kMeansNothing, problems_);
  }
  for (const auto& param : merged(layers, "params")) read_param(param, layers, packet);
  bus_.packets.push_back(std::move(packet));
}

void MapReader::read_param(const Layers& param, const Layers& packet, ResolvedPacket& into) {
  const auto& source = param.front();
  note_replaced(param, "param", problems_);
  const SnmpPacketKeys keys{given_first(packet, "count"), given_first(packet, "count_from"),
                            given_first(packet, "first_index")};
  if (!source["oid"].given()) problems_.error(source, "\"oid\" is missing");
  const auto oid = oids_.resolve(source["oid"], {"packets", into.config.name, "params", source.name()});
  const auto read_place = [this, &keys, &oid](const JsonView& view, ParamConfig& config) {
    read_snmp_place(view, keys, oid, formats_, config, problems_);
  };
  ResolvedParam resolved{::bmsgw::config::read_param(source, formats_, read_place, problems_), source};
  resolved.config.certainty = fit_.certainty_of(source, packet);
  const auto& count_from = source["count_from"].given() ? source["count_from"] : keys.count_from;
  counted_.push_back({bus_.packets.size(), into.params.size(), count_from});
  into.params.push_back(std::move(resolved));
}

}  // namespace

void read_snmp_map(const Layers& layers, const ProfileFit& fit, ResolvedBus& bus, ProblemList& problems) {
  if (!layers.empty()) MapReader(layers, fit, bus, problems).read();
}

}  // namespace bmsgw::config
