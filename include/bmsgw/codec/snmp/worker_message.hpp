#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bmsgw/core/snmp.hpp"

/// What the gateway and bms-snmp-worker say to each other over a SOCK_SEQPACKET pair, a message in each
/// packet. Thread: any.
///
///   u8 type | fields of the message in the order of its struct
///   type: to the worker 0x01, from it 0x81, plus the place in the variant
///   u8, u16, u32, u64, i64: little-endian; bool, enum: u8; f64: IEEE 754; text: u32 length, bytes
///   list: u32 count, elements; value: u8 alternative, then it
namespace bmsgw::codec::snmp {

/// No message is longer; a longer one is not sent.
inline constexpr std::size_t kMostMessage = std::size_t{160} * 1024;

// To the worker.

/// An agent that is asked from now on, and whose traps are taken. One that is open under this number already
/// is closed first.
struct OpenAgent {
  std::uint32_t agent = 0;  ///< a number of the gateway's
  std::string address;      ///< numeric, IPv4 or IPv6
  std::uint16_t port = 161;
  core::SnmpVersion version = core::SnmpVersion::v1;
  std::string community;       ///< v1, v2c
  std::string trap_community;  ///< v1, v2c; of traps
  std::string user;            ///< v3
  core::SnmpAuth auth = core::SnmpAuth::none;
  std::string auth_password;
  core::SnmpPriv priv = core::SnmpPriv::none;
  std::string priv_password;
  std::string engine_id;  ///< v3: bytes; empty: to be found out
  std::uint32_t timeout_ms = 1000;
  std::uint32_t retries = 1;

  bool operator==(const OpenAgent&) const = default;
};
struct CloseAgent {
  std::uint32_t agent = 0;

  bool operator==(const CloseAgent&) const = default;
};
struct AskAgent {
  std::uint32_t agent = 0;
  std::uint64_t id = 0;
  core::SnmpRequest request;

  bool operator==(const AskAgent&) const = default;
};
/// Traps are received from now on, there and nowhere else.
struct ListenForTraps {
  std::string address;  ///< numeric; 0.0.0.0 and :: are every interface
  std::uint16_t port = 162;

  bool operator==(const ListenForTraps&) const = default;
};

using ToWorker = std::variant<OpenAgent, CloseAgent, AskAgent, ListenForTraps>;

// From the worker. Texts and values are views into the packet.

/// Exactly one for each AskAgent of an open agent, unless it is closed before. Of a closed or unknown agent:
/// worker_down.
struct AgentAnswer {
  std::uint32_t agent = 0;
  std::uint64_t id = 0;
  core::SnmpOutcome outcome = core::SnmpOutcome::worker_down;
  std::uint32_t error_status = 0;
  std::uint32_t error_index = 0;  ///< from 1 on; 0: none
  std::uint32_t took_us = 0;
  std::string_view detail;              ///< one line for the user, where the outcome alone says too little
  std::vector<core::SnmpValue> values;  ///< ok: in the order of the request
  std::vector<std::string_view> oids;   ///< ok, get_next and get_bulk: whose values they are
};
/// A trap of an open agent, checked: source address, and community or user.
struct AgentTrap {
  std::uint32_t agent = 0;
  core::SnmpTrap trap;
};
/// v3: what it calls itself, so that it needn't be asked after a restart.
struct AgentEngine {
  std::uint32_t agent = 0;
  std::string_view engine_id;  ///< bytes
};
/// What became of ListenForTraps; empty: it listens.
struct TrapListener {
  std::string_view error;  ///< one line for the user, with the remedy
};
/// Since its start; sent when one has grown, at most once in 10 s.
struct TrapCounters {
  std::uint64_t strangers = 0;     ///< from no open agent, or with another community or user
  std::uint64_t dropped = 0;       ///< more than an agent may send at once
  std::string_view last_stranger;  ///< address, and why it is one: "192.168.1.7: another community"
};

using FromWorker = std::variant<AgentAnswer, AgentTrap, AgentEngine, TrapListener, TrapCounters>;

/// `into` is cleared first; its memory is kept. It stays empty when the message would be longer than
/// kMostMessage.
void encode_message(const ToWorker& message, std::string& into);
void encode_message(const FromWorker& message, std::string& into);
/// Nothing, or false: it isn't one. Reuses the memory of `into`, whose views show `packet`.
[[nodiscard]] std::optional<ToWorker> decode_to_worker(std::string_view packet);
[[nodiscard]] bool decode_from_worker(std::string_view packet, FromWorker& into);

}  // namespace bmsgw::codec::snmp
