#include "config/allow_reader.hpp"

#include <algorithm>
#include <array>

#include "bmsgw/config/g1_parameters.hpp"
#include "bmsgw/config/method_names.hpp"
#include "bmsgw/core/can_frame.hpp"

#include "config/names.hpp"

namespace bmsgw::config {
namespace {

constexpr std::array<std::string_view, 12> kCommandSentences{"CF2", "CN1", "FD1", "LG1", "PW1", "PW2",
                                                             "RC1", "RS1", "SC1", "SS1", "TC1", "TC2"};

/// true and false are 1 and 0.
std::optional<double> number_in(const JsonView& value) {
  const auto flag = value.boolean();
  return flag ? std::optional(*flag ? 1.0 : 0.0) : value.number();
}

AllowCondition read_condition(const JsonView& source) {
  AllowCondition condition;
  condition.bus = source["bus"].text().value_or("");
  condition.packet = source["packet"].text().value_or("");
  condition.param = source["param"].text().value_or("");
  for (const auto& value : source["is"].entries()) {
    if (const auto number = number_in(value)) condition.is.push_back(*number);
  }
  condition.min = source["min"].number();
  condition.max = source["max"].number();
  return condition;
}

void settle_can_id(AllowEntry& entry) {
  if (const auto id = core::parse_can_id(entry.name)) entry.name = core::to_string(*id);
}

/// SC1 is a sentence, though S and digits would be a CAN id too.
void settle_g1_name(AllowEntry& entry) {
  if (const auto sentence = sentence_of_method(entry.name)) entry.name = *sentence;
  if (is_command_sentence(entry.name)) return;
  const auto* const parameter = find_g1_parameter(entry.name);
  if (parameter == nullptr) return settle_can_id(entry);
  entry.name = parameter->name;
  entry.parameter = parameter->id;
}

}  // namespace

JsonView allowed_name(const JsonView& entry) {
  if (!entry.is_object()) return entry;
  return entry["name"].given() ? entry["name"] : entry["id"];
}

std::span<const std::string_view> command_sentences() {
  return kCommandSentences;
}

bool is_command_sentence(std::string_view name) {
  return std::ranges::find(kCommandSentences, name) != kCommandSentences.end();
}

std::vector<AllowEntry> read_allow(const JsonView& list, std::string_view family) {
  std::vector<AllowEntry> allow;
  for (const auto& source : list.entries()) {
    const auto name = allowed_name(source).text();
    if (!name) continue;
    AllowEntry entry{*name};
    if (source.is_object()) {
      entry.min = source["min"].number();
      entry.max = source["max"].number();
      for (const auto& condition : source["only_if"].entries())
        entry.only_if.push_back(read_condition(condition));
      entry.confirm = source["confirm"].boolean().value_or(false);
    }
    if (family == kCanFamily) settle_can_id(entry);
    if (family == kG1Family) settle_g1_name(entry);
    allow.push_back(std::move(entry));
  }
  return allow;
}

}  // namespace bmsgw::config
