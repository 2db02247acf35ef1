#include "config/schema_walk.hpp"

#include <array>
#include <cmath>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

/// What the RMS manuals print; whoever reads them knows these.
constexpr std::array<std::string_view, 3> kManualPasswords{"emusrmswifi", "password", "pass"};

bool is_empty_text(const nlohmann::json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  return text != nullptr && text->empty();
}

/// The RMS's own flash: its files are not here.
bool is_rms_path(const nlohmann::json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  std::error_code ignored;
  return text != nullptr && text->starts_with("/spiffs/") && !std::filesystem::exists(*text, ignored);
}

}  // namespace

SchemaWalk::SchemaWalk(const Schema& schema, JsonDocument& document, ProblemList& problems)
    : schema_(schema), document_(document), places_(document.places()), problems_(problems) {}

void SchemaWalk::run() {
  visit({document_.root(), PlaceTree::kRoot, schema_.root()});
  schema_.fill_sections(document_.root());
  for (const auto& [schema, idle] : idle_) {
    const auto others = idle.count > 1 ? " (nor in " + std::to_string(idle.count - 1) + " more places)" : "";
    say(Severity::note, idle.first, "has no effect yet in this version" + others);
  }
}

void SchemaWalk::say(Severity severity, PlaceId place, std::string what) {
  problems_.add(document_.problem_at_key(severity, place, std::move(what)));
}

void SchemaWalk::visit(const Spot& spot) {
  if (spot.value.is_object()) {
    visit_object(spot);
  } else if (spot.value.is_array()) {
    visit_list(spot);
  } else {
    make_whole(spot.value, spot.schema);
  }
}

/// 1.0 is a whole number, also for the validator.
void SchemaWalk::make_whole(json& number, const json& schema) const {
  constexpr double kExactBelow = 9.0e15;
  if (!number.is_number_float() || !schema_.allows_type(schema, "integer")) return;
  const auto value = number.get<double>();
  if (std::trunc(value) == value && std::abs(value) < kExactBelow) number = static_cast<std::int64_t>(value);
}

void SchemaWalk::visit_object(const Spot& spot) {
  const bool ours = spot.ours || schema_.has_flag(spot.schema, "x-ours");
  const Spot here{spot.value, spot.place, spot.schema, ours, spot.idle};
  rename_aliases(here);
  report_unknown(here);
  drop_empty(here);
  for (const auto& [key, place] : places_.members(spot.place)) {
    const auto* schema = schema_.member(spot.schema, key);
    if (schema == nullptr) continue;
    Spot member{spot.value[key], place, *schema, ours, spot.idle};
    report_password(member);
    member.idle = notes_idle(member);
    visit(member);
  }
  schema_.fill_defaults(spot.value, spot.schema);
}

void SchemaWalk::visit_list(const Spot& spot) {
  const auto* schema = schema_.item(spot.schema);
  if (schema == nullptr) return;
  auto kept = json::array();
  std::vector<PlaceId> kept_places;
  for (std::size_t i = 0; i < spot.value.size(); ++i) {
    const auto place = *places_.item(spot.place, i);
    if (spot.value[i].is_object() && spot.value[i].empty()) {
      problems_.add(document_.problem_at_value(Severity::note, place, "an empty entry: skipped"));
      continue;
    }
    visit({spot.value[i], place, *schema, spot.ours, spot.idle});
    kept.push_back(std::move(spot.value[i]));
    kept_places.push_back(place);
  }
  spot.value = std::move(kept);
  places_.set_items(spot.place, std::move(kept_places));
}

void SchemaWalk::rename_aliases(const Spot& spot) {
  const auto* aliases = schema_.keyword(spot.schema, "x-aliases");
  if (aliases == nullptr) return;
  for (const auto& [wrong, right] : aliases->items()) {
    const auto place = places_.member(spot.place, wrong);
    if (!place) continue;
    const auto name = right.get<std::string>();
    if (spot.value.contains(name)) {
      say(Severity::error, *place, "is another spelling of " + in_quotes(name) + ", which is given too");
      continue;
    }
    say(Severity::note, *place, "is read as " + in_quotes(name));
    auto value = std::move(spot.value[wrong]);
    spot.value.erase(wrong);
    spot.value[name] = std::move(value);
    places_.rename_member(spot.place, wrong, name);
  }
}

void SchemaWalk::report_unknown(const Spot& spot) {
  const auto known = schema_.member_names(spot.schema);
  if (schema_.is_map(spot.schema) || (known.empty() && !spot.ours)) return;
  const auto* aliases = schema_.keyword(spot.schema, "x-aliases");
  const auto closed = schema_.keyword(spot.schema, "additionalProperties");
  const bool is_closed = spot.ours || (closed != nullptr && *closed == false);
  for (const auto& [key, place] : places_.members(spot.place)) {
    if (schema_.member(spot.schema, key) != nullptr || (aliases != nullptr && aliases->contains(key)))
      continue;
    const auto nearest = nearest_name(key, known);
    const auto hint = nearest ? "; did you mean " + in_quotes(*nearest) + "?" : std::string();
    const auto severity = nearest || is_closed ? Severity::error : Severity::warning;
    say(severity, place, "there is no key " + in_quotes(key) + " here" + hint);
  }
}

bool SchemaWalk::counts_as_absent(const json& value, const json* schema, PlaceId place) {
  if (value.is_null()) return schema == nullptr || !schema_.allows_type(*schema, "null");
  if (schema == nullptr) return false;
  if (is_empty_text(value)) return schema_.allows_type(*schema, "string");
  if (!schema_.has_flag(*schema, "x-path") || !is_rms_path(value)) return false;
  const auto path = in_quotes(value.get<std::string>());
  problems_.add(
      document_.problem_at_value(Severity::note, place, path + " is a file of an RMS: not used here"));
  return true;
}

void SchemaWalk::drop_empty(const Spot& spot) {
  const bool is_map = schema_.is_map(spot.schema);
  for (const auto& [key, place] : places_.members(spot.place)) {
    const auto* schema = schema_.member(spot.schema, key);
    const bool is_map_entry = is_map && is_empty_text(spot.value[key]);  // {"1": ""} is a name
    if (is_map_entry || !counts_as_absent(spot.value[key], schema, place)) continue;
    spot.value.erase(key);
    places_.erase_member(spot.place, key);
  }
}

/// True: the value has no effect, as a part of what surrounds it or by itself.
bool SchemaWalk::notes_idle(const Spot& spot) {
  const auto* effect = schema_.keyword(spot.schema, "x-effect");
  if (spot.idle || effect == nullptr || *effect != "later") return spot.idle;
  ++idle_.try_emplace(&spot.schema, Idle{spot.place, 0}).first->second.count;
  return true;
}

void SchemaWalk::report_password(const Spot& spot) {
  const auto* text = spot.value.get_ptr<const std::string*>();
  if (text == nullptr || !schema_.has_flag(spot.schema, "x-rms-default-password")) return;
  if (std::ranges::find(kManualPasswords, *text) == kManualPasswords.end()) return;
  say(Severity::warning, spot.place, "is a password that the RMS manuals print: choose another");
}

}  // namespace bmsgw::config
