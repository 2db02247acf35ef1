#include "config/format_resolver.hpp"

#include <array>
#include <optional>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::Encoding;
using core::FieldFormat;

constexpr std::array<const char*, 4> kBuiltIn{"DEC", "UHEX", "SHEX", "STR"};

std::optional<FieldFormat> built_in(const std::string& name) {
  FieldFormat format;
  if (name == "UHEX") return format;
  if (name == "DEC") {
    format.encoding = Encoding::dec_int;
    return format;
  }
  if (name == "SHEX") {
    format.is_signed = true;
    return format;
  }
  if (name != "STR") return std::nullopt;
  format.encoding = Encoding::str;
  return format;
}

}  // namespace

FormatResolver::FormatResolver(const std::vector<JsonView>& layers, ProblemList& problems)
    : layers_(layers), problems_(problems) {}

std::vector<std::string> FormatResolver::names() const {
  std::vector<std::string> names(kBuiltIn.begin(), kBuiltIn.end());
  for (const auto& layer : layers_) {
    for (const auto& format : layer["formats"].members()) names.push_back(format.name());
  }
  return names;
}

FieldFormat FormatResolver::named(const std::string& name, const JsonView& at) const {
  const auto known = built_in(name);
  auto format = known.value_or(FieldFormat{});
  for (const auto& layer : layers_) {
    const auto own = layer["formats"][name];
    if (!own.given()) continue;
    for (const auto& part : own.entries()) lay_over(format, part);
    return format;
  }
  if (!known) problems_.error(at, "there is no format " + in_quotes(name) + hint_for(name, names()));
  return format;
}

FieldFormat FormatResolver::base_of(const JsonView& format) const {
  if (const auto name = format.text()) return named(*name, format);
  FieldFormat own;
  if (format.is_object()) lay_over(own, format);
  return own;
}

/// Only what the file gives: defaults that were filled in would hide what lies below.
void FormatResolver::lay_over(FieldFormat& format, const JsonView& keys) const {
  const auto given = [&keys](const char* key) { return keys[key].given(); };
  if (const auto encoding = keys["encoding"].text(); encoding && given("encoding")) {
    format.encoding = core::parse_encoding(*encoding).value_or(format.encoding);
  }
  if (const auto bits = keys["bits"].integer(); bits && given("bits"))
    format.bits = static_cast<std::uint8_t>(*bits);
  if (const auto big = keys["big_end"].boolean(); big && given("big_end")) format.big_end = *big;
  if (const auto is_signed = keys["signed"].boolean(); is_signed && given("signed"))
    format.is_signed = *is_signed;
  if (const auto offset = keys["offset"].number(); offset && given("offset")) format.offset = *offset;
  if (const auto factor = keys["factor"].number(); factor && given("factor")) {
    format.factor = *factor;
    if (*factor == 0) problems_.error(keys["factor"], "must not be 0: every value would be 0");
  }
  if (const auto decimals = keys["decimals"].integer(); decimals && given("decimals")) {
    format.decimals = static_cast<std::int8_t>(*decimals);
  }
  if (auto units = keys["units"].text(); units && given("units")) format.units = std::move(*units);
  if (const auto type = keys["type"].text(); type && given("type")) format.fixed = *type == "FIXED";
}

void FormatResolver::check(const FieldFormat& format, const JsonView& param) const {
  const auto encoding = std::string(core::to_string(format.encoding));
  const bool is_text = format.encoding == Encoding::str || format.encoding == Encoding::hex_code;
  if (format.bits && format.encoding == Encoding::str) {
    problems_.warning(param["bits"].given() ? param["bits"] : param,
                      "\"bits\" means nothing for the encoding STR");
  }
  if (is_text && (format.factor != 1 || format.offset != 0)) {
    problems_.warning(param, "\"factor\" and \"offset\" mean nothing for the encoding " + encoding);
  }
}

FieldFormat FormatResolver::resolve(const JsonView& param) const {
  return resolve(param, param["format"]);
}

FieldFormat FormatResolver::resolve(const JsonView& param, const JsonView& named_format) const {
  auto format = base_of(named_format);
  lay_over(format, param);
  for (const auto& code : param["not_available"].entries()) {
    if (const auto raw = code.integer()) format.not_available.push_back(*raw);
  }
  check(format, param);
  return format;
}

}  // namespace bmsgw::config
