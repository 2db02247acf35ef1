#include "config/snmp_command_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "config/bus_reader.hpp"
#include "config/command_keys.hpp"
#include "config/param_finder.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"
#include "config/raw_code.hpp"

namespace bmsgw::config {
namespace {

using core::SnmpSetStep;

constexpr std::size_t kMostWrites = 32;
constexpr const char* kMeansNothing = "means nothing over SNMP";
constexpr std::array<const char*, 1> kOthersCommandKeys{"addressing"};
constexpr std::array<const char*, 7> kOthersStepKeys{"address",  "raw", "word_order", "big_end",
                                                     "function", "utc", "verify"};
constexpr std::array<const char*, 9> kOthersUntilKeys{"address", "raw",  "word_order", "big_end", "function",
                                                      "bit",     "bits", "offset",     "factor"};

/// INTEGER has 32 bits (RFC 1155, 3.2.1 with RFC 2578, 7.1.1).
bool fits(const SnmpSetStep& step, double value) {
  const auto raw = std::round(value / step.format.factor - step.format.offset);
  return raw >= std::numeric_limits<std::int32_t>::min() && raw <= std::numeric_limits<std::int32_t>::max();
}

/// Reads one command.
class CommandReader {
 public:
  CommandReader(const JsonView& command, const OidResolver& oids, ProblemList& problems)
      : command_(command), oids_(oids), problems_(problems) {
    spec_.name = command.name();
  }

  void read();
  [[nodiscard]] core::SnmpCommandSpec take() { return std::move(spec_); }

 private:
  [[nodiscard]] std::string oid_of(const JsonView& place);
  void read_writes();
  void read_step(const JsonView& step);
  void read_value(const JsonView& value, SnmpSetStep& step);
  void check_range(const JsonView& at, const SnmpSetStep& step, const core::ValueRange& range);
  void read_until();
  void read_verify();

  const JsonView& command_;
  const OidResolver& oids_;
  ProblemList& problems_;
  core::SnmpCommandSpec spec_;
  std::set<std::string> written_;
};

void CommandReader::read() {
  warn_of(command_, kOthersCommandKeys, kMeansNothing, problems_);
  spec_.description = command_["description"].text().value_or("");
  spec_.argument = read_argument(command_["argument"], problems_);
  read_writes();
  read_until();
  read_verify();
  spec_.then_read = read_texts(command_["then_read"]);
}

std::string CommandReader::oid_of(const JsonView& place) {
  const auto oid = place["oid"];
  if (!oid.given()) problems_.error(place, "\"oid\" is missing");
  return oids_.resolve(oid, {"commands", spec_.name}).value_or("");
}

void CommandReader::read_writes() {
  const auto steps = command_["write"].entries();
  if (steps.size() > kMostWrites)
    problems_.error(command_["write"], "one request sets at most " + std::to_string(kMostWrites) +
                                           " objects, not " + std::to_string(steps.size()));
  for (const auto& step : steps) {
    if (step.is_object()) read_step(step);
  }
  check_writes(command_, std::ranges::any_of(spec_.sets, &SnmpSetStep::is_argument), problems_);
}

void CommandReader::read_step(const JsonView& step) {
  warn_of(step, kOthersStepKeys, kMeansNothing, problems_);
  SnmpSetStep read;
  read.format = read_step_scaling(step, problems_);
  read.format.is_signed = true;
  read.oid = oid_of(step);
  read_value(step["value"], read);
  if (!read.oid.empty() && !written_.insert(read.oid).second)
    problems_.error(step["oid"], read.oid + " is written by this command already");
  spec_.sets.push_back(std::move(read));
}

void CommandReader::read_value(const JsonView& value, SnmpSetStep& step) {
  const auto text = value.text();
  step.is_argument = text.has_value();
  step.value = value.number().value_or(0);
  if (text && *text != "argument") {
    problems_.error(value, "parts of the time are Modbus's: over SNMP it is a number or \"argument\", not " +
                               in_quotes(*text));
  } else if (text && !spec_.argument) {
    problems_.error(value,
                    "needs \"argument\": {\"min\": ..., \"max\": ...} of the command: what it may be given");
  } else if (text) {
    check_range(value, step, *spec_.argument);
  } else {
    check_range(value, step, {step.value, step.value});
  }
}

void CommandReader::check_range(const JsonView& at, const SnmpSetStep& step, const core::ValueRange& range) {
  for (const auto value : {range.least, range.most}) {
    if (fits(step, value)) continue;
    problems_.error(at, (step.is_argument ? "argument (" + number_text(value) + ")" : number_text(value)) +
                            " doesn't fit into an INTEGER of 32 bits");
    return;
  }
}

void CommandReader::read_until() {
  const auto until = command_["until"];
  if (!until.is_object()) return;
  warn_of(until, kOthersUntilKeys, kMeansNothing, problems_);
  core::SnmpUntil read;
  read.oid = oid_of(until);
  const auto equals = until["equals"];
  read.equals = equals.integer().value_or(static_cast<std::int64_t>(equals.number().value_or(0)));
  if (equals.number() && !equals.integer() && static_cast<double>(read.equals) != *equals.number())
    problems_.error(equals, "must be a whole number, not " + number_text(*equals.number()));
  read.fails = read_texts_by_code(until["fails"], "a reason", problems_);
  if (read.fails.contains(read.equals))
    problems_.error(until["fails"], "has the code " + std::to_string(read.equals) +
                                        " too, which by \"equals\" means that it is done");
  read.every_s = until["every"].number().value_or(read.every_s);
  read.timeout_s = until["timeout"].number().value_or(read.timeout_s);
  spec_.until = std::move(read);
}

/// What `until` watches changes by itself: what is read back may well differ.
void CommandReader::read_verify() {
  const bool is_watched = spec_.until && written_.contains(spec_.until->oid);
  spec_.verify = command_["verify"].boolean().value_or(!is_watched);
}

}  // namespace

void read_snmp_commands(const Layers& layers, const OidResolver& oids, ResolvedBus& bus,
                        ProblemList& problems) {
  for (const auto& command : merged(layers, "commands")) {
    const auto& source = command.front();
    if (!source.is_object()) continue;
    note_replaced(command, "command", problems);
    CommandReader reader(source, oids, problems);
    reader.read();
    check_then_read(source["then_read"], bus, problems);
    bus.snmp.commands.push_back(reader.take());
  }
}

}  // namespace bmsgw::config
