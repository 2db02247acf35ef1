#include "snmp_agent/server.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fmt/core.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "bmsgw/snmp_library/address.hpp"

namespace bmsgw::snmp_agent {
namespace {

constexpr std::uint32_t kAuthorizationError = 16;  // RFC 3416, 3

/// ADDRESS:PORT, [ADDRESS]:PORT; nothing: it isn't so.
std::optional<std::pair<std::string, std::uint16_t>> split(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  auto address = text.substr(0, colon);
  const auto digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, port);
  if (error != std::errc{} || stop != end) return std::nullopt;
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  return std::pair{std::string(address), port};
}

/// Net-SNMP takes port 0 as its default port.
std::uint16_t free_port(const std::string& address) {
  const auto wanted = snmp_library::socket_address(address, 0);
  if (!wanted) return 0;
  const int fd = socket(wanted->storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_storage got{};
  socklen_t size = sizeof got;
  const bool is_bound = fd >= 0 && bind(fd, wanted->get(), wanted->size) == 0 &&
                        getsockname(fd, reinterpret_cast<sockaddr*>(&got), &size) == 0;
  if (fd >= 0) close(fd);
  if (!is_bound) return 0;
  return ntohs(got.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(got).sin6_port
                                         : reinterpret_cast<const sockaddr_in&>(got).sin_port);
}

netsnmp_transport* open_transport(const std::string& listen) {
  const auto place = split(listen);
  const auto port = !place ? std::uint16_t{0} : place->second != 0 ? place->second : free_port(place->first);
  const auto name = place ? snmp_library::transport_name(place->first, port) : std::nullopt;
  if (!name) throw std::runtime_error("--listen " + listen + ": a numeric ADDRESS:PORT is wanted");
  errno = 0;
  auto* const transport = netsnmp_transport_open_server("snmp", name->c_str());
  if (transport == nullptr)
    throw std::runtime_error(listen +
                             " can't be listened on: " + std::strerror(errno != 0 ? errno : EADDRINUSE));
  return transport;
}

std::string_view community_of(const netsnmp_pdu& pdu) {
  return {reinterpret_cast<const char*>(pdu.community), pdu.community_len};
}

}  // namespace

Server::Server(const simulator::snmp::AgentOptions& options, simulator::snmp::Device& device,
               const Engine& engine, const Outlet::Clock& clock)
    : options_(options), device_(device), engine_(engine) {
  auto* const transport = open_transport(options.listen);
  netsnmp_session setup;
  snmp_sess_init(&setup);
  setup.version = SNMP_DEFAULT_VERSION;  // each message says its own
  setup.callback = on_message;
  setup.callback_magic = this;
  setup.isAuthoritative = SNMP_SESS_UNKNOWNAUTH;
  session_ = snmp_library::Session(snmp_sess_add(&setup, transport, nullptr, nullptr));
  if (!session_) throw std::runtime_error("Net-SNMP can't make a session");
  outlet_ = std::make_unique<Outlet>(
      *transport, [&device] { return device.treatment(); }, clock);
}

std::string Server::place() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  getsockname(fd(), plain, &size);
  const bool is_v6 = address.ss_family == AF_INET6;
  const auto port = ntohs(is_v6 ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                                : reinterpret_cast<const sockaddr_in&>(address).sin_port);
  const auto text = snmp_library::address_text(plain, size);
  return is_v6 ? fmt::format("[{}]:{}", text, port) : fmt::format("{}:{}", text, port);
}

int Server::on_message(int operation, netsnmp_session*, int, netsnmp_pdu* pdu, void* self) {
  if (operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && pdu != nullptr)
    static_cast<Server*>(self)->answer(*pdu);
  return 1;
}

bool Server::is_known(const netsnmp_pdu& pdu) const {
  if (pdu.version == SNMP_VERSION_3) return options_.user.has_value();
  if (pdu.version == SNMP_VERSION_2c && !options_.v2c) return false;
  return community_of(pdu) == options_.community || community_of(pdu) == options_.write_community;
}

bool Server::may_write(const netsnmp_pdu& pdu) const {
  if (pdu.version == SNMP_VERSION_3) return true;
  return options_.community_writes || community_of(pdu) == options_.write_community;
}

/// Of v1 as it is; of v3 no less than it is.
std::size_t Server::header_bytes(const netsnmp_pdu& pdu) const {
  if (pdu.version != SNMP_VERSION_3) return 29 + pdu.community_len;
  return 140 + 2 * engine_.id().size() + pdu.securityNameLen;
}

void Server::answer(netsnmp_pdu& pdu) {
  auto request = request_of(pdu);
  if (!request || !is_known(pdu)) {
    ++counters_.refused;
    return;
  }
  ++counters_.requests;
  if (request->kind == Request::Kind::set) ++counters_.sets;
  if (pdu.version == SNMP_VERSION_3 && pdu.securityLevel < engine_.level())
    return send(pdu, {kAuthorizationError, 0, request->varbinds});
  request->may_write = may_write(pdu);
  request->most_bytes = options_.max_message;
  request->header_bytes = header_bytes(pdu);
  send(pdu, device_.answer(*request));
}

void Server::send(const netsnmp_pdu& pdu, const Answer& answer) {
  if (answer.status != 0) ++counters_.errors;
  auto* const reply = snmp_clone_pdu(const_cast<netsnmp_pdu*>(&pdu));
  if (reply == nullptr) return;
  snmp_free_varbind(reply->variables);
  reply->variables = nullptr;
  reply->command = SNMP_MSG_RESPONSE;
  reply->errstat = answer.status;
  reply->errindex = answer.index;
  if (!add_varbinds(answer.varbinds, *reply) || snmp_sess_send(session_.handle(), reply) == 0)
    snmp_free_pdu(reply);
}

}  // namespace bmsgw::snmp_agent
