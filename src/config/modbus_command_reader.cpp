#include "config/modbus_command_reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "config/bus_reader.hpp"
#include "config/edit_distance.hpp"
#include "config/map_addressing.hpp"
#include "config/modbus_step_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::ModbusWriteStep;

/// Reads one command.
class CommandReader {
 public:
  CommandReader(const JsonView& command, Addressing addressing, AddressBook& addresses, ProblemList& problems)
      : command_(command), addressing_(addressing), addresses_(addresses), problems_(problems) {
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
  void read_argument();
  void read_writes();
  void read_until_key();
  void settle_verifying();

  const JsonView& command_;
  Addressing addressing_;
  AddressBook& addresses_;
  ProblemList& problems_;
  core::ModbusCommandSpec spec_;
  bool is_absent_ = false;
  bool is_placed_ = true;
};

void CommandReader::read() {
  spec_.description = command_["description"].text().value_or("");
  read_argument();
  read_writes();
  read_until_key();
  settle_verifying();
  spec_.then_read = read_texts(command_["then_read"]);
}

AddressBook::Found CommandReader::find(const JsonView& place) {
  const auto address = place["address"];
  auto found = address.exists() ? addresses_.find(address, addressing_, "command " + in_quotes(spec_.name))
                                : AddressBook::Found{AddressBook::State::wrong, {}, address};
  is_absent_ = is_absent_ || found.state == AddressBook::State::absent;
  is_placed_ = is_placed_ && found.state == AddressBook::State::placed;
  return found;
}

void CommandReader::read_argument() {
  const auto argument = command_["argument"];
  const auto least = argument["min"].number();
  const auto most = argument["max"].number();
  if (!least || !most) return;
  if (*most < *least)
    problems_.error(argument["max"], number_text(*most) + " is below \"min\", " + number_text(*least));
  spec_.argument = core::ValueRange{*least, *most};
}

void CommandReader::read_writes() {
  for (const auto& step : command_["write"].entries()) {
    if (!step.is_object()) continue;
    spec_.writes.push_back(read_step(step, find(step), problems_));
    check_step_value(step, spec_.writes.back(), spec_.argument, problems_);
  }
  if (!command_["write"].given() || (command_["write"].exists() && command_["write"].entries().empty()))
    problems_.error(command_, "has no \"write\": it would do nothing");
  const auto wants = [](const ModbusWriteStep& step) {
    return step.source == ModbusWriteStep::Source::argument;
  };
  if (spec_.argument && std::ranges::none_of(spec_.writes, wants))
    problems_.warning(command_["argument"], "means nothing as long as no \"value\" is \"argument\"");
}

void CommandReader::read_until_key() {
  const auto until = command_["until"];
  if (until.is_object()) spec_.until = read_until(until, find(until), problems_);
}

/// What `until` watches changes by itself, so what is read back may well differ.
void CommandReader::settle_verifying() {
  if (!spec_.until) return;
  const auto& watched = spec_.until->place;
  const auto entries = command_["write"].entries();
  for (std::size_t i = 0; i < spec_.writes.size() && i < entries.size(); ++i) {
    const auto& place = spec_.writes[i].place;
    const bool is_watched = place.function == watched.function && place.address == watched.address;
    if (is_watched && !entries[i]["verify"].given()) spec_.writes[i].verify = false;
  }
}

void check_then_read(const JsonView& command, const ResolvedBus& bus, ProblemList& problems) {
  std::vector<std::string> names;
  for (const auto& packet : bus.packets) names.push_back(packet.config.name);
  for (const auto& entry : command["then_read"].entries()) {
    const auto name = entry.text();
    if (!name || std::ranges::find(names, *name) != names.end()) continue;
    problems.error(entry, "there is no packet " + in_quotes(*name) + hint_for(*name, names));
  }
}

}  // namespace

void read_commands(const Layers& layers, AddressBook& addresses, ResolvedBus& bus, ProblemList& problems) {
  for (const auto& command : merged(layers, "commands")) {
    const auto& source = command.front();
    if (!source.is_object()) continue;
    note_replaced(command, "command", problems);
    CommandReader reader(source, addressing_of(layers, {"commands", source.name()}), addresses, problems);
    reader.read();
    check_then_read(source, bus, problems);
    if (reader.is_absent()) {
      bus.left_out.push_back(source.name());
    } else {
      bus.commands.push_back({reader.take(), source, reader.is_placed()});
    }
  }
}

}  // namespace bmsgw::config
