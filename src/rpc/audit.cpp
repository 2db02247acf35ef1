#include "audit.hpp"

#include <fmt/core.h>

#include "bmsgw/core/log.hpp"

namespace bmsgw::rpc {
namespace {

using nlohmann::json;

std::string_view name_of(CallOrigin::Kind kind) {
  switch (kind) {
    case CallOrigin::Kind::server:
      return "server";
    case CallOrigin::Kind::attribute:
      return "attribute";
    case CallOrigin::Kind::local:
      return "local";
  }
  return "local";
}

/// Of what was done, or went wrong at the device, the task knows what is so now; else only what was wanted.
bool is_known_after(std::string_view state, const json& answer) {
  const auto code = answer.value("code", "");
  return state == "done" || (state == "failed" && (code == "failed" || code == "device_refused"));
}

json line_of(const Attempt& attempt, std::string_view state, const json& answer, core::Stamp now) {
  json line{{"time", now.unix_ms},
            {"id", attempt.id},
            {"from", name_of(attempt.origin.kind)},
            {"method", attempt.method},
            {"state", state}};
  if (attempt.origin.kind == CallOrigin::Kind::server) line["rpc"] = attempt.origin.id;
  if (!attempt.device.empty()) line["device"] = attempt.device;
  if (!attempt.intent.what.empty()) line["what"] = attempt.intent.what;
  if (!attempt.intent.before.is_null()) line["before"] = attempt.intent.before;
  if (!attempt.intent.after.is_null())
    line[is_known_after(state, answer) ? "after" : "wanted"] = attempt.intent.after;
  for (const auto* key : {"code", "reason"}) {
    if (answer.contains(key)) line[key] = answer[key];
  }
  return line;
}

std::string text_of(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void log(const Attempt& attempt, std::string_view state, const json& answer) {
  const bool is_fine = state == "done" || state == "dryRun";
  const auto& what = attempt.intent.what;
  const auto& before = attempt.intent.before;
  const auto& after = attempt.intent.after;
  auto change = before.is_null() ? "" : " " + text_of(before) + " ->";
  if (!after.is_null()) change += " " + text_of(after);
  const auto who =
      attempt.origin.kind == CallOrigin::Kind::server ? fmt::format(", rpc {}", attempt.origin.id) : "";
  const auto reason = answer.value("reason", "");
  core::log(is_fine ? core::LogLevel::info : core::LogLevel::warning,
            "command {} ({}{}): {}{}{}{}{}{}{}: {}{}{}", attempt.id, name_of(attempt.origin.kind), who,
            attempt.method, attempt.device.empty() ? "" : " ", attempt.device, what.empty() ? "" : " ", what,
            change.empty() ? "" : ":", change, state, reason.empty() ? "" : ": ", reason);
}

}  // namespace

void Audit::tell(const Attempt& attempt, std::string_view state, const json& answer, core::Stamp now) {
  // What was done is always told; a flood of refusals is not.
  const bool has_happened = state == "done" || state == "failed";
  if (!bucket_.take(now.mono) && !has_happened) {
    ++suppressed_;
    return;
  }
  log(attempt, state, answer);
  auto line = line_of(attempt, state, answer, now);
  if (suppressed_ > 0) line["suppressed"] = std::exchange(suppressed_, 0);
  events_.on_audit(text_of(line), now);
}

}  // namespace bmsgw::rpc
