#include "simulator/misbehaviour.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bmsgw::simulator {
namespace {

constexpr unsigned kDefaultPercent = 50;
constexpr unsigned kDefaultCopies = 20;
constexpr unsigned kMostCopies = 1000;
constexpr std::size_t kCrcAndLineEnd = 4;

constexpr std::array<KindName<MisdeedKind>, 8> kNames{{
    {"noise", MisdeedKind::noise, true},
    {"cut", MisdeedKind::cut, true},
    {"silence", MisdeedKind::silence},
    {"wrong-crc", MisdeedKind::wrong_crc, true},
    {"burst", MisdeedKind::burst, true},
    {"disappear", MisdeedKind::disappear},
    {"endless", MisdeedKind::endless},
    {"garbage", MisdeedKind::garbage},
}};

bool is_sentence(std::string_view text) {
  return text.size() > kCrcAndLineEnd + 1;
}

}  // namespace

std::span<const KindName<MisdeedKind>> misdeed_names() {
  return kNames;
}

std::variant<Misdeed, std::string> parse_misdeed(std::string_view text) {
  auto parsed = parse_scheduled<MisdeedKind>(text, kNames);
  const auto* misdeed = std::get_if<Misdeed>(&parsed);
  if (misdeed == nullptr || !misdeed->argument) return parsed;
  const bool is_burst = misdeed->kind == MisdeedKind::burst;
  if (*misdeed->argument >= 1 && *misdeed->argument <= (is_burst ? kMostCopies : 100U)) return parsed;
  return std::string(is_burst ? "burst:COPIES is 1 to 1000" : "the share behind ':' is 1 to 100 percent");
}

Misbehaviour::Misbehaviour(std::vector<Misdeed> schedule, std::uint64_t seed)
    : schedule_(std::move(schedule)), random_(seed) {}

bool Misbehaviour::hits(MisdeedKind kind, Elapsed now) {
  const auto* misdeed = find(kind, now);
  return misdeed != nullptr && random_.below(100) < misdeed->argument.value_or(kDefaultPercent);
}

bool Misbehaviour::fills(Elapsed now) const {
  return find(MisdeedKind::endless, now) != nullptr || find(MisdeedKind::garbage, now) != nullptr;
}

std::vector<std::string> Misbehaviour::apply(std::vector<std::string> sentences, Elapsed now) {
  if (fills(now) || port_gone(now) || find(MisdeedKind::silence, now) != nullptr) return {};
  std::vector<std::string> out;
  const auto* burst = find(MisdeedKind::burst, now);
  const unsigned copies = burst != nullptr ? burst->argument.value_or(kDefaultCopies) : 1;
  for (auto& sentence : sentences) {
    if (is_sentence(sentence)) sentence = spoilt(std::move(sentence), now);
    out.insert(out.end(), copies, sentence);
  }
  if (!out.empty() && std::exchange(endless_begun_, false)) out.front().insert(0, "\r\n");
  return out;
}

std::string Misbehaviour::spoilt(std::string sentence, Elapsed now) {
  if (hits(MisdeedKind::wrong_crc, now)) {
    auto& digit = sentence[sentence.size() - kCrcAndLineEnd];
    digit = digit == '0' ? '1' : '0';
  }
  if (hits(MisdeedKind::cut, now)) sentence.resize(1 + random_.below(sentence.size() - kCrcAndLineEnd));
  if (hits(MisdeedKind::noise, now)) sentence.insert(0, noise());
  return sentence;
}

/// With a line end, so that the sentence behind it survives.
std::string Misbehaviour::noise() {
  std::string bytes(1 + random_.below(40), '\0');
  for (auto& byte : bytes) byte = random_.byte();
  return bytes + "\r\n";
}

std::string Misbehaviour::filler(std::size_t bytes, Elapsed now) {
  if (find(MisdeedKind::garbage, now) != nullptr) {
    std::string garbage(bytes, '\0');
    for (auto& byte : garbage) byte = random_.byte();
    return garbage;
  }
  if (find(MisdeedKind::endless, now) == nullptr) return {};
  std::string text = std::exchange(endless_begun_, true) ? "" : "BV2,00,0000,";
  while (text.size() < bytes) text += "0123456789ABCDEF"[random_.below(16)];
  return text;
}

}  // namespace bmsgw::simulator
