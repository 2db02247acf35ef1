#include "config/param_reader.hpp"

#include <algorithm>
#include <cmath>

#include "config/edit_distance.hpp"
#include "config/quoting.hpp"
#include "config/raw_code.hpp"

namespace bmsgw::config {
namespace {

using core::Encoding;

constexpr std::size_t kMaxKeyBytes = 255;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20U || c == 0x7F;
}

void read_bounds(const JsonView& param, ParamConfig& config, ProblemList& problems) {
  config.valid_bot = param["valid_bot"].number();
  config.valid_top = param["valid_top"].number();
  if (!config.valid_bot || !config.valid_top) return;
  if (*config.valid_bot == 0 && *config.valid_top == 0) {
    config.valid_bot.reset();
    config.valid_top.reset();
  } else if (*config.valid_top < *config.valid_bot) {
    problems.warning(param["valid_top"], number_text(*config.valid_top) + " is below valid_bot, " +
                                             number_text(*config.valid_bot) +
                                             ": they are taken the other way round");
    std::swap(config.valid_bot, config.valid_top);
  }
}

void read_packing(const JsonView& param, ParamConfig& config, ProblemList& problems) {
  const auto packing = param["packing"].text().value_or("SINGLE");
  config.list = is_same_word(packing, "LIST") || is_same_word(packing, "ARRAY");
  config.expand = param["expand"].boolean().value_or(false);
  if (config.expand && !config.list)
    problems.error(param["expand"], "means nothing without \"packing\": \"LIST\"");
}

bool gives_whole_numbers(const core::FieldFormat& format) {
  return format.encoding != Encoding::str && std::trunc(format.factor) == format.factor &&
         std::trunc(format.offset) == format.offset;
}

void read_names(const JsonView& param, ParamConfig& config, ProblemList& problems) {
  const auto names = param["names"];
  config.names = read_texts_by_code(names, "a name", problems);
  if (config.names.empty() || gives_whole_numbers(config.format)) return;
  problems.error(names,
                 "only whole numbers have names: this value is a text or has a fractional factor or offset");
}

}  // namespace

core::ReportPolicy read_report(const JsonView& view, ProblemList& problems) {
  core::ReportPolicy report;
  report.deadband = view["deadband"].number();
  report.min_interval_s = view["min_interval"].number();
  report.max_interval_s = view["max_interval"].number();
  if (report.min_interval_s && report.max_interval_s && *report.min_interval_s > *report.max_interval_s) {
    problems.error(view["min_interval"], number_text(*report.min_interval_s) +
                                             " s is more than max_interval, " +
                                             number_text(*report.max_interval_s) + " s");
  }
  return report;
}

void check_key(const JsonView& key, ProblemList& problems) {
  const auto text = key.text().value_or("");
  if (text.size() > kMaxKeyBytes) {
    problems.error(
        key, "a key has at most 255 bytes, not " + std::to_string(text.size()) + " as " + in_quotes(text));
  } else if (std::ranges::any_of(text, is_control)) {
    problems.error(key, "a key has no control characters, unlike " + in_quotes(text));
  }
}

void warn_of(const JsonView& view, std::span<const char* const> keys, const char* what,
             ProblemList& problems) {
  for (const auto* key : keys) {
    if (view[key].given()) problems.warning(view[key], what);
  }
}

ParamConfig read_param(const JsonView& param, const FormatResolver& formats, const PlaceReading& read_place,
                       ProblemList& problems) {
  ParamConfig config;
  config.name = param.name();
  config.format = formats.resolve(param);
  read_bounds(param, config, problems);
  read_packing(param, config, problems);
  read_place(param, config);
  read_names(param, config, problems);
  config.send_invalid = param["send_invalid"].boolean().value_or(false);
  config.route_to_mqtt = param["route_to_mqtt"].text().value_or("");
  check_key(param["route_to_mqtt"], problems);
  config.max_age_s = param["max_age"].number();
  config.report = read_report(param, problems);
  return config;
}

}  // namespace bmsgw::config
