#include "snmp_worker/agent.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

#include "bmsgw/snmp_library/address.hpp"
#include "bmsgw/snmp_library/user_keys.hpp"

#include "snmp_worker/pdu_writer.hpp"
#include "snmp_worker/refusal.hpp"

namespace bmsgw::snmp_worker {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostRequests = 8;

long microseconds_of(milliseconds time) {
  return static_cast<long>(std::chrono::microseconds(time).count());
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
  close_session();
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

/// `retries`: of Net-SNMP's, which hold for whatever is sent over the session.
bool Agent::connect(netsnmp_session& setup, std::uint32_t retries) {
  close();
  setup.callback = on_reply;
  setup.callback_magic = this;
  setup.timeout = microseconds_of(milliseconds(options_.timeout_ms));
  setup.retries = static_cast<int>(retries);
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

void Agent::close_session() {
  is_closing_ = true;  // Net-SNMP says of each request that it has timed out
  session_.close();
  is_closing_ = false;
  state_ = State::closed;
}

/// What was sent is sent again by the next session, except for a set: nobody hears its answer any more.
void Agent::close(std::string_view why) {
  close_session();
  for (auto entry = requests_.begin(); entry != requests_.end();) {
    const auto next = std::next(entry);
    entry->second.tries = 0;
    if (std::exchange(entry->second.is_sent, false) && entry->second.is_set())
      finish(entry, core::SnmpOutcome::timeout, why);
    entry = next;
  }
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
  if (request.pdu_id != 0) pdu->reqid = request.pdu_id;  // a late answer to an earlier try is one, too
  request.pdu_id = pdu->reqid;
  request.message_id = pdu->msgid;
  request.is_sent = true;
  ++request.tries;
  session_.get()->timeout =
      microseconds_of(request.is_set() ? patience() : milliseconds(options_.timeout_ms));
  if (snmp_sess_async_send(session_.handle(), pdu, on_reply, reinterpret_cast<void*>(number)) != 0) return;
  snmp_free_pdu(pdu);
  const auto entry = requests_.find(number);
  if (entry == requests_.end()) return;
  entry->second.is_sent = false;
  if (send_error_ != 0) return;
  finish(entry, core::SnmpOutcome::bad_answer, snmp_api_errstring(session_.get()->s_snmp_errno));
}

void Agent::on_ready(short events, time_point now) {
  if ((events & (POLLERR | POLLHUP)) != 0) {
    socklen_t size = sizeof send_error_;
    if (getsockopt(fd(), SOL_SOCKET, SO_ERROR, &send_error_, &size) != 0) send_error_ = errno;
  } else if ((events & POLLIN) != 0) {
    if (user_) user_->use();
    look_at_engine();
    char first = 0;
    is_reading_ = recv(fd(), &first, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
    session_.read();
    is_reading_ = false;
  }
  settle(now);
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
  }
  send_waiting();
  if (send_error_ != 0) {
    const std::string why = std::strerror(std::exchange(send_error_, 0));
    close(why);  // and is opened again by the next request
    finish_all(core::SnmpOutcome::unreachable, why);
  }
  if (state_ != State::discovering || session_.due()) return;
  close();  // the question for the engine id is over, and nothing was found
  const bool is_bad = std::exchange(is_discovery_bad_, false);
  finish_all(is_bad ? core::SnmpOutcome::bad_answer : core::SnmpOutcome::timeout, is_bad ? kMalformed : "");
}

milliseconds Agent::patience() const {
  return milliseconds(static_cast<std::uint64_t>(options_.timeout_ms) * (options_.retries + 1ULL));
}

}  // namespace bmsgw::snmp_worker
