#include "config/command_keys.hpp"

#include "config/quoting.hpp"

namespace bmsgw::config {

std::optional<core::ValueRange> read_argument(const JsonView& argument, ProblemList& problems) {
  const auto least = argument["min"].number();
  const auto most = argument["max"].number();
  if (!least || !most) return std::nullopt;
  if (*most < *least)
    problems.error(argument["max"], number_text(*most) + " is below \"min\", " + number_text(*least));
  return core::ValueRange{*least, *most};
}

core::FieldFormat read_step_scaling(const JsonView& step, ProblemList& problems) {
  core::FieldFormat format;
  format.offset = step["offset"].number().value_or(0);
  format.factor = step["factor"].number().value_or(1);
  if (format.factor != 0) return format;
  problems.error(step["factor"], "must not be 0: every value would be 0");
  format.factor = 1;
  return format;
}

void check_writes(const JsonView& command, bool uses_argument, ProblemList& problems) {
  const auto write = command["write"];
  if (!write.given() || (write.exists() && write.entries().empty()))
    problems.error(command, "has no \"write\": it would do nothing");
  const auto argument = command["argument"];
  if (argument["min"].number() && argument["max"].number() && !uses_argument)
    problems.warning(argument, "means nothing as long as no \"value\" is \"argument\"");
}

}  // namespace bmsgw::config
