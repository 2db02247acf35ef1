// The part of Agent that is about a v3 agent's engine: its id, its clock, its user (RFC 3414).

#include <algorithm>
#include <array>
#include <utility>

#include <sys/socket.h>

#include "bmsgw/snmp_library/user_keys.hpp"

#include "snmp_worker/agent.hpp"
#include "snmp_worker/message_head.hpp"
#include "snmp_worker/pdu_writer.hpp"

namespace bmsgw::snmp_worker {
namespace {

constexpr std::uintptr_t kDiscovery = 0;  // in place of a request's number
constexpr auto kDoubtAgainAfter = std::chrono::seconds(5);

}  // namespace

bool Agent::is_engine_id(std::string_view bytes) {
  return bytes.size() >= 5 && bytes.size() <= 32;  // RFC 3411, SnmpEngineID
}

/// RFC 3414, 4: a message without engine and user is answered by a Report with the agent's engine id.
void Agent::discover() {
  netsnmp_session setup;
  snmp_sess_init(&setup);
  setup.version = SNMP_VERSION_3;
  is_discovery_bad_ = false;
  if (!connect(setup, options_.retries)) return;
  state_ = State::discovering;
  session_.get()->flags |= SNMP_FLAGS_DONT_PROBE;  // it would wait for the answer
  auto* const pdu = make_discovery();
  if (pdu == nullptr) return;
  if (snmp_sess_async_send(session_.handle(), pdu, on_reply, reinterpret_cast<void*>(kDiscovery)) == 0)
    snmp_free_pdu(pdu);
}

void Agent::pin(const std::string& engine_id) {
  engine_id_ = engine_id;
  auto* const engine = reinterpret_cast<u_char*>(engine_id_.data());
  // Its clock is learnt anew, from its Report: a device that forgets its boots would never be believed again.
  forget_clock();
  user_.reset();
  user_ = std::make_unique<UsmUser>(keys_, engine_id_);
  netsnmp_session setup;
  snmp_sess_init(&setup);
  setup.version = SNMP_VERSION_3;
  setup.securityModel = SNMP_SEC_MODEL_USM;
  setup.securityLevel = snmp_library::security_level(keys_.auth, keys_.priv);
  setup.securityName = keys_.name.data();
  setup.securityNameLen = keys_.name.size();
  setup.securityEngineID = engine;
  setup.securityEngineIDLen = engine_id_.size();
  setup.contextEngineID = engine;
  setup.contextEngineIDLen = engine_id_.size();
  setup.flags |= SNMP_FLAGS_USER_CREATED;
  if (connect(setup)) state_ = State::open;
}

void Agent::forget_clock() {
  auto* const engine = reinterpret_cast<u_char*>(engine_id_.data());
  const auto size = static_cast<u_int>(engine_id_.size());
  u_int boots = 0;
  u_int time = 0;
  if (get_enginetime(engine, size, &boots, &time, TRUE) == SNMPERR_SUCCESS && boots != 0)
    forgotten_clock_ = {engine_id_, boots, time};
  // Not free_enginetime(): of Net-SNMP's 23 lists it empties the one that the engine is in, and with it the
  // clocks of other agents (whose old traps would be believed again) or of our own engine (no inform would be
  // answered again).
  set_enginetime(engine, size, 0, 0, TRUE);
}

bool Agent::is_outdated(std::uint32_t boots, std::uint32_t time) const {
  constexpr std::uint32_t kTimeWindow = 150;  // s; RFC 3414, 2.2.3
  if (keys_.auth == core::SnmpAuth::none || forgotten_clock_.engine_id != engine_id_) return false;
  const auto* const engine = reinterpret_cast<const u_char*>(engine_id_.data());
  u_int known_boots = 0;
  u_int known_time = 0;
  if (get_enginetime(engine, static_cast<u_int>(engine_id_.size()), &known_boots, &known_time, TRUE) ==
          SNMPERR_SUCCESS &&
      known_boots != 0)
    return false;
  if (boots != forgotten_clock_.boots) return boots < forgotten_clock_.boots;
  return static_cast<std::uint64_t>(time) + kTimeWindow < forgotten_clock_.time;
}

/// Whether the next datagram is of an engine other than the one that is asked. Net-SNMP drops its Reports,
/// as it has no user of that engine.
void Agent::look_at_engine() {
  if (options_.version != core::SnmpVersion::v3 || state_ != State::open) return;
  std::array<std::uint8_t, 512> start;
  const auto size = recv(fd(), start.data(), start.size(), MSG_PEEK | MSG_DONTWAIT | MSG_TRUNC);
  if (size <= 0 || static_cast<std::size_t>(size) > start.size()) return;
  const auto head = read_head({start.data(), static_cast<std::size_t>(size)});
  if (!head || !is_engine_id(head->engine_id) || head->engine_id == engine_id_) return;
  is_engine_wrong_ = true;
  if (head->report != kUnknownEngineIds) return;
  for (auto& [number, request] : requests_) {
    if (request.is_sent && request.message_id == static_cast<long>(head->id)) redirect(request);
  }
}

/// The agent hasn't done it, as it has another engine id: that is looked for, and it is asked once more.
bool Agent::redirect(Request& request) {
  if (std::exchange(request.was_redirected, true)) return false;
  request.is_sent = false;
  is_engine_wrong_ = true;
  return true;
}

bool Agent::has_set_under_way() const {
  return std::ranges::any_of(requests_,
                             [](const auto& entry) { return entry.second.is_sent && entry.second.is_set(); });
}

void Agent::doubt_engine(time_point now) {
  if (options_.version != core::SnmpVersion::v3 || state_ == State::discovering || !refusal_.empty()) return;
  if (has_set_under_way()) return;
  if (doubted_ != time_point{} && now - doubted_ < kDoubtAgainAfter) return;
  doubted_ = now;
  discover();
}

bool Agent::use_trap_user(const std::string& engine_id) {
  if (!refusal_.empty()) return false;
  if (engine_id == engine_id_) {
    if (!user_) user_ = std::make_unique<UsmUser>(keys_, engine_id_);
    user_->use();
    return user_->is_good();
  }
  if (!inform_user_) inform_user_ = std::make_unique<UsmUser>(keys_, engine_id);
  inform_user_->use();
  return inform_user_->is_good();
}

}  // namespace bmsgw::snmp_worker
