#include "snmp_worker/trap_listener.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/core.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bmsgw/snmp_library/address.hpp"
#include "bmsgw/snmp_library/user_keys.hpp"

#include "snmp_worker/refusal.hpp"
#include "snmp_worker/trap_reader.hpp"

namespace bmsgw::snmp_worker {
namespace {

constexpr double kTrapsPerSecond = 100;  // of one agent
constexpr double kTrapsAtOnce = 200;
constexpr auto kTellCountersEvery = std::chrono::seconds(10);
constexpr int kDatagramsAtOnce = 64;     // then the agents have their turn
constexpr std::size_t kHeadRoom = 1024;  // a message's head is far shorter

std::string bind_error(int error, const codec::snmp::ListenForTraps& place) {
  const auto where = fmt::format("traps can't be received on {} port {}: ", place.address, place.port);
  if (error == EACCES) {
    return where +
           "ports below 1024 want the capability CAP_NET_BIND_SERVICE; give it to the service, or set a "
           "higher "
           "port here and at the device";
  }
  if (error == EADDRINUSE)
    return where +
           "another program (snmptrapd?) has the port; stop it, or set another port here and at the device";
  if (error == EADDRNOTAVAIL)
    return where + "this machine has no such address; set 0.0.0.0 for all that it has";
  return where + std::strerror(error);
}

/// 0, or why the port can't be had; Net-SNMP doesn't tell.
int try_bind(const snmp_library::SocketAddress& address) {
  const int fd = socket(address.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const int on = 1;
  if (address.storage.ss_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  const int error = bind(fd, address.get(), address.size) == 0 ? 0 : errno;
  close(fd);
  return error;
}

std::string own_engine_id() {
  std::array<u_char, 64> bytes{};
  const auto size = snmpv3_get_engineID(bytes.data(), bytes.size());
  return {reinterpret_cast<const char*>(bytes.data()), std::min(size, bytes.size())};
}

int level_of(std::uint8_t flags) {
  if ((flags & SNMP_MSG_FLAG_AUTH_BIT) == 0) return SNMP_SEC_LEVEL_NOAUTH;
  return (flags & SNMP_MSG_FLAG_PRIV_BIT) == 0 ? SNMP_SEC_LEVEL_AUTHNOPRIV : SNMP_SEC_LEVEL_AUTHPRIV;
}

bool is_every_ipv6(const snmp_library::SocketAddress& address) {
  const auto* const bytes = reinterpret_cast<const sockaddr_in6*>(address.get());
  return address.storage.ss_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&bytes->sin6_addr);
}

bool is_trap(int command) {
  return command == SNMP_MSG_TRAP || command == SNMP_MSG_TRAP2 || command == SNMP_MSG_INFORM;
}

}  // namespace

TrapListener::TrapListener(const Agents& agents, TrapEvents& events) : agents_(agents), events_(events) {}

std::string TrapListener::listen(const codec::snmp::ListenForTraps& place) {
  close();
  own_engine_ = own_engine_id();
  auto error = open(place, sessions_[0]);
  const auto address = snmp_library::socket_address(place.address, place.port);
  if (!error.empty() || !address || !is_every_ipv6(*address)) return error;
  error = open({"0.0.0.0", place.port}, sessions_[1]);
  if (!error.empty()) close();
  return error;
}

std::string TrapListener::open(const codec::snmp::ListenForTraps& place, snmp_library::Session& session) {
  const auto address = snmp_library::socket_address(place.address, place.port);
  const auto name = snmp_library::transport_name(place.address, place.port);
  if (!address || !name)
    return fmt::format("traps can't be received on {}: it isn't a numeric address", place.address);
  if (const int error = try_bind(*address); error != 0) return bind_error(error, place);
  errno = 0;
  auto* const transport = netsnmp_transport_open_server("snmptrap", name->c_str());
  if (transport == nullptr) return bind_error(errno != 0 ? errno : EADDRINUSE, place);
  netsnmp_session setup;
  snmp_sess_init(&setup);
  setup.version = SNMP_DEFAULT_VERSION;  // each message says its own
  setup.callback = on_message;
  setup.callback_magic = this;
  setup.isAuthoritative = SNMP_SESS_UNKNOWNAUTH;
  session = snmp_library::Session(snmp_sess_add(&setup, transport, nullptr, on_parsed));
  return session ? std::string{} : bind_error(ENOMEM, place);
}

void TrapListener::close() {
  for (auto& session : sessions_) session.close();
}

void TrapListener::on_ready(std::size_t socket, time_point now) {
  session_ = &sessions_[socket];
  for (int i = 0; i < kDatagramsAtOnce && take_datagram(now); ++i) continue;
}

/// False: there is none.
bool TrapListener::take_datagram(time_point now) {
  std::array<std::uint8_t, kHeadRoom> start;
  sockaddr_storage from{};
  socklen_t from_size = sizeof from;
  auto* const sender = reinterpret_cast<sockaddr*>(&from);
  const auto size =
      recvfrom(session_->fd(), start.data(), start.size(), MSG_PEEK | MSG_DONTWAIT, sender, &from_size);
  if (size < 0) return false;  // or an error, which is gone with that
  read_datagram({start.data(), static_cast<std::size_t>(size)}, snmp_library::address_text(sender, from_size),
                now);
  return true;
}

void TrapListener::read_datagram(std::span<const std::uint8_t> start, const std::string& source,
                                 time_point now) {
  std::string why;
  const auto head = read_head(start);
  auto* const sender = head ? sender_of(*head, source, why) : nullptr;
  if (sender == nullptr) {
    if (head) doubt_engines(*head, source, now);
    count_stranger(source, head ? std::string_view(why) : "no SNMP message");
    return drop();
  }
  sender_ = sender;
  source_ = source;
  now_ = now;
  fault_ = 0;
  is_handled_ = false;
  session_->read();
  sender_ = nullptr;
  // Who asks for our engine id or clock, to send informs, is answered by Net-SNMP.
  const bool is_question =
      head->engine_id.empty() || (head->engine_id == own_engine_ && fault_ == SNMPERR_USM_NOTINTIMEWINDOW);
  if (!is_handled_ && !is_question)
    count_stranger(source, trap_refusal_text(fault_, level_of(head->flags) == SNMP_SEC_LEVEL_AUTHPRIV));
}

void TrapListener::drop() {
  char nothing = 0;
  [[maybe_unused]] const auto size = recv(session_->fd(), &nothing, sizeof nothing, MSG_DONTWAIT | MSG_TRUNC);
}

Agent* TrapListener::sender_of(const MessageHead& head, const std::string& source, std::string& why) const {
  why = "no configured agent has this address";
  for (const auto& [number, agent] : agents_) {
    if (agent->address() != source) continue;
    why = why_not(*agent, head);
    if (why.empty()) return agent.get();
  }
  return nullptr;
}

/// A device may have been replaced. Nothing of the datagram is sure, and agents behind one address have
/// engines of their own: one whose engine is known there says nothing of the others.
void TrapListener::doubt_engines(const MessageHead& head, const std::string& source, time_point now) const {
  if (head.engine_id.empty() || head.engine_id == own_engine_) return;
  const auto is_there = [&source](const Agent& agent) {
    return agent.address() == source && agent.options().version == core::SnmpVersion::v3;
  };
  for (const auto& [number, agent] : agents_) {
    if (is_there(*agent) && agent->engine_id() == head.engine_id) return;
  }
  for (const auto& [number, agent] : agents_) {
    const auto& options = agent->options();
    if (!is_there(*agent) || head.user != options.user) continue;
    if (level_of(head.flags) >= snmp_library::security_level(options.auth, options.priv))
      agent->doubt_engine(now);
  }
}

std::string TrapListener::why_not(Agent& agent, const MessageHead& head) const {
  const auto& options = agent.options();
  const bool has_user = options.version == core::SnmpVersion::v3;
  if (has_user != (head.version == core::SnmpVersion::v3)) return "another SNMP version";
  if (!has_user) {
    if (!is_trap(head.pdu)) return "no trap";
    return head.community == options.trap_community ? "" : "another community";
  }
  if (head.engine_id.empty()) return {};  // asks for the engine id, before it sends an inform
  if (head.user != options.user) return "another user";
  if (level_of(head.flags) < snmp_library::security_level(options.auth, options.priv))
    return "signed or encrypted less than configured";
  const bool is_inform = head.engine_id == own_engine_;
  if (!is_inform && head.engine_id != agent.engine_id())
    return "an engine id that isn't the agent's, or isn't known yet";
  if (!is_inform && agent.is_outdated(head.boots, head.time))
    return std::string(trap_refusal_text(SNMPERR_USM_NOTINTIMEWINDOW, false));
  return agent.use_trap_user(std::string(head.engine_id)) ? "" : "no usable user";
}

int TrapListener::on_parsed(netsnmp_session* session, netsnmp_pdu* /*pdu*/, int result) {
  static_cast<TrapListener*>(session->callback_magic)->fault_ = result;
  return 1;
}

int TrapListener::on_message(int operation, netsnmp_session* session, int, netsnmp_pdu* pdu, void* magic) {
  auto* const listener = static_cast<TrapListener*>(magic);
  if (operation != NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE || pdu == nullptr || listener->sender_ == nullptr)
    return 1;
  // Messages with a wrong signature are handed over as well, before on_parsed() knows of it.
  if (listener->fault_ == 0 && session->s_snmp_errno == 0) listener->handle(*pdu);
  return 1;
}

std::string TrapListener::why_not_taken(const netsnmp_pdu& pdu) const {
  if (!is_trap(pdu.command)) return "no trap";
  if (pdu.version != SNMP_VERSION_3) return {};
  const auto& options = sender_->options();
  const std::string_view user(pdu.securityName == nullptr ? "" : pdu.securityName, pdu.securityNameLen);
  const bool is_safe = pdu.securityLevel >= snmp_library::security_level(options.auth, options.priv);
  return is_safe && user == options.user ? "" : "another user or level";
}

void TrapListener::handle(netsnmp_pdu& pdu) {
  is_handled_ = true;
  if (const auto why = why_not_taken(pdu); !why.empty()) return count_stranger(source_, why);
  const auto number = sender_->options().agent;
  auto& rate = rates_.try_emplace(number, kTrapsPerSecond, kTrapsAtOnce).first->second;
  texts_.clear();
  trap_.agent = number;
  trap_.trap.source = source_;
  if (!read_trap(pdu, texts_, trap_.trap))
    return count_stranger(source_, "a trap that doesn't say which one it is");
  if (!rate.pass(now_) || !events_.on_trap(trap_)) {
    ++counters_.dropped;
    has_grown_ = true;
    return;
  }
  if (pdu.command == SNMP_MSG_INFORM) answer_inform(pdu);
}

void TrapListener::answer_inform(netsnmp_pdu& pdu) {
  auto* const reply = snmp_clone_pdu(&pdu);
  if (reply == nullptr) return;
  reply->command = SNMP_MSG_RESPONSE;
  reply->errstat = 0;
  reply->errindex = 0;
  if (snmp_sess_send(session_->handle(), reply) == 0) snmp_free_pdu(reply);
}

void TrapListener::count_stranger(const std::string& source, std::string_view why) {
  ++counters_.strangers;
  last_stranger_ = fmt::format("{}: {}", source, why);
  has_grown_ = true;
}

std::optional<TrapListener::time_point> TrapListener::due() const {
  if (!has_grown_) return std::nullopt;
  return told_ ? *told_ + kTellCountersEvery : time_point{};
}

std::optional<codec::snmp::TrapCounters> TrapListener::take_counters(time_point now) {
  const auto at = due();
  if (!at || *at > now) return std::nullopt;
  has_grown_ = false;
  told_ = now;
  counters_.last_stranger = last_stranger_;
  return counters_;
}

}  // namespace bmsgw::snmp_worker
