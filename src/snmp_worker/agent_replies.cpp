// The part of Agent that Net-SNMP calls back into. It must not close a session here: what follows is noted,
// and settle() does it.

#include <cerrno>

#include <fmt/core.h>

#include "snmp_worker/agent.hpp"
#include "snmp_worker/answer_reader.hpp"
#include "snmp_worker/refusal.hpp"

namespace bmsgw::snmp_worker {

int Agent::on_reply(int operation, netsnmp_session* session, int, netsnmp_pdu* pdu, void* magic) {
  if (session == nullptr || session->callback_magic == nullptr) return 1;
  auto& agent = *static_cast<Agent*>(session->callback_magic);
  if (!agent.is_closing_) agent.handle(operation, *session, pdu, reinterpret_cast<std::uintptr_t>(magic));
  return 1;
}

int Agent::on_parsed(netsnmp_session* session, netsnmp_pdu* pdu, int result) {
  if (session != nullptr && session->callback_magic != nullptr)
    static_cast<Agent*>(session->callback_magic)->note_parsed(pdu, result);
  return 1;
}

void Agent::note_parsed(netsnmp_pdu* pdu, int result) {
  const bool is_clock = result == 0 && pdu != nullptr && pdu->command == SNMP_MSG_REPORT &&
                        pdu->securityLevel > SNMP_SEC_LEVEL_NOAUTH &&
                        snmpv3_get_report_type(pdu) == SNMPERR_NOT_IN_TIME_WINDOW;
  if (state_ == State::discovering && result != 0) is_discovery_bad_ = true;
  for (auto& [number, request] : requests_) {
    if (!request.is_sent) continue;
    if (is_clock) request.was_signed = true;
    if (result != 0 && is_reading_) request.unreadable = result;
  }
  // Signed with the right key, but of a time before the one that was heard last: the agent has forgotten how
  // often it has booted. Forgotten here, too, it is asked for with the next try.
  if (result == SNMPERR_USM_NOTINTIMEWINDOW && state_ == State::open && !requests_.empty()) forget_clock();
}

void Agent::handle(int operation, netsnmp_session& session, netsnmp_pdu* pdu, std::uintptr_t number) {
  const auto entry = requests_.find(number);
  if (entry == requests_.end()) return handle_discovery(operation, session, pdu);
  const bool is_report = pdu != nullptr && pdu->command == SNMP_MSG_REPORT;
  switch (operation) {
    case NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE:
      if (is_report) return handle_report(entry->second, number, snmpv3_get_report_type(pdu), false);
      if (pdu != nullptr) finish_with(entry, *pdu);
      return;
    case NETSNMP_CALLBACK_OP_SEC_ERROR:
      return handle_report(entry->second, number, is_report ? snmpv3_get_report_type(pdu) : 0, true);
    case NETSNMP_CALLBACK_OP_TIMED_OUT:
      return try_again(entry);
    case NETSNMP_CALLBACK_OP_SEND_FAILED:
      if (session.s_snmp_errno == SNMPERR_BAD_SENDTO)
        send_error_ = session.s_errno != 0 ? session.s_errno : EIO;
      return;
    default:
      return;
  }
}

void Agent::handle_discovery(int operation, const netsnmp_session& session, const netsnmp_pdu* pdu) {
  if (state_ != State::discovering) return;  // a request that has been answered already
  if (operation == NETSNMP_CALLBACK_OP_SEND_FAILED)
    send_error_ = session.s_errno != 0 ? session.s_errno : EIO;
  if (pdu == nullptr || operation == NETSNMP_CALLBACK_OP_TIMED_OUT) return;
  const std::size_t size = pdu->securityEngineID == nullptr ? 0 : pdu->securityEngineIDLen;
  is_discovery_bad_ = pdu->command != SNMP_MSG_REPORT || size < 5 || size > 32;  // RFC 3411, SnmpEngineID
  if (!is_discovery_bad_) found_engine_.assign(reinterpret_cast<const char*>(pdu->securityEngineID), size);
}

/// `is_final`: Net-SNMP does no more about it. It sends again by itself after a Report of the agent's clock.
void Agent::handle_report(Request& request, std::uintptr_t number, int report, bool is_final) {
  if (report == SNMPERR_NOT_IN_TIME_WINDOW && !is_final) return;
  if (report == SNMPERR_UNKNOWN_ENG_ID && redirect(request)) return;
  finish(requests_.find(number), core::SnmpOutcome::denied, refusal_text(report, options_));
}

void Agent::finish_with(Requests::iterator request, const netsnmp_pdu& pdu) {
  texts_.clear();
  answer_.values.clear();
  answer_.oids.clear();
  answer_.detail = {};
  answer_.error_status = 0;
  answer_.error_index = 0;
  read_answer(request->second.what, pdu, texts_, answer_);
  has_answered_ = true;
  tell(request);
}

/// No answer to this try: settle() sends the next one. Net-SNMP would repeat sets as well.
void Agent::try_again(Requests::iterator request) {
  auto& [number, waiting] = *request;
  if (waiting.is_set() || waiting.tries > options_.retries) return finish_late(request);
  waiting.is_sent = false;
}

/// Nobody has answered in time, or nothing that could be read.
void Agent::finish_late(Requests::iterator request) {
  is_stale_ = true;
  const auto& late = request->second;
  const bool is_unreadable = late.unreadable != 0 && late.unreadable != SNMPERR_USM_NOTINTIMEWINDOW;
  if (late.is_set()) {  // never denied, as it may be done all the same
    return finish(request, is_unreadable ? core::SnmpOutcome::bad_answer : core::SnmpOutcome::timeout,
                  is_unreadable ? kMalformed : "");
  }
  if (late.unreadable == SNMPERR_USM_DECRYPTIONERROR)
    return finish(request, core::SnmpOutcome::denied, refusal_text(SNMPERR_DECRYPTION_ERR, options_));
  if (is_unreadable) return finish(request, core::SnmpOutcome::bad_answer, kMalformed);
  const bool is_encrypted = options_.version == core::SnmpVersion::v3 && keys_.priv != core::SnmpPriv::none;
  if (is_encrypted && late.was_signed && !has_answered_) {
    return finish(
        request, core::SnmpOutcome::denied,
        fmt::format("the agent takes auth_password, but doesn't answer what is encrypted: priv_password "
                    "or priv may not match those of user {}",
                    options_.user));
  }
  finish(request, core::SnmpOutcome::timeout, {});
}

void Agent::finish_all(core::SnmpOutcome outcome, const std::string& detail) {
  while (!requests_.empty()) finish(requests_.begin(), outcome, detail);
}

void Agent::finish(Requests::iterator request, core::SnmpOutcome outcome, std::string_view detail) {
  answer_.outcome = outcome;
  answer_.error_status = 0;
  answer_.error_index = 0;
  answer_.values.clear();
  answer_.oids.clear();
  answer_.detail = detail;
  tell(request);
}

void Agent::tell(Requests::iterator request) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                          request->second.asked);
  answer_.agent = options_.agent;
  answer_.id = request->second.id;
  answer_.took_us = static_cast<std::uint32_t>(took.count());
  requests_.erase(request);
  events_.on_answer(answer_);
}

}  // namespace bmsgw::snmp_worker
