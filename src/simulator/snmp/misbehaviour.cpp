#include "simulator/snmp/misbehaviour.hpp"

#include <array>
#include <utility>

namespace bmsgw::simulator::snmp {
namespace {

constexpr unsigned kDefaultDelayMs = 1500;

constexpr std::array<KindName<MisdeedKind>, 9> kNames{{
    {"silence", MisdeedKind::silence},
    {"drop", MisdeedKind::drop, true},
    {"late", MisdeedKind::late, true},
    {"truncated", MisdeedKind::truncated, true},
    {"garbage", MisdeedKind::garbage, true},
    {"wrong-types", MisdeedKind::wrong_types, true},
    {"nulls", MisdeedKind::nulls, true},
    {"no-getnext", MisdeedKind::no_getnext},
    {"too-big", MisdeedKind::too_big, true},
}};

std::pair<unsigned, unsigned> bounds_of(MisdeedKind kind) {
  if (kind == MisdeedKind::late) return {1, 600'000};
  return {1, 100};
}

}  // namespace

std::span<const KindName<MisdeedKind>> misdeed_names() {
  return kNames;
}

std::variant<Misdeed, std::string> parse_misdeed(std::string_view text) {
  auto parsed = parse_scheduled<MisdeedKind>(text, kNames);
  const auto* misdeed = std::get_if<Misdeed>(&parsed);
  if (misdeed == nullptr) return parsed;
  const auto [least, most] = bounds_of(misdeed->kind);
  const auto number = misdeed->argument.value_or(least);
  if (number >= least && number <= most) return parsed;
  return "the number behind ':' is " + std::to_string(least) + " to " + std::to_string(most);
}

bool Misbehaviour::hits(MisdeedKind kind, Elapsed now, unsigned otherwise) {
  const auto* misdeed = find_on(schedule_, kind, now);
  return misdeed != nullptr && random_.below(100) < misdeed->argument.value_or(otherwise);
}

Treatment Misbehaviour::treatment(Elapsed now) {
  Treatment treatment;
  treatment.lost = is_on(MisdeedKind::silence, now) || hits(MisdeedKind::drop, now, 50);
  treatment.truncated = hits(MisdeedKind::truncated, now, 50);
  treatment.garbage = hits(MisdeedKind::garbage, now, 50);
  treatment.seed = random_.next();
  if (const auto* late = find_on(schedule_, MisdeedKind::late, now))
    treatment.delay = std::chrono::milliseconds(late->argument.value_or(kDefaultDelayMs));
  return treatment;
}

void Misbehaviour::spoil(Answer& answer, Elapsed now) {
  if (hits(MisdeedKind::too_big, now, 50)) answer = {core::kSnmpTooBig, 0, {}};
  for (auto& varbind : answer.varbinds) {
    auto& value = varbind.value;
    const bool is_number = value.type == Value::Type::integer;
    if (is_number && value.number >= 0 && hits(MisdeedKind::wrong_types, now, 100))
      value.type = Value::Type::gauge;
    if (is_number && hits(MisdeedKind::nulls, now, 10)) value = {};
  }
}

}  // namespace bmsgw::simulator::snmp
