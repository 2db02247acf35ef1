#include "config/params_reader.hpp"

#include <array>
#include <map>

#include "config/can_packet_reader.hpp"
#include "config/can_place_reader.hpp"
#include "config/family_keys.hpp"
#include "config/field_place_reader.hpp"
#include "config/layers.hpp"
#include "config/names.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr std::array<const char*, 5> kCanKeys{"dlc", "range", "request", "standard_id", "generation"};
constexpr const char* kOnlyModbus = "only means something on Modbus";
constexpr const char* kOnlySnmp = "only means something over SNMP";
constexpr const char* kOnlyMaps = "only means something on Modbus and over SNMP";

void read_sentence(const Layers& layers, PacketConfig& packet, ProblemList& problems) {
  const auto id = given_first(layers, "id");
  packet.id = id.text().value_or(packet.name);
  for (const auto& layer : layers) warn_of(layer, kCanKeys, "means nothing for a sentence", problems);
  if (is_sentence_name(packet.id)) return;
  const auto& at = id.given() ? id : layers.front();
  problems.error(at, "a sentence is named by 1 to 8 letters and digits, not " + in_quotes(packet.id));
}

void check_sentences(const std::vector<ResolvedPacket>& packets, ProblemList& problems) {
  std::map<std::string, std::string> taken;
  for (const auto& packet : packets) {
    const auto [first, is_new] = taken.try_emplace(packet.config.id, packet.config.name);
    if (is_new) continue;
    problems.error(packet.source, "the sentence " + in_quotes(packet.config.id) + " is that of packet " +
                                      in_quotes(first->second) + " already: put their params together");
  }
}

/// Reads the packets of one bus or protocol.
class PacketReader {
 public:
  PacketReader(const std::string& family, const Layers& layers, ProfileFit& fit, ProblemList& problems)
      : is_can_(family == kCanFamily), fit_(fit), problems_(problems), formats_(layers, problems) {}

  void read(Layers layers);
  [[nodiscard]] std::vector<ResolvedPacket> take();

 private:
  void read_params(const Layers& layers, ResolvedPacket& packet);

  bool is_can_;
  ProfileFit& fit_;
  ProblemList& problems_;
  FormatResolver formats_;
  std::vector<ResolvedPacket> packets_;
};

void PacketReader::read(Layers layers) {
  fit_.leave_out(layers);
  if (layers.empty()) return;
  ResolvedPacket packet{{}, layers.front(), {}};
  packet.config.name = layers.front().name();
  for (const auto& layer : layers) {
    warn_of(layer, kModbusPacketKeys, kOnlyModbus, problems_);
    warn_of(layer, kSnmpPacketKeys, kOnlySnmp, problems_);
    warn_of(layer, kAnyMapPacketKeys, kOnlyMaps, problems_);
  }
  if (!is_can_) read_sentence(layers, packet.config, problems_);
  if (is_can_ && !read_can_packet(layers, fit_, packet.config, problems_)) return;
  packet.config.request_period_s = given_first(layers, "request_period").number();
  read_params(layers, packet);
  packets_.push_back(std::move(packet));
}

void PacketReader::read_params(const Layers& layers, ResolvedPacket& packet) {
  const auto read_place = [this, &packet](const JsonView& param, ParamConfig& config) {
    if (packet.config.can) {
      read_can_place(param, *packet.config.can, config, problems_);
    } else {
      read_field_place(param, config, problems_);
    }
    warn_of(param, kModbusParamKeys, kOnlyModbus, problems_);
    warn_of(param, kSnmpParamKeys, kOnlySnmp, problems_);
    warn_of(param, kAnyMapParamKeys, kOnlyMaps, problems_);
  };
  for (const auto& param : merged(layers, "params")) {
    const auto& source = param.front();
    note_replaced(param, "param", problems_);
    packet.params.push_back({read_param(source, formats_, read_place, problems_), source});
    packet.params.back().config.certainty = fit_.certainty_of(source, layers);
  }
}

std::vector<ResolvedPacket> PacketReader::take() {
  if (is_can_) {
    check_can_ids(packets_, problems_);
  } else {
    check_sentences(packets_, problems_);
  }
  return std::move(packets_);
}

}  // namespace

std::vector<ResolvedPacket> read_packets(const std::string& family, const std::vector<JsonView>& layers,
                                         ProfileFit& fit, ProblemList& problems) {
  for (const auto& layer : layers) {
    warn_of(layer, kModbusMapKeys, kOnlyModbus, problems);
    warn_of(layer, kSnmpMapKeys, kOnlySnmp, problems);
    warn_of(layer, kAnyMapKeys, kOnlyMaps, problems);
  }
  PacketReader reader(family, layers, fit, problems);
  for (auto& packet : merged(layers, "packets")) reader.read(std::move(packet));
  fit.report();
  return reader.take();
}

}  // namespace bmsgw::config
