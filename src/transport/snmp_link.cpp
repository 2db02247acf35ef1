#include "bmsgw/transport/snmp_link.hpp"

#include <fmt/core.h>

namespace bmsgw::transport {

using core::SnmpOutcome;

bool is_from_agent(const SnmpAnswer& answer) {
  return answer.outcome == SnmpOutcome::ok || answer.outcome == SnmpOutcome::error;
}

std::string text_of(const SnmpAnswer& answer) {
  std::string text(core::to_string(answer.outcome));
  if (answer.outcome == SnmpOutcome::error) {
    text = core::snmp_error_text(answer.error_status);
    if (answer.error_index > 0) text += fmt::format(" at object {} of the request", answer.error_index);
  }
  if (!answer.detail.empty()) text += fmt::format(": {}", answer.detail);
  return text;
}

}  // namespace bmsgw::transport
