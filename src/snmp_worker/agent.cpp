#include "snmp_worker/agent.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

#include "bmsgw/snmp_library/address.hpp"
#include "bmsgw/snmp_library/user_keys.hpp"

#include "snmp_worker/message_head.hpp"
#include "snmp_worker/pdu_writer.hpp"
#include "snmp_worker/refusal.hpp"

namespace bmsgw::snmp_worker {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostRequests = 8;
constexpr std::uintptr_t kDiscovery = 0;  // in place of a request's number
constexpr auto kDoubtAgainAfter = std::chrono::seconds(5);

bool is_engine_id(std::string_view bytes) {
  return bytes.size() >= 5 && bytes.size() <= 32;  // RFC 3411, SnmpEngineID
}

}  // namespace

Agent::Agent(codec::snmp::OpenAgent options, AgentEvents& events)
    : options_(std::move(options)), events_(events) {
  const auto address = snmp_library::socket_address(options_.address, options_.port);
  const auto transport = snmp_library::transport_name(options_.address, options_.port);
  if (!address || !transport) {
    refusal_ = "its address isn't numeric";
    return;
  }
  address_ = snmp_library::address_text(address->get(), address->size);
  transport_ = *transport;
  if (options_.version == core::SnmpVersion::v3) keys_ = make_keys(options_, refusal_);
  if (is_engine_id(options_.engine_id)) engine_id_ = options_.engine_id;
}

Agent::~Agent() {
  close();
}

void Agent::start(time_point now) {
  if (refusal_.empty()) open();
  settle(now);
}

void Agent::ask(std::uint64_t id, core::SnmpRequest request, time_point now) {
  const auto entry = requests_.try_emplace(++last_number_).first;
  entry->second.id = id;
  entry->second.what = std::move(request);
  entry->second.asked = now;
  entry->second.deadline = now + patience();
  if (!refusal_.empty()) return finish(entry, core::SnmpOutcome::denied, refusal_);
  if (requests_.size() > kMostRequests) {
    return finish(entry, core::SnmpOutcome::worker_down, "too many requests are under way");
  }
  if (is_stale_ && state_ == State::open && requests_.size() == 1) close();
  if (state_ == State::closed) open();
  send_waiting();
  settle(now);
}

void Agent::open() {
  is_stale_ = false;
  if (options_.version != core::SnmpVersion::v3) {
    open_community();
  } else if (engine_id_.empty()) {
    discover();
  } else {
    pin(engine_id_);
  }
}

bool Agent::connect(netsnmp_session& setup) {
  close();
  setup.callback = on_reply;
  setup.callback_magic = this;
  setup.timeout = static_cast<long>(options_.timeout_ms) * 1000L;
  setup.retries = static_cast<int>(options_.retries);
  session_ = snmp_library::connect_session(setup, transport_, on_parsed);
  if (session_) return true;
  send_error_ = errno != 0 ? errno : EADDRNOTAVAIL;
  return false;
}

void Agent::open_community() {
  netsnmp_session setup;
  snmp_sess_init(&setup);
  setup.version = options_.version == core::SnmpVersion::v1 ? SNMP_VERSION_1 : SNMP_VERSION_2c;
  setup.community = reinterpret_cast<u_char*>(options_.community.data());
  setup.community_len = options_.community.size();
  if (connect(setup)) state_ = State::open;
}

/// RFC 3414, 4: a message without engine and user is answered by a Report with the agent's engine id.
void Agent::discover() {
  netsnmp_session setup;
  snmp_sess_init(&setup);
  setup.version = SNMP_VERSION_3;
  is_discovery_bad_ = false;
  if (!connect(setup)) return;
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
  free_enginetime(engine, engine_id_.size());
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

void Agent::close() {
  is_closing_ = true;  // Net-SNMP says of each request that it has timed out
  session_.close();
  is_closing_ = false;
  state_ = State::closed;
  for (auto& [number, request] : requests_) request.is_sent = false;
}

void Agent::send_waiting() {
  if (state_ != State::open) return;
  for (auto entry = requests_.begin(); entry != requests_.end();) {
    const auto next = std::next(entry);  // one that can't be sent is gone
    if (!entry->second.is_sent) send(entry->first, entry->second);
    entry = next;
  }
}

void Agent::send(std::uintptr_t number, Request& request) {
  auto* const pdu = make_pdu(request.what);
  if (pdu == nullptr) {
    return finish(requests_.find(number), core::SnmpOutcome::bad_answer,
                  "what is asked for can't be put into words");
  }
  if (user_) user_->use();
  request.is_sent = true;
  if (snmp_sess_async_send(session_.handle(), pdu, on_reply, reinterpret_cast<void*>(number)) != 0) return;
  snmp_free_pdu(pdu);
  const auto entry = requests_.find(number);
  if (entry == requests_.end() || send_error_ != 0) return;
  finish(entry, core::SnmpOutcome::bad_answer, snmp_api_errstring(session_.get()->s_snmp_errno));
}

void Agent::on_ready(short events, time_point now) {
  if ((events & (POLLERR | POLLHUP)) != 0) {
    socklen_t size = sizeof send_error_;
    if (getsockopt(fd(), SOL_SOCKET, SO_ERROR, &send_error_, &size) != 0) send_error_ = errno;
  } else if ((events & POLLIN) != 0) {
    if (user_) user_->use();
    if (has_other_engine()) is_engine_wrong_ = true;
    session_.read();
  }
  settle(now);
}

/// Whether the next datagram is of an engine other than the one that is asked.
bool Agent::has_other_engine() const {
  if (options_.version != core::SnmpVersion::v3 || state_ != State::open) return false;
  std::array<std::uint8_t, 512> start;
  const auto size = recv(fd(), start.data(), start.size(), MSG_PEEK | MSG_DONTWAIT | MSG_TRUNC);
  if (size <= 0 || static_cast<std::size_t>(size) > start.size()) return false;
  const auto head = read_head({start.data(), static_cast<std::size_t>(size)});
  return head && is_engine_id(head->engine_id) && head->engine_id != engine_id_;
}

void Agent::on_time(time_point now) {
  if (session_) {
    if (user_) user_->use();
    session_.on_time();
  }
  for (auto entry = requests_.begin(); entry != requests_.end();) {
    const auto next = std::next(entry);
    if (entry->second.deadline <= now) finish_late(entry);
    entry = next;
  }
  settle(now);
}

std::optional<Agent::time_point> Agent::due(time_point now) const {
  std::optional<time_point> first;
  if (session_) {
    if (const auto wait = session_.due()) first = now + *wait;
  }
  for (const auto& [number, request] : requests_) {
    first = first ? std::min(*first, request.deadline) : request.deadline;
  }
  return first;
}

void Agent::settle(time_point now) {
  // Each of the steps may fail at once, which is the next finding; none of them can come about twice.
  if (std::exchange(is_engine_wrong_, false)) doubt_engine(now);
  if (!found_engine_.empty()) {
    pin(std::exchange(found_engine_, {}));
    has_answered_ = false;
    events_.on_engine(options_.agent, engine_id_);
    send_waiting();
  }
  if (send_error_ != 0) {
    const int error = std::exchange(send_error_, 0);
    close();  // and is opened again by the next request
    finish_all(core::SnmpOutcome::unreachable, std::strerror(error));
  }
  if (state_ != State::discovering || session_.due()) return;
  close();  // the question for the engine id is over, and nothing was found
  const bool is_bad = std::exchange(is_discovery_bad_, false);
  finish_all(is_bad ? core::SnmpOutcome::bad_answer : core::SnmpOutcome::timeout, is_bad ? kMalformed : "");
}

void Agent::doubt_engine(time_point now) {
  if (options_.version != core::SnmpVersion::v3 || state_ == State::discovering || !refusal_.empty()) return;
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

milliseconds Agent::patience() const {
  return milliseconds(static_cast<std::uint64_t>(options_.timeout_ms) * (options_.retries + 1ULL));
}

}  // namespace bmsgw::snmp_worker
