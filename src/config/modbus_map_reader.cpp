#include "config/modbus_map_reader.hpp"

#include <string>
#include <utility>

#include "config/address_book.hpp"
#include "config/count_resolver.hpp"
#include "config/empty_packet_check.hpp"
#include "config/family_keys.hpp"
#include "config/format_resolver.hpp"
#include "config/map_addressing.hpp"
#include "config/modbus_command_reader.hpp"
#include "config/modbus_limits_reader.hpp"
#include "config/modbus_map_check.hpp"
#include "config/modbus_place_reader.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

constexpr const char* kMeansNothing = "means nothing on Modbus";
constexpr double kUsualPeriod_s = 10;

class MapReader {
 public:
  MapReader(const Layers& layers, const ProfileFit& fit, ResolvedBus& bus, ProblemList& problems)
      : layers_(layers),
        fit_(fit),
        bus_(bus),
        problems_(problems),
        formats_(layers, problems),
        addresses_(layers, problems) {}

  void read();

 private:
  void read_packet(const Layers& layers);
  void read_param(const Layers& param, const Layers& packet, ResolvedPacket& into);
  [[nodiscard]] AddressBook::Found find_address(const JsonView& param, const std::string& packet);

  const Layers& layers_;
  const ProfileFit& fit_;
  ResolvedBus& bus_;
  ProblemList& problems_;
  FormatResolver formats_;
  AddressBook addresses_;
  std::vector<CountedList> counted_;
};

void MapReader::read() {
  for (const auto& layer : layers_) warn_of(layer, kSnmpMapKeys, kMeansNothing, problems_);
  bus_.limits = read_limits(layers_, problems_);
  for (const auto& packet : merged(layers_, "packets")) read_packet(packet);
  warn_of_empty_packets(bus_, problems_);
  read_commands(layers_, addresses_, bus_, problems_);
  bus_.open = addresses_.open();
  bus_.addresses = addresses_.entries();
  addresses_.report();
  resolve_counts(bus_, counted_, problems_);
  check_modbus_map(bus_, problems_);
}

void MapReader::read_packet(const Layers& layers) {
  ResolvedPacket packet{{}, layers.front(), {}};
  packet.config.name = layers.front().name();
  packet.config.id = packet.config.name;
  packet.config.request_period_s = given_first(layers, "request_period").number().value_or(kUsualPeriod_s);
  for (const auto& layer : layers) {
    warn_of(layer, kOtherPacketKeys, kMeansNothing, problems_);
    warn_of(layer, kSnmpPacketKeys, kMeansNothing, problems_);
  }
  for (const auto& param : merged(layers, "params")) read_param(param, layers, packet);
  bus_.packets.push_back(std::move(packet));
}

AddressBook::Found MapReader::find_address(const JsonView& param, const std::string& packet) {
  const auto address = param["address"];
  if (!address.given()) problems_.error(param, "\"address\" is missing");
  if (!address.exists()) return {AddressBook::State::wrong, {}, address};
  const auto addressing = addressing_of(layers_, {"packets", packet, "params", param.name()}, address);
  return addresses_.find(address, addressing, in_quotes(param.name()) + " of " + in_quotes(packet));
}

void MapReader::read_param(const Layers& param, const Layers& packet, ResolvedPacket& into) {
  const auto& source = param.front();
  const auto& name = into.config.name;
  note_replaced(param, "param", problems_);
  const auto found = find_address(source, name);
  const ModbusPacketKeys keys{given_first(packet, "function"), given_first(packet, "count"),
                              given_first(packet, "stride"), given_first(packet, "count_from")};
  const auto read_place = [this, &keys, &found](const JsonView& view, ParamConfig& config) {
    read_modbus_place(view, keys, found, config, problems_);
  };
  ResolvedParam resolved{::bmsgw::config::read_param(source, formats_, read_place, problems_), source, true,
                         found.at};
  resolved.config.certainty = fit_.certainty_of(source, packet);
  resolved.is_placed = found.state == AddressBook::State::placed;
  if (found.state == AddressBook::State::absent) {
    bus_.left_out.push_back(source.name());
    bus_.left_out.push_back(name + "/" + source.name());
    return;
  }
  const auto& count_from = source["count_from"].given() ? source["count_from"] : keys.count_from;
  counted_.push_back({bus_.packets.size(), into.params.size(), count_from});
  into.params.push_back(std::move(resolved));
}

}  // namespace

void read_modbus_map(const Layers& layers, const ProfileFit& fit, ResolvedBus& bus, ProblemList& problems) {
  MapReader(layers, fit, bus, problems).read();
}

}  // namespace bmsgw::config
