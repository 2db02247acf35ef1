// A v1 trap of an enterprise has its values in the order of the MIB's VARIABLES (RFC 1215); the names of
// event number and text are known besides. CyberPower's clear events are one for each quantity: the number
// 103 ends what 101 or 102 began (CPS-MIB 2.10, mtrapinfoBmEventId).
#include "bmsgw/codec/snmp/trap_reader.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include <fmt/core.h>

#include "bmsgw/codec/snmp/value_reader.hpp"

#include "codec/plain_text.hpp"

namespace bmsgw::codec::snmp {
namespace {

using core::SnmpTrapRole;
using Meanings = std::map<std::int64_t, core::SnmpEventMeaning>;

constexpr std::size_t kMostText = 255;
constexpr std::string_view kSeverity = "{severity}";

/// Some agents add an instance to a name, others leave out the .0 of a scalar.
bool is_same_object(std::string_view oid, std::string_view object) {
  if (object.empty()) return false;
  if (core::is_under(oid, object)) return true;
  return object.ends_with(".0") && oid == object.substr(0, object.size() - 2);
}

std::string text_of(const core::SnmpValue& value) {
  if (const auto* const whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* const real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  const auto* const octets = std::get_if<std::string_view>(&value);
  if (octets == nullptr) return {};
  auto text = without_blanks_at_end(*octets);
  if (text.size() > kMostText) {
    auto end = kMostText;  // not within a character
    while (end > kMostText - 3 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text = text.substr(0, end);
  }
  std::string shown(text);
  replace_unprintable(shown);
  return shown;
}

/// What a trap has, by the roles that the map gives its values.
class TrapFields {
 public:
  TrapFields(const core::SnmpTraps& map, const core::SnmpTrapSpec& spec, const core::SnmpTrap& trap)
      : map_(map), spec_(spec), trap_(trap) {
    find_event();
  }

  [[nodiscard]] const std::optional<std::int64_t>& event() const { return event_; }
  /// Of the event; nullptr: nobody knows it.
  [[nodiscard]] const core::SnmpEventMeaning* meaning() const {
    if (!event_ || meanings_ == nullptr) return nullptr;
    const auto found = meanings_->find(*event_);
    return found == meanings_->end() ? nullptr : &found->second;
  }

  [[nodiscard]] std::optional<std::uint32_t> number(SnmpTrapRole role) const {
    const auto* const varbind = by_role(role);
    const auto number = varbind == nullptr ? std::nullopt : code_of(varbind->value);
    if (!number || *number < 1 || *number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
  }
  [[nodiscard]] std::string text() const {
    for (const auto& varbind : trap_.varbinds) {
      if (is_same_object(varbind.oid, map_.text)) return text_of(varbind.value);
    }
    const auto* const varbind = by_role(SnmpTrapRole::text);
    return varbind == nullptr ? std::string() : text_of(varbind->value);
  }
  [[nodiscard]] std::string value() const {
    const auto* const varbind = by_role(SnmpTrapRole::value);
    return varbind == nullptr ? std::string() : text_of(varbind->value);
  }

 private:
  /// By its name; else by its place, which says whose number it is only if there is no other kind.
  void find_event() {
    for (std::size_t i = 0; i < trap_.varbinds.size(); ++i) {
      for (const auto& [object, meanings] : map_.events) {
        if (is_same_object(trap_.varbinds[i].oid, object)) return take_event(i, &meanings);
      }
    }
    const auto place = place_of(SnmpTrapRole::event);
    if (place < trap_.varbinds.size())
      take_event(place, map_.events.size() == 1 ? &map_.events.begin()->second : nullptr);
  }

  /// One that stands elsewhere than the map says has moved what stands before it.
  void take_event(std::size_t place, const Meanings* meanings) {
    event_ = code_of(trap_.varbinds[place].value);
    meanings_ = meanings;
    const auto expected = place_of(SnmpTrapRole::event);
    if (expected < spec_.varbinds.size())
      moved_ = static_cast<std::ptrdiff_t>(place) - static_cast<std::ptrdiff_t>(expected);
  }

  [[nodiscard]] std::size_t place_of(SnmpTrapRole role) const {
    return static_cast<std::size_t>(std::ranges::find(spec_.varbinds, role) - spec_.varbinds.begin());
  }

  [[nodiscard]] const core::SnmpTrapVarbind* by_role(SnmpTrapRole role) const {
    const auto place = place_of(role);
    if (place == spec_.varbinds.size()) return nullptr;
    const auto at = static_cast<std::ptrdiff_t>(place) + moved_;
    const auto size = static_cast<std::ptrdiff_t>(trap_.varbinds.size());
    return at < 0 || at >= size ? nullptr : &trap_.varbinds[static_cast<std::size_t>(at)];
  }

  const core::SnmpTraps& map_;
  const core::SnmpTrapSpec& spec_;
  const core::SnmpTrap& trap_;
  std::optional<std::int64_t> event_;
  const Meanings* meanings_ = nullptr;
  std::ptrdiff_t moved_ = 0;
};

std::string state_of(const core::SnmpEventMeaning& meaning, const std::string& severity) {
  auto state = meaning.state;
  if (const auto at = state.find(kSeverity); at != std::string::npos)
    state.replace(at, kSeverity.size(), severity.empty() ? "alarm" : severity);
  return state;
}

/// The map's own words, for a trap without text, with the value that it tells.
std::string words_of(const core::SnmpEventMeaning& meaning, const TrapFields& fields) {
  const auto value = fields.value();
  if (value.empty()) return meaning.text;
  return meaning.text.empty() ? value : fmt::format("{}: {}", meaning.text, value);
}

}  // namespace

std::optional<TrapMeaning> read_trap(const core::SnmpTraps& map, const core::SnmpTrap& trap) {
  const auto found = std::ranges::find(map.traps, trap.trap, &core::SnmpTrapSpec::trap);
  if (found == map.traps.end()) return std::nullopt;
  const auto& spec = *found;
  const TrapFields fields(map, spec, trap);
  const auto* meaning = fields.meaning();
  if (meaning == nullptr && !fields.event() && spec.meaning) meaning = &*spec.meaning;
  TrapMeaning result;
  auto& event = result.event;
  event.by_trap = true;
  event.key = {fields.number(SnmpTrapRole::string), fields.number(SnmpTrapRole::battery), {}};
  event.text = fields.text();
  if (meaning != nullptr) {
    result.is_alarm = meaning->is_alarm;
    event.key.quantity = meaning->quantity;
    event.state = state_of(*meaning, spec.severity);
    if (event.text.empty()) event.text = words_of(*meaning, fields);
    const auto index = fields.number(SnmpTrapRole::index);
    if (index && !event.key.quantity.empty())
      event.key.quantity = core::numbered_quantity(event.key.quantity, *index);
  } else if (event.text.empty()) {
    event.text =
        fields.event() ? fmt::format("event {}", *fields.event()) : fmt::format("trap {}", trap.trap);
  }
  if (event.state.empty()) event.state = spec.severity.empty() ? "info" : spec.severity;
  return result;
}

}  // namespace bmsgw::codec::snmp
