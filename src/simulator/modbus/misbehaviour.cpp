#include "simulator/modbus/misbehaviour.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bmsgw::simulator::modbus {
namespace {

constexpr unsigned kDefaultDelayMs = 1500;
constexpr unsigned kDefaultByteMs = 20;
constexpr unsigned kDefaultException = 4;  ///< server device failure
constexpr std::size_t kMostGarbage = 8;

constexpr std::array<KindName<MisdeedKind>, 16> kNames{{
    {"late", MisdeedKind::late, true},
    {"wrong-unit", MisdeedKind::wrong_unit, true},
    {"wrong-transaction", MisdeedKind::wrong_transaction, true},
    {"exception", MisdeedKind::exception, true},
    {"busy", MisdeedKind::busy},
    {"dead-unit", MisdeedKind::dead_unit, true},
    {"drop", MisdeedKind::drop, true},
    {"garbage", MisdeedKind::garbage, true},
    {"crc", MisdeedKind::crc, true},
    {"silence", MisdeedKind::silence},
    {"one-connection", MisdeedKind::one_connection},
    {"slow", MisdeedKind::slow, true},
    {"illegal", MisdeedKind::illegal, true},
    {"half-open", MisdeedKind::half_open},
    {"echo", MisdeedKind::echo},
    {"disappear", MisdeedKind::disappear},
}};

std::pair<unsigned, unsigned> bounds_of(MisdeedKind kind) {
  switch (kind) {
    case MisdeedKind::late:
      return {1, 600'000};
    case MisdeedKind::slow:
      return {1, 10'000};
    case MisdeedKind::exception:
      return {1, 255};
    case MisdeedKind::dead_unit:
      return {0, 255};
    case MisdeedKind::illegal:
      return {0, 0xFFFF};
    default:
      return {1, 100};
  }
}

}  // namespace

std::span<const KindName<MisdeedKind>> misdeed_names() {
  return kNames;
}

std::variant<Misdeed, std::string> parse_misdeed(std::string_view text) {
  auto parsed = parse_scheduled<MisdeedKind>(text, kNames);
  const auto* misdeed = std::get_if<Misdeed>(&parsed);
  if (misdeed == nullptr) return parsed;
  if (misdeed->kind == MisdeedKind::illegal && !misdeed->argument) return "illegal:ADDRESS needs the address";
  const auto [least, most] = bounds_of(misdeed->kind);
  const auto number = misdeed->argument.value_or(least);
  if (number >= least && number <= most) return parsed;
  return "the number behind ':' is " + std::to_string(least) + " to " + std::to_string(most);
}

std::string misplaced(const Misdeed& misdeed, bool over_tcp) {
  constexpr std::array kOfTcp{MisdeedKind::wrong_transaction, MisdeedKind::one_connection,
                              MisdeedKind::half_open};
  constexpr std::array kOfRtu{MisdeedKind::crc, MisdeedKind::echo};
  const auto is_among = [&misdeed](const auto& kinds) {
    return std::ranges::find(kinds, misdeed.kind) != kinds.end();
  };
  if (over_tcp ? !is_among(kOfRtu) : !is_among(kOfTcp)) return "";
  const auto known = std::ranges::find(kNames, misdeed.kind, &KindName<MisdeedKind>::kind);
  return "'" + std::string(known->name) + "' is for " + (over_tcp ? "--rtu" : "--tcp");
}

bool Misbehaviour::hits(MisdeedKind kind, Elapsed now, unsigned otherwise) {
  const auto* misdeed = find(kind, now);
  return misdeed != nullptr && random_.below(100) < misdeed->argument.value_or(otherwise);
}

bool Misbehaviour::is_dead(std::uint8_t unit, std::uint8_t last, Elapsed now) const {
  return std::ranges::any_of(schedule_, [unit, last, now](const Misdeed& misdeed) {
    return misdeed.kind == MisdeedKind::dead_unit && misdeed.is_on(now) &&
           misdeed.argument.value_or(last) == unit;
  });
}

std::optional<std::uint8_t> Misbehaviour::exception(const core::ModbusRequest& request, Elapsed now) const {
  if (const auto* misdeed = find(MisdeedKind::exception, now))
    return static_cast<std::uint8_t>(misdeed->argument.value_or(kDefaultException));
  if (find(MisdeedKind::busy, now) != nullptr) return core::kServerBusy;
  const bool illegal = std::ranges::any_of(schedule_, [&request, now](const Misdeed& misdeed) {
    return misdeed.kind == MisdeedKind::illegal && misdeed.is_on(now) &&
           *misdeed.argument - request.address < request.count;  // wraps round below the address
  });
  return illegal ? std::optional(core::kIllegalDataAddress) : std::nullopt;
}

void Misbehaviour::spoil_unit(Bytes& answer, Elapsed now) {
  if (hits(MisdeedKind::wrong_unit, now)) ++answer.front();
}

std::uint16_t Misbehaviour::transaction(std::uint16_t right, Elapsed now) {
  return static_cast<std::uint16_t>(hits(MisdeedKind::wrong_transaction, now) ? right - 1 : right);
}

std::uint16_t Misbehaviour::crc(std::uint16_t right, Elapsed now) {
  return static_cast<std::uint16_t>(hits(MisdeedKind::crc, now) ? right ^ 1U : right);
}

Misbehaviour::Bytes Misbehaviour::garbage(Elapsed now) {
  if (!hits(MisdeedKind::garbage, now)) return {};
  Bytes bytes(1 + random_.below(kMostGarbage));
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_.byte());
  return bytes;
}

Elapsed Misbehaviour::delay(Elapsed now) const {
  const auto* misdeed = find(MisdeedKind::late, now);
  if (misdeed == nullptr) return Elapsed{0};
  return std::chrono::milliseconds(misdeed->argument.value_or(kDefaultDelayMs));
}

std::optional<double> Misbehaviour::byte_s(Elapsed now) const {
  const auto* misdeed = find(MisdeedKind::slow, now);
  if (misdeed == nullptr) return std::nullopt;
  return misdeed->argument.value_or(kDefaultByteMs) * 1e-3;
}

}  // namespace bmsgw::simulator::modbus
