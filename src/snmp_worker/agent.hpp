#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bmsgw/codec/snmp/worker_message.hpp"
#include "bmsgw/snmp_library/session.hpp"

#include "snmp_worker/usm_user.hpp"
#include "snmp_worker/value_reader.hpp"

namespace bmsgw::snmp_worker {

/// What an agent has to tell. Views are gone after the call.
class AgentEvents {
 public:
  virtual ~AgentEvents() = default;
  virtual void on_answer(const codec::snmp::AgentAnswer& answer) = 0;
  virtual void on_engine(std::uint32_t agent, std::string_view engine_id) = 0;
};

/// One agent that is asked. Nothing waits: a v3 agent's engine id is asked for like anything else, and
/// requests that come before it is known are sent then. Each request is answered once, at the latest when its
/// time is over. A set is never repeated: it goes out once more only when the agent has said that it hasn't
/// done it (a Report of RFC 3414, 3.2); what became of one without an answer is the gateway's to find out.
/// Thread: worker.
class Agent {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  Agent(codec::snmp::OpenAgent options, AgentEvents& events);
  ~Agent();
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  /// Finds out the engine id, where it isn't known.
  void start(time_point now);
  void ask(std::uint64_t id, core::SnmpRequest request, time_point now);

  [[nodiscard]] int fd() const { return session_.fd(); }  ///< -1: none
  /// What poll() says of fd().
  void on_ready(short events, time_point now);
  void on_time(time_point now);
  /// When on_time() has something to do; nothing: not before something else happens.
  [[nodiscard]] std::optional<time_point> due(time_point now) const;

  [[nodiscard]] const codec::snmp::OpenAgent& options() const { return options_; }
  [[nodiscard]] const std::string& address() const { return address_; }      ///< as address_text() has it
  [[nodiscard]] const std::string& engine_id() const { return engine_id_; }  ///< v3; empty: not known
  /// The agent's messages come with another engine id, it seems: it is asked for again, but not often, and
  /// not while a set is under way, whose answer would be lost.
  void doubt_engine(time_point now);
  /// The user, as the sender of traps (its own engine) and of informs (this program's) has it, is the one
  /// that Net-SNMP works with. False: there is none.
  bool use_trap_user(const std::string& engine_id);
  /// Whether a message of its engine was sent before what has come of it already. Net-SNMP tells as long as
  /// it knows the engine's clock; this goes by the one that was known before that was forgotten.
  [[nodiscard]] bool is_outdated(std::uint32_t boots, std::uint32_t time) const;

 private:
  static constexpr const char* kMalformed = "what it sends is malformed";
  static bool is_engine_id(std::string_view bytes);

  enum class State : std::uint8_t { closed, discovering, open };
  struct Request {
    std::uint64_t id = 0;
    core::SnmpRequest what;
    time_point asked;
    time_point deadline;
    bool is_sent = false;
    std::uint32_t tries = 0;      ///< how often it was sent over this session
    long pdu_id = 0;              ///< its request-id, from the first try on
    long message_id = 0;          ///< v3: of the last try
    int unreadable = 0;           ///< the last SNMPERR_... of an answer that couldn't be read
    bool was_signed = false;      ///< the agent has answered with a signed Report: its clock
    bool was_redirected = false;  ///< the engine id was looked for because of it

    [[nodiscard]] bool is_set() const { return what.kind == core::SnmpRequest::Kind::set; }
  };
  struct EngineClock {
    std::string engine_id;
    std::uint32_t boots = 0;
    std::uint32_t time = 0;  ///< s, since it has booted
  };
  using Requests = std::map<std::uintptr_t, Request>;  // by the number that Net-SNMP gives back

  static int on_reply(int operation, netsnmp_session* session, int id, netsnmp_pdu* pdu, void* magic);
  static int on_parsed(netsnmp_session* session, netsnmp_pdu* pdu, int result);

  void open();
  void open_community();
  void pin(const std::string& engine_id);
  void discover();
  void forget_clock();
  bool connect(netsnmp_session& setup, std::uint32_t retries = 0);
  void close_session();
  void close(std::string_view why = {});
  void send_waiting();
  void send(std::uintptr_t number, Request& request);
  void settle(time_point now);
  void handle(int operation, netsnmp_session& session, netsnmp_pdu* pdu, std::uintptr_t number);
  void handle_discovery(int operation, const netsnmp_session& session, const netsnmp_pdu* pdu);
  void handle_report(Request& request, std::uintptr_t number, int report, bool is_final);
  void note_parsed(netsnmp_pdu* pdu, int result);
  void look_at_engine();
  bool redirect(Request& request);
  [[nodiscard]] bool has_set_under_way() const;

  void finish(Requests::iterator request, core::SnmpOutcome outcome, std::string_view detail);
  void finish_with(Requests::iterator request, const netsnmp_pdu& pdu);
  void try_again(Requests::iterator request);
  void finish_late(Requests::iterator request);
  void finish_all(core::SnmpOutcome outcome, const std::string& detail);
  void tell(Requests::iterator request);
  [[nodiscard]] std::chrono::milliseconds patience() const;

  codec::snmp::OpenAgent options_;
  AgentEvents& events_;
  std::string address_;
  std::string transport_;
  std::string refusal_;  ///< not empty: what is configured can't work
  UserKeys keys_;
  std::string engine_id_;
  std::unique_ptr<UsmUser> user_;
  std::unique_ptr<UsmUser> inform_user_;
  snmp_library::Session session_;
  State state_ = State::closed;
  bool is_reading_ = false;  ///< something has come: what can't be parsed is the agent's
  bool is_closing_ = false;
  bool is_stale_ = false;      ///< something timed out: this host's address may have changed
  bool has_answered_ = false;  ///< with values, since the engine is known
  Requests requests_;
  std::uintptr_t last_number_ = 0;
  time_point doubted_{};
  EngineClock forgotten_clock_;

  // What Net-SNMP's callbacks have found, as they must not close a session.
  std::string found_engine_;
  bool is_discovery_bad_ = false;  ///< something has come that doesn't tell it
  int send_error_ = 0;             ///< errno
  bool is_engine_wrong_ = false;

  codec::snmp::AgentAnswer answer_;
  TextStore texts_;
};

}  // namespace bmsgw::snmp_worker
