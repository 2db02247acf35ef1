#include "config/modbus_command_reader.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "config/bus_reader.hpp"
#include "config/command_keys.hpp"
#include "config/map_addressing.hpp"
#include "config/modbus_step_reader.hpp"
#include "config/param_finder.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::ModbusWriteStep;

constexpr const char* kMeansNothing = "means nothing on Modbus";
constexpr std::array<const char*, 1> kSnmpCommandKeys{"verify"};
constexpr std::array<const char*, 2> kSnmpPlaceKeys{"oid", "fails"};

/// Reads one command.
class CommandReader {
 public:
  CommandReader(const JsonView& command, const Layers& layers, AddressBook& addresses, ProblemList& problems)
      : command_(command), layers_(layers), addresses_(addresses), problems_(problems) {
    spec_.name = command.name();
  }

  void read();
  /// The device has no such thing.
  [[nodiscard]] bool is_absent() const { return is_absent_; }
  /// Its addresses are known.
  [[nodiscard]] bool is_placed() const { return is_placed_; }
  [[nodiscard]] core::ModbusCommandSpec take() { return std::move(spec_); }

 private:
  [[nodiscard]] AddressBook::Found find(const JsonView& place);
  void read_writes();
  void read_until_key();
  void settle_verifying();

  const JsonView& command_;
  const Layers& layers_;
  AddressBook& addresses_;
  ProblemList& problems_;
  core::ModbusCommandSpec spec_;
  bool is_absent_ = false;
  bool is_placed_ = true;
};

void CommandReader::read() {
  warn_of(command_, kSnmpCommandKeys, kMeansNothing, problems_);
  spec_.description = command_["description"].text().value_or("");
  spec_.argument = read_argument(command_["argument"], problems_);
  read_writes();
  read_until_key();
  settle_verifying();
  spec_.then_read = read_texts(command_["then_read"]);
}

AddressBook::Found CommandReader::find(const JsonView& place) {
  warn_of(place, kSnmpPlaceKeys, kMeansNothing, problems_);
  const auto address = place["address"];
  const auto addressing = addressing_of(layers_, {"commands", spec_.name}, address);
  if (!address.given()) problems_.error(place, "\"address\" is missing");
  auto found = address.exists() ? addresses_.find(address, addressing, "command " + in_quotes(spec_.name))
                                : AddressBook::Found{AddressBook::State::wrong, {}, address};
  is_absent_ = is_absent_ || found.state == AddressBook::State::absent;
  is_placed_ = is_placed_ && found.state == AddressBook::State::placed;
  return found;
}

void CommandReader::read_writes() {
  for (const auto& step : command_["write"].entries()) {
    if (!step.is_object()) continue;
    spec_.writes.push_back(read_step(step, find(step), problems_));
    check_step_value(step, spec_.writes.back(), spec_.argument, problems_);
  }
  const auto wants = [](const ModbusWriteStep& step) {
    return step.source == ModbusWriteStep::Source::argument;
  };
  check_writes(command_, std::ranges::any_of(spec_.writes, wants), problems_);
}

void CommandReader::read_until_key() {
  const auto until = command_["until"];
  if (until.is_object()) spec_.until = read_until(until, find(until), problems_);
}

/// What `until` watches changes by itself, and so does a clock: what is read back may well differ.
void CommandReader::settle_verifying() {
  const auto entries = command_["write"].entries();
  for (std::size_t i = 0; i < spec_.writes.size() && i < entries.size(); ++i) {
    auto& step = spec_.writes[i];
    const bool is_watched = spec_.until && step.place.function == spec_.until->place.function &&
                            step.place.address == spec_.until->place.address;
    const bool moves = is_watched || step.source == ModbusWriteStep::Source::clock;
    if (moves && !entries[i]["verify"].given()) step.verify = false;
  }
}

}  // namespace

void read_commands(const Layers& layers, AddressBook& addresses, ResolvedBus& bus, ProblemList& problems) {
  for (const auto& command : merged(layers, "commands")) {
    const auto& source = command.front();
    if (!source.is_object()) continue;
    note_replaced(command, "command", problems);
    CommandReader reader(source, layers, addresses, problems);
    reader.read();
    check_then_read(source["then_read"], bus, problems);
    if (reader.is_absent()) {
      bus.left_out.push_back(source.name());
    } else {
      bus.commands.push_back({reader.take(), source, reader.is_placed()});
    }
  }
}

}  // namespace bmsgw::config
