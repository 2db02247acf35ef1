#include "config/allow_check.hpp"

#include <string_view>

#include "bmsgw/core/can_frame.hpp"

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
  const auto text = entry.text().value_or("");
  const auto id = core::parse_can_id(text);
  if (!id) {
    problems.error(entry, "must be a CAN id such as X18FF0001 or S300, not " + in_quotes(text));
  } else if (*id == core::kNeverSent) {
    problems.error(entry, kNeverSentReason);
  }
}

void check_sentence_entry(const JsonView& entry, ProblemList& problems) {
  if (is_sentence_name(entry.text().value_or(""))) return;
  problems.note(entry, "is no sentence: what it allows has no effect yet in this version");
}

}  // namespace

void check_allow(const JsonView& bus, const char* family, ProblemList& problems) {
  check_together(bus, problems);
  if (is_map_family(family)) return;
  for (const auto& entry : bus["allow"].entries()) {
    if (entry.is_object()) {
      problems.note(entry, "parameters have no effect yet in this version");
    } else if (entry.exists() && family == std::string_view(kCanFamily)) {
      check_can_entry(entry, problems);
    } else if (entry.exists()) {
      check_sentence_entry(entry, problems);
    }
  }
}

}  // namespace bmsgw::config
