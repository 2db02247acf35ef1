#include "config/allow_check.hpp"

#include <string_view>

#include "bmsgw/core/can_frame.hpp"

#include "config/allow_reader.hpp"
#include "config/names.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

void check_together(const JsonView& bus, ProblemList& problems) {
  const bool is_writable = bus["access"].text() == "read_write";
  const bool allows = !bus["allow"].entries().empty();
  if (is_writable && !allows) {
    problems.warning(bus["access"], "nothing may be written as long as \"allow\" lists nothing");
  } else if (allows && !is_writable) {
    problems.warning(bus["allow"], "nothing of it may be written without \"access\": \"read_write\"");
  }
}

void check_can_entry(const JsonView& entry, ProblemList& problems) {
  const auto at = allowed_name(entry);
  const auto text = at.text();
  if (!text) return;
  const auto id = core::parse_can_id(*text);
  if (!id) {
    problems.error(at, "must be a CAN id such as X18FF0001 or S300, not " + in_quotes(*text));
  } else if (*id == core::kNeverSent) {
    problems.error(at, kNeverSentReason);
  }
  if (entry["min"].given() || entry["max"].given()) {
    problems.error(entry,
                   "a CAN id has no range: give the params of its packet \"valid_bot\" and \"valid_top\"");
  }
}

void check_entry_name(const JsonView& entry, ProblemList& problems) {
  if (entry.is_object() && !allowed_name(entry).given()) problems.error(entry, "\"name\" is missing");
}

}  // namespace

void check_allow(const JsonView& bus, const char* family, ProblemList& problems) {
  check_together(bus, problems);
  if (is_map_family(family)) return;
  for (const auto& entry : bus["allow"].entries()) {
    check_entry_name(entry, problems);
    if (family == std::string_view(kCanFamily)) check_can_entry(entry, problems);
  }
}

}  // namespace bmsgw::config
