#include "config/g1_allow_check.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "bmsgw/config/g1_parameters.hpp"
#include "bmsgw/config/method_names.hpp"
#include "bmsgw/core/can_frame.hpp"

#include "config/allow_reader.hpp"
#include "config/edit_distance.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::G1Parameter;

/// What the number of a parameter or sentence may be, in its units.
struct Span {
  double least = 0;
  double most = 0;
  std::string units;
};

/// value = (raw + offset) x factor.
Span span_of(const G1Parameter& parameter) {
  const auto values = std::ldexp(1.0, 8 * parameter.bytes);
  const auto least = parameter.is_signed ? -values / 2 : 0;
  const auto value_of = [&parameter](double raw) { return (raw + parameter.offset) * parameter.factor; };
  return {value_of(least), value_of(least + values - 1), parameter.units};
}

class G1AllowCheck {
 public:
  G1AllowCheck(const ResolvedBus& bus, ProblemList& problems) : bus_(bus), problems_(problems) {}

  void check(const JsonView& entry);

 private:
  void check_parameter(const JsonView& entry, const G1Parameter& parameter);
  void check_sentence(const JsonView& entry, std::string_view sentence);
  void check_can_id(const JsonView& entry, const std::string& text, core::CanId id);
  void check_both_names(const JsonView& entry, const G1Parameter* parameter);
  void check_range(const JsonView& entry, const Span& span);
  void refuse_range(const JsonView& entry, const std::string& what);
  void refuse_name(const JsonView& at, const std::string& text);
  [[nodiscard]] bool is_packet(std::string_view sentence) const;

  const ResolvedBus& bus_;
  ProblemList& problems_;
};

bool has_range(const JsonView& entry) {
  return entry["min"].given() || entry["max"].given();
}

void G1AllowCheck::refuse_range(const JsonView& entry, const std::string& what) {
  if (has_range(entry)) problems_.error(entry, what + " has no range: leave \"min\" and \"max\" out");
}

void G1AllowCheck::check_range(const JsonView& entry, const Span& span) {
  for (const auto* key : {"min", "max"}) {
    const auto bound = entry[key].number();
    if (!bound || (*bound >= span.least && *bound <= span.most)) continue;
    problems_.error(entry[key], number_text(*bound) + " is out of its range, " + number_text(span.least) +
                                    " to " + number_text(span.most) +
                                    (span.units.empty() ? "" : " " + span.units));
  }
  const auto least = entry["min"].number();
  const auto most = entry["max"].number();
  if (least && most && *most < *least)
    problems_.error(entry["max"], number_text(*most) + " is below \"min\", " + number_text(*least));
}

void G1AllowCheck::check_parameter(const JsonView& entry, const G1Parameter& parameter) {
  const auto at = allowed_name(entry);
  if (parameter.advised_against) {
    problems_.warning(
        at, "the manual of the unit advises against setting " + in_quotes(parameter.name) + " from outside");
  }
  if (parameter.kind == G1Parameter::Kind::number) {
    check_range(entry, span_of(parameter));
  } else {
    refuse_range(entry, in_quotes(parameter.name));
  }
}

void G1AllowCheck::check_sentence(const JsonView& entry, std::string_view sentence) {
  const auto at = allowed_name(entry);
  if (sentence == "CN1") {
    problems_.error(at, "list the CAN ids that the unit may send instead, as in X18FF0001");
  } else if (sentence == "SC1") {
    check_range(entry, {0, 100, "%"});
  } else if (sentence == "TC1") {
    check_range(entry, {-100, 155, "\u00b0C"});
  } else {
    refuse_range(entry, std::string(sentence));
  }
  if (sentence == "CF2")
    problems_.warning(
        at, "allows every parameter of the unit: better list those that are needed, as in \"capacity\"");
}

void G1AllowCheck::check_can_id(const JsonView& entry, const std::string& text, core::CanId id) {
  const auto at = allowed_name(entry);
  if (id == core::kNeverSent) problems_.error(at, kNeverSentReason);
  if (is_packet(text))
    problems_.error(
        at, in_quotes(text) + " is a CAN id and a sentence of this bus: which is meant can't be told");
  refuse_range(entry, "a CAN id");
}

/// `name` and `id` of one entry.
void G1AllowCheck::check_both_names(const JsonView& entry, const G1Parameter* parameter) {
  const auto id = entry["id"].text();
  if (!entry.is_object() || !entry["name"].given() || !id) return;
  if (parameter == nullptr || find_g1_parameter(*id) != parameter)
    problems_.error(
        entry["id"],
        in_quotes(*id) + " is not the number of the parameter that \"name\" names: leave one of them out");
}

bool G1AllowCheck::is_packet(std::string_view sentence) const {
  return std::ranges::any_of(
      bus_.packets, [sentence](const ResolvedPacket& packet) { return packet.config.id == sentence; });
}

void G1AllowCheck::refuse_name(const JsonView& at, const std::string& text) {
  std::vector<std::string> names{std::string(kMasterClearMethod), std::string(kFirmwareMethod)};
  for (const auto sentence : command_sentences()) names.emplace_back(sentence);
  for (const auto& packet : bus_.packets) names.push_back(packet.config.id);
  auto hint = hint_for(text, names);
  if (!nearest_name(text, names)) hint.clear();
  if (hint.empty()) {
    std::vector<std::string> parameters;
    for (const auto& parameter : g1_parameters()) parameters.push_back(parameter.name);
    hint = nearest_name(text, parameters) ? hint_for(text, parameters) : "";
  }
  problems_.error(at, in_quotes(text) + " is no sentence, parameter or CAN id that could be written" + hint);
}

void G1AllowCheck::check(const JsonView& entry) {
  const auto at = allowed_name(entry);
  const auto text = at.text();
  if (!text) return;
  const auto sentence = sentence_of_method(*text);
  const auto* const parameter = find_g1_parameter(*text);
  check_both_names(entry, parameter);
  if (*text == kMasterClearMethod || *text == kFirmwareMethod) {
    refuse_range(entry, *text);
  } else if (sentence || is_command_sentence(*text)) {
    check_sentence(entry, sentence.value_or(*text));
  } else if (parameter != nullptr) {
    check_parameter(entry, *parameter);
  } else if (const auto id = core::parse_can_id(*text)) {
    check_can_id(entry, *text, *id);
  } else if (is_packet(*text)) {
    refuse_range(entry, *text);
  } else {
    refuse_name(at, *text);
  }
}

}  // namespace

void check_g1_allow(const ResolvedBus& bus, ProblemList& problems) {
  G1AllowCheck check(bus, problems);
  for (const auto& entry : bus.source["allow"].entries()) check.check(entry);
}

}  // namespace bmsgw::config
