#include "bmsgw/core/snmp.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/core.h>

namespace bmsgw::core {
namespace {

constexpr std::size_t kMostArcs = 128;  // RFC 2578, 3.5

/// RFC 3416, 3: error-status.
constexpr std::array<std::string_view, 19> kErrors{"noError",
                                                   "tooBig",
                                                   "noSuchName",
                                                   "badValue",
                                                   "readOnly",
                                                   "genErr",
                                                   "noAccess",
                                                   "wrongType",
                                                   "wrongLength",
                                                   "wrongEncoding",
                                                   "wrongValue",
                                                   "noCreation",
                                                   "inconsistentValue",
                                                   "resourceUnavailable",
                                                   "commitFailed",
                                                   "undoFailed",
                                                   "authorizationError",
                                                   "notWritable",
                                                   "inconsistentName"};

}  // namespace

std::string_view to_string(SnmpOutcome outcome) {
  switch (outcome) {
    case SnmpOutcome::ok:
      return "ok";
    case SnmpOutcome::error:
      return "error";
    case SnmpOutcome::timeout:
      return "no answer";
    case SnmpOutcome::denied:
      return "access denied";
    case SnmpOutcome::bad_answer:
      return "unintelligible answer";
    case SnmpOutcome::unreachable:
      return "can't be reached";
    case SnmpOutcome::worker_down:
      return "bms-snmp-worker isn't running";
  }
  return "error";
}

std::string snmp_error_text(std::uint32_t status) {
  if (status < kErrors.size()) return fmt::format("{} ({})", kErrors[status], status);
  return fmt::format("error {}", status);
}

bool is_oid(std::string_view text) {
  std::size_t arcs = 0;
  const auto* at = text.data();
  const auto* const end = at + text.size();
  while (at != end) {
    std::uint32_t arc = 0;
    const auto [stop, error] = std::from_chars(at, end, arc);
    if (error != std::errc{} || (arcs == 0 && arc > 2)) return false;
    if (++arcs > kMostArcs || (stop != end && (*stop != '.' || stop + 1 == end))) return false;
    at = stop == end ? end : stop + 1;
  }
  return arcs >= 2;
}

bool is_under(std::string_view oid, std::string_view root) {
  if (!oid.starts_with(root)) return false;
  return oid.size() == root.size() || oid[root.size()] == '.';
}

std::size_t count_oids(std::string_view oids) {
  return oids.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(oids, '\n')) + 1;
}

}  // namespace bmsgw::core
