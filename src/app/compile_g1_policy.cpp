#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "bmsgw/codec/g1/parameter_codec.hpp"
#include "bmsgw/config/g1_parameters.hpp"
#include "bmsgw/config/method_names.hpp"

#include "compile_buses.hpp"

namespace bmsgw::app {
namespace {

using config::AllowEntry;
using core::G1Parameter;
using route::ParameterPermit;

constexpr double kRounding = 1e-6;  ///< of a step: 0.3 / 0.1 isn't quite 3
constexpr const char* kEveryParameter = "CF2";

/// A sentence whose only field is a number: value = raw + offset.
struct NumberSentence {
  const char* name;
  std::int64_t offset;
  std::int64_t least;
  std::int64_t most;
};
/// State of charge in %, reference temperature in °C. G1 Control Unit Serial Protocol 2.1.0, p. 28, 42.
constexpr NumberSentence kNumberSentences[] = {{"SC1", 0, 0, 100}, {"TC1", -100, 0, 255}};

/// The first whole number from `bound` on, but at least `least`.
std::int64_t first_from(double bound, std::int64_t least) {
  if (!(bound > static_cast<double>(least))) return least;
  return static_cast<std::int64_t>(std::ceil(std::min(bound, 1e15) - kRounding));
}

/// The last whole number up to `bound`, but at most `most`.
std::int64_t last_up_to(double bound, std::int64_t most) {
  if (!(bound < static_cast<double>(most))) return most;
  return static_cast<std::int64_t>(std::floor(std::max(bound, -1e15) + kRounding));
}

ParameterPermit permit_of(const G1Parameter& parameter, const AllowEntry& entry) {
  ParameterPermit permit;
  permit.id = parameter.id;
  permit.digits = static_cast<std::uint8_t>(2 * parameter.bytes);
  permit.is_signed = parameter.is_signed;
  permit.least = codec::g1::least_raw(parameter);
  permit.most = codec::g1::most_raw(parameter);
  const auto raw_of = [&parameter](double value) { return value / parameter.factor - parameter.offset; };
  if (entry.min) permit.least = first_from(raw_of(*entry.min), permit.least);
  if (entry.max) permit.most = last_up_to(raw_of(*entry.max), permit.most);
  permit.range = fmt::format("{:.10g} to {:.10g} {}", codec::g1::value_of(parameter, permit.least),
                             codec::g1::value_of(parameter, permit.most), parameter.units);
  return permit;
}

void add_sentence(const AllowEntry& entry, route::BusPolicy& policy) {
  policy.sentences.push_back(entry.name);
  const auto number = std::ranges::find(kNumberSentences, entry.name, &NumberSentence::name);
  if (number == std::end(kNumberSentences) || (!entry.min && !entry.max)) return;
  const auto raw_of = [number](double value) { return value - static_cast<double>(number->offset); };
  policy.ranges.push_back({entry.name,
                           entry.min ? first_from(raw_of(*entry.min), number->least) : number->least,
                           entry.max ? last_up_to(raw_of(*entry.max), number->most) : number->most});
}

/// Only as it is spelt: SC1 is a sentence, the id S0C1 is called so.
std::optional<core::CanId> can_id_of(const std::string& name) {
  const auto id = core::parse_can_id(name);
  return id && core::to_string(*id) == name ? id : std::nullopt;
}

void add_entry(const AllowEntry& entry, route::BusPolicy& policy) {
  if (entry.parameter) {
    const auto& known = config::g1_parameters();
    const auto parameter = std::ranges::find(known, *entry.parameter, &G1Parameter::id);
    if (parameter != known.end()) policy.parameters.push_back(permit_of(*parameter, entry));
  } else if (entry.name == config::kMasterClearMethod) {
    policy.master_clear = true;
  } else if (entry.name == config::kFirmwareMethod) {
    policy.firmware = true;
  } else if (const auto id = can_id_of(entry.name)) {
    policy.ids.push_back(*id);
  } else {
    add_sentence(entry, policy);
  }
}

}  // namespace

route::BusPolicy policy_of(const config::SerialBus& serial, const config::BusProtocol& /*protocol*/) {
  route::BusPolicy policy;
  policy.read_write = serial.bus.read_write;
  for (const auto& entry : serial.bus.allow) add_entry(entry, policy);
  if (std::ranges::find(policy.sentences, kEveryParameter) == policy.sentences.end()) return policy;
  for (const auto& parameter : config::g1_parameters())
    policy.parameters.push_back(permit_of(parameter, AllowEntry{}));
  return policy;
}

}  // namespace bmsgw::app
