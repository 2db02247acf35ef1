#pragma once

#include <concepts>
#include <type_traits>

#include "bmsgw/codec/snmp/worker_message.hpp"

/// The fields of each message in their order. MessageWriter and MessageReader both go along these lists, so
/// that what the one writes the other reads. Thread: any.
namespace bmsgw::codec::snmp {

template <typename T, typename U>
concept Like = std::same_as<std::remove_const_t<T>, U>;

template <typename Io>
void fields(Io& io, Like<OpenAgent> auto& it) {
  io(it.agent, it.address, it.port, it.version, it.community, it.trap_community, it.user);
  io(it.auth, it.auth_password, it.priv, it.priv_password, it.engine_id, it.timeout_ms, it.retries);
}
template <typename Io>
void fields(Io& io, Like<CloseAgent> auto& it) {
  io(it.agent);
}
template <typename Io>
void fields(Io& io, Like<core::SnmpSet> auto& it) {
  io(it.oid, it.value);
}
template <typename Io>
void fields(Io& io, Like<core::SnmpRequest> auto& it) {
  io(it.kind, it.oids, it.repetitions, it.sets);
}
template <typename Io>
void fields(Io& io, Like<AskAgent> auto& it) {
  io(it.agent, it.id, it.request);
}
template <typename Io>
void fields(Io& io, Like<ListenForTraps> auto& it) {
  io(it.address, it.port);
}
template <typename Io>
void fields(Io& io, Like<AgentAnswer> auto& it) {
  io(it.agent, it.id, it.outcome, it.error_status, it.error_index, it.took_us, it.detail, it.values, it.oids);
}
template <typename Io>
void fields(Io& io, Like<core::SnmpTrapVarbind> auto& it) {
  io(it.oid, it.value);
}
template <typename Io>
void fields(Io& io, Like<core::SnmpTrap> auto& it) {
  io(it.trap, it.source, it.varbinds);
}
template <typename Io>
void fields(Io& io, Like<AgentTrap> auto& it) {
  io(it.agent, it.trap);
}
template <typename Io>
void fields(Io& io, Like<AgentEngine> auto& it) {
  io(it.agent, it.engine_id);
}
template <typename Io>
void fields(Io& io, Like<TrapListener> auto& it) {
  io(it.error);
}
template <typename Io>
void fields(Io& io, Like<TrapCounters> auto& it) {
  io(it.strangers, it.dropped, it.last_stranger);
}

/// The last of the values of each enum.
constexpr core::SnmpVersion last_of(core::SnmpVersion /*of*/) {
  return core::SnmpVersion::v3;
}
constexpr core::SnmpAuth last_of(core::SnmpAuth /*of*/) {
  return core::SnmpAuth::sha512;
}
constexpr core::SnmpPriv last_of(core::SnmpPriv /*of*/) {
  return core::SnmpPriv::aes256;
}
constexpr core::SnmpAbsent last_of(core::SnmpAbsent /*of*/) {
  return core::SnmpAbsent::end_of_view;
}
constexpr core::SnmpOutcome last_of(core::SnmpOutcome /*of*/) {
  return core::SnmpOutcome::worker_down;
}
constexpr core::SnmpRequest::Kind last_of(core::SnmpRequest::Kind /*of*/) {
  return core::SnmpRequest::Kind::set;
}

/// The first type byte of each direction, so that a message that went the wrong way isn't taken.
constexpr std::uint8_t first_type(const ToWorker* /*of*/) {
  return 0x01;
}
constexpr std::uint8_t first_type(const FromWorker* /*of*/) {
  return 0x81;
}

}  // namespace bmsgw::codec::snmp
