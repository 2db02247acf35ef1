#include "snmp_worker/answer_reader.hpp"

#include <algorithm>

#include <net-snmp/net-snmp-includes.h>

#include "bmsgw/snmp_library/oid.hpp"

namespace bmsgw::snmp_worker {
namespace {

using Kind = core::SnmpRequest::Kind;

std::size_t asked_of(const core::SnmpRequest& request) {
  return request.kind == Kind::set ? request.sets.size() : core::count_oids(request.oids);
}

void make_bad(std::string_view why, codec::snmp::AgentAnswer& answer) {
  answer.outcome = core::SnmpOutcome::bad_answer;
  answer.detail = why;
  answer.values.clear();
  answer.oids.clear();
}

void read_error(std::size_t asked, const netsnmp_pdu& pdu, codec::snmp::AgentAnswer& answer) {
  answer.outcome = core::SnmpOutcome::error;
  answer.error_status = static_cast<std::uint32_t>(std::clamp(pdu.errstat, 1L, 0xFFFFL));
  const bool is_there = pdu.errindex >= 1 && static_cast<std::size_t>(pdu.errindex) <= asked;
  answer.error_index = is_there ? static_cast<std::uint32_t>(pdu.errindex) : 0U;
}

/// The names of what is asked, one after the other.
class Asked {
 public:
  explicit Asked(const core::SnmpRequest& request) : request_(request), left_(request.oids) {}

  [[nodiscard]] bool is_next(std::span<const oid> name) {
    std::string_view text;
    if (request_.kind == Kind::set) {
      text = request_.sets[index_++].oid;
    } else {
      const auto end = left_.find('\n');
      text = left_.substr(0, end);
      left_ = end == std::string_view::npos ? std::string_view{} : left_.substr(end + 1);
    }
    return snmp_library::is_same(snmp_library::Oid(text).arcs(), name);
  }

 private:
  const core::SnmpRequest& request_;
  std::string_view left_;
  std::size_t index_ = 0;
};

/// Answers to get and set have the names of the request.
void read_named(const core::SnmpRequest& request, const netsnmp_pdu& pdu, TextStore& texts,
                codec::snmp::AgentAnswer& answer) {
  Asked names(request);
  auto left = asked_of(request);
  for (const auto* varbind = pdu.variables; varbind != nullptr; varbind = varbind->next_variable) {
    if (left-- == 0) return make_bad("it has more values than were asked for", answer);
    if (!names.is_next(arcs_of(*varbind)))
      return make_bad("it is about other objects than were asked for", answer);
    answer.values.push_back(value_of(*varbind, texts));
  }
  if (left != 0) make_bad("it has fewer values than were asked for", answer);
}

void read_next(std::size_t most, const netsnmp_pdu& pdu, TextStore& texts, codec::snmp::AgentAnswer& answer) {
  for (const auto* varbind = pdu.variables; varbind != nullptr; varbind = varbind->next_variable) {
    if (answer.values.size() == most) return;  // an agent that gives more than was asked for
    answer.values.push_back(value_of(*varbind, texts));
    answer.oids.push_back(name_of(*varbind, texts));
  }
}

}  // namespace

void read_answer(const core::SnmpRequest& request, const netsnmp_pdu& pdu, TextStore& texts,
                 codec::snmp::AgentAnswer& answer) {
  const auto asked = asked_of(request);
  if (pdu.command != SNMP_MSG_RESPONSE) return make_bad("it is no response", answer);
  if (pdu.errstat != SNMP_ERR_NOERROR) return read_error(asked, pdu, answer);
  answer.outcome = core::SnmpOutcome::ok;
  if (request.kind == Kind::get || request.kind == Kind::set) return read_named(request, pdu, texts, answer);
  const bool is_bulk = request.kind == Kind::get_bulk;
  read_next(is_bulk ? asked * request.repetitions : asked, pdu, texts, answer);
  const bool is_short = is_bulk ? answer.values.empty() : answer.values.size() != asked;
  if (is_short) make_bad("it has fewer values than were asked for", answer);
}

}  // namespace bmsgw::snmp_worker
