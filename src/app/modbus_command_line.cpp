#include "modbus_command_line.hpp"

#include <charconv>
#include <iostream>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "bmsgw/core/time.hpp"

#include "endpoint.hpp"
#include "modbus_tool.hpp"

namespace bmsgw::app {
namespace {

constexpr unsigned kMostAddress = 0xFFFF;

struct ModbusChoices {
  std::string protocol;
  std::string tcp;
  transport::ModbusOptions line;
  std::string parity = "N";
  unsigned timeout_ms = 1000;
  unsigned function = 3;
  unsigned unit = 1;
  unsigned address = 0;
  std::string units = "1-247";
  std::string range;
};

using Range = std::pair<unsigned, unsigned>;

std::optional<unsigned> parse_number(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc{} && end == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

/// `A`, or A and B with `between` in the middle.
std::optional<Range> parse_range(std::string_view text, std::string_view between, unsigned most) {
  const auto at = text.find(between);
  const auto first = parse_number(text.substr(0, at));
  const auto last = at == std::string_view::npos ? first : parse_number(text.substr(at + between.size()));
  if (!first || !last || *first > *last || *last > most) return std::nullopt;
  return Range{*first, *last};
}

void add_line_options(CLI::App& command, ModbusChoices& choices) {
  auto* const tcp = command.add_option("--tcp", choices.tcp, "HOST or HOST:PORT (502 unless told)");
  auto* const rtu = command.add_option("--rtu", choices.line.device, "the serial port, as in /dev/ttyUSB0");
  tcp->excludes(rtu);
  command.add_option("--speed", choices.line.speed, "of the serial port, bit/s")
      ->capture_default_str()
      ->needs(rtu);
  command.add_option("--parity", choices.parity, "N, E or O")
      ->capture_default_str()
      ->check(CLI::IsMember({"N", "E", "O"}, CLI::ignore_case));
  command.add_option("--stop-bits", choices.line.stop_bits, "1 or 2")
      ->capture_default_str()
      ->check(CLI::Range(1, 2));
  command.add_flag("--local-echo", choices.line.local_echo, "the adapter sends back what it is given");
  command.add_option("--timeout", choices.timeout_ms, "for an answer, ms")
      ->capture_default_str()
      ->check(CLI::Range(10, 60'000));
  command
      .add_option("--fc", choices.function,
                  "function: 1 coils, 2 discrete inputs, 3 holding, 4 input registers")
      ->capture_default_str()
      ->check(CLI::Range(1, 4));
}

std::unique_ptr<transport::ModbusLine> line_of(ModbusChoices& choices, const core::Clock& clock) {
  if (choices.tcp.empty() && choices.line.device.empty()) {
    throw CLI::ValidationError("modbus", "needs --tcp HOST[:PORT] or --rtu PORT");
  }
  if (!choices.tcp.empty()) {
    const auto endpoint = parse_endpoint(choices.tcp, choices.line.port);
    if (!endpoint) throw CLI::ValidationError("--tcp", "is HOST or HOST:PORT, the port from 1 to 65535");
    choices.line.host = endpoint->host;
    choices.line.port = endpoint->port;
  }
  choices.line.parity = static_cast<char>(choices.parity.front() & ~0x20);
  choices.line.response_timeout = core::milliseconds(choices.timeout_ms);
  return transport::make_modbus_line(choices.line, clock);
}

int probe(ModbusChoices& choices) {
  const auto units = parse_range(choices.units, "-", 255);
  if (!units) throw CLI::ValidationError("--units", "is a unit id, or the first and last as in 1-247");
  const core::SystemClock clock;
  const auto line = line_of(choices, clock);
  if (choices.tcp.empty() && (units->first == 0 || units->second > 247)) {
    throw CLI::ValidationError("--units", "on a serial line unit ids are 1 to 247");
  }
  const core::ModbusRequest question{1,
                                     static_cast<core::ModbusFunction>(choices.function),
                                     static_cast<std::uint16_t>(choices.address),
                                     1,
                                     {}};
  return probe_modbus(*line, static_cast<std::uint8_t>(units->first),
                      static_cast<std::uint8_t>(units->second), question, std::cout, std::cerr);
}

int read(ModbusChoices& choices) {
  const auto range = parse_range(choices.range, "..", kMostAddress);
  if (!range)
    throw CLI::ValidationError("range", "is an address from 0 to 65535, or the first and last as in 0..200");
  const core::SystemClock clock;
  const auto line = line_of(choices, clock);
  return read_modbus(*line, static_cast<std::uint8_t>(choices.unit),
                     static_cast<core::ModbusFunction>(choices.function), range->first, range->second,
                     std::cout, std::cerr);
}

}  // namespace

void add_modbus_probe(CLI::App& probe_command, int& status) {
  auto* const probing = probe_command.add_subcommand("modbus", "who answers on a Modbus line");
  const auto probed = std::make_shared<ModbusChoices>();
  probed->timeout_ms = 300;
  add_line_options(*probing, *probed);
  probing->add_option("--units", probed->units, "unit ids to ask, the first and the last")
      ->capture_default_str();
  probing->add_option("--address", probed->address, "what is asked for, as on the wire")
      ->capture_default_str()
      ->check(CLI::Range(0U, kMostAddress));
  probing->callback([probed, &status] { status = probe(*probed); });
}

void add_modbus_read(CLI::App& app, int& status) {
  auto* const reading = app.add_subcommand("read", "registers or bits of a Modbus unit, as they are");
  const auto wanted = std::make_shared<ModbusChoices>();
  reading->add_option("protocol", wanted->protocol, "modbus")->required()->check(CLI::IsMember({"modbus"}));
  add_line_options(*reading, *wanted);
  reading->add_option("--unit", wanted->unit, "unit id")->capture_default_str()->check(CLI::Range(0, 255));
  reading->add_option("range", wanted->range, "addresses as on the wire, from 0 on: 100, or 0..200")
      ->required();
  reading->callback([wanted, &status] { status = read(*wanted); });
}

}  // namespace bmsgw::app
