// Calls come in from the server and the control socket, and answers go back.
#include <algorithm>

#include "bmsgw/app/gateway.hpp"

namespace bmsgw::app {

using rpc::CallOrigin;

void Gateway::on_rpc(std::uint64_t id, std::uint64_t session, const std::string& request, core::Stamp now) {
  desk_.call({CallOrigin::Kind::server, id, session}, request, now);
}

void Gateway::on_shared_attributes(const std::string& message, bool is_answer, core::Stamp now) {
  for (const auto& request : shared_.take(message, is_answer))
    desk_.call({CallOrigin::Kind::attribute, 0, 0}, request, now);
}

void Gateway::call_here(std::uint64_t id, const std::string& request, core::Stamp now) {
  desk_.call({CallOrigin::Kind::local, id, 0}, request, now);
}

void Gateway::settle(core::Stamp now) {
  constexpr int kMostRounds = 100;  // each may end what another one waits for
  for (int round = 0; round < kMostRounds; ++round) {
    const auto replies = port_.take_replies();
    if (replies.empty()) return;
    for (const auto& reply : replies) desk_.on_reply(reply, now);
  }
}

void Gateway::on_answer(const CallOrigin& origin, const std::string& answer) {
  if (origin.kind == CallOrigin::Kind::server && client_) client_->answer(origin.id, origin.session, answer);
  if (origin.kind == CallOrigin::Kind::local && local_answer_) local_answer_(origin.id, answer);
}

void Gateway::on_audit(const std::string& line, core::Stamp now) {
  // The server keeps one value of a key for each millisecond. A clock that was set back begins anew.
  constexpr std::int64_t kSameTime = 1000;
  const bool follows = now.unix_ms <= last_audit_ms_ && last_audit_ms_ - now.unix_ms < kSameTime;
  last_audit_ms_ = follows ? last_audit_ms_ + 1 : now.unix_ms;
  pipeline_.on_text(compiled_.audit, line, {last_audit_ms_, now.mono});
}

}  // namespace bmsgw::app
