#include "simulator/can_misbehaviour.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <linux/can/error.h>

namespace bmsgw::simulator {
namespace {

constexpr unsigned kDefaultPercent = 50;
constexpr unsigned kDefaultCopies = 20;
constexpr unsigned kMostCopies = 1000;
constexpr unsigned kDefaultPerSecond = 1000;
constexpr unsigned kMostPerSecond = 100'000;
constexpr std::uint8_t kMostBytes = 8;

constexpr std::array<KindName<CanMisdeedKind>, 6> kNames{{
    {"wrong-length", CanMisdeedKind::wrong_length, true},
    {"unknown-ids", CanMisdeedKind::unknown_ids, true},
    {"rtr-storm", CanMisdeedKind::rtr_storm, true},
    {"silence", CanMisdeedKind::silence},
    {"burst", CanMisdeedKind::burst, true},
    {"error-frames", CanMisdeedKind::error_frames, true},
}};

unsigned most_of(CanMisdeedKind kind) {
  if (kind == CanMisdeedKind::burst) return kMostCopies;
  const bool is_share = kind == CanMisdeedKind::wrong_length || kind == CanMisdeedKind::unknown_ids;
  return is_share ? 100U : kMostPerSecond;
}

}  // namespace

std::span<const KindName<CanMisdeedKind>> can_misdeed_names() {
  return kNames;
}

std::variant<CanMisdeed, std::string> parse_can_misdeed(std::string_view text) {
  auto parsed = parse_scheduled<CanMisdeedKind>(text, kNames);
  const auto* misdeed = std::get_if<CanMisdeed>(&parsed);
  if (misdeed == nullptr || !misdeed->argument) return parsed;
  const auto most = most_of(misdeed->kind);
  if (*misdeed->argument >= 1 && *misdeed->argument <= most) return parsed;
  return "the number behind ':' is 1 to " + std::to_string(most);
}

CanMisbehaviour::CanMisbehaviour(std::vector<CanMisdeed> schedule, CanIds ids, std::uint64_t seed)
    : schedule_(std::move(schedule)), ids_(ids), random_(seed) {}

bool CanMisbehaviour::hits(CanMisdeedKind kind, Elapsed now) {
  const auto* misdeed = find(kind, now);
  return misdeed != nullptr && random_.below(100) < misdeed->argument.value_or(kDefaultPercent);
}

std::vector<BusFrame> CanMisbehaviour::apply(const std::vector<core::CanFrame>& frames, Elapsed now) {
  std::vector<BusFrame> out;
  const auto requests = flood(requests_, CanMisdeedKind::rtr_storm, now);
  const auto errors = flood(errors_, CanMisdeedKind::error_frames, now);
  for (std::size_t i = 0; i < requests; ++i) out.push_back({foreign_request()});
  for (std::size_t i = 0; i < errors; ++i) out.push_back(error_report());
  if (find(CanMisdeedKind::silence, now) != nullptr) return out;
  for (const auto& frame : frames) add(out, frame, now);
  return out;
}

void CanMisbehaviour::add(std::vector<BusFrame>& out, core::CanFrame frame, Elapsed now) {
  if (hits(CanMisdeedKind::unknown_ids, now)) out.push_back({stranger()});
  if (frame.length > 0 && hits(CanMisdeedKind::wrong_length, now)) {
    const auto other = static_cast<std::uint8_t>(1 + random_.below(kMostBytes - 1U));  // 1 to 7
    frame.length = other < frame.length ? other : static_cast<std::uint8_t>(other + 1);
  }
  const auto* burst = find(CanMisdeedKind::burst, now);
  const unsigned copies = burst != nullptr ? burst->argument.value_or(kDefaultCopies) : 1;
  out.insert(out.end(), copies, BusFrame{frame});
}

std::size_t CanMisbehaviour::flood(std::optional<Broadcaster>& pace, CanMisdeedKind kind, Elapsed now) {
  const auto* misdeed = find(kind, now);
  if (misdeed == nullptr) {
    pace.reset();
    return 0;
  }
  if (!pace) {
    pace.emplace(1, misdeed->argument.value_or(kDefaultPerSecond));
    pace->restart(now);
  }
  return pace->take_due(now, Elapsed{0}).count;
}

Elapsed CanMisbehaviour::next_wake(Elapsed now) const {
  auto wake = next_change(schedule_, now);
  for (const auto* pace : {&requests_, &errors_})
    if (*pace) wake = std::min(wake, (*pace)->next());
  return wake;
}

/// Never one of the unit's ids, and never one that would speak for a charger.
core::CanFrame CanMisbehaviour::stranger() {
  core::CanFrame frame;
  do {
    const auto number = static_cast<std::uint32_t>(random_.next());
    frame.id = ids_.base().is_extended() ? core::CanId::extended(number) : core::CanId::standard(number);
  } while (ids_.is_own(frame.id) || frame.id == core::kNeverSent);
  frame.length = static_cast<std::uint8_t>(1 + random_.below(kMostBytes));
  std::generate_n(frame.data.begin(), frame.length,
                  [this] { return static_cast<std::uint8_t>(random_.byte()); });
  return frame;
}

core::CanFrame CanMisbehaviour::foreign_request() {
  core::CanFrame frame;
  frame.id = ids_.base() + static_cast<std::uint32_t>(random_.below(4));
  frame.remote = true;
  return frame;
}

/// A bit error, a controller that warns, one that is passive, and one that is back.
BusFrame CanMisbehaviour::error_report() {
  constexpr std::array<std::pair<std::uint32_t, std::uint8_t>, 4> kReports{{
      {CAN_ERR_PROT, std::uint8_t{0}},
      {CAN_ERR_CRTL, std::uint8_t{CAN_ERR_CRTL_RX_WARNING}},
      {CAN_ERR_CRTL, std::uint8_t{CAN_ERR_CRTL_RX_PASSIVE}},
      {CAN_ERR_CRTL, std::uint8_t{CAN_ERR_CRTL_ACTIVE}},
  }};
  const auto& [error_class, detail] = kReports.at(random_.below(kReports.size()));
  BusFrame report;
  report.error_class = error_class;
  report.frame.length = CAN_ERR_DLC;
  report.frame.data[1] = detail;
  if (error_class == CAN_ERR_PROT) report.frame.data[2] = CAN_ERR_PROT_BIT;
  return report;
}

}  // namespace bmsgw::simulator
