#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "bmsgw/core/snmp.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::transport {

/// Views are gone after the call.
struct SnmpAnswer {
  std::uint64_t id = 0;  ///< as given to submit()
  core::SnmpOutcome outcome = core::SnmpOutcome::worker_down;
  std::uint32_t error_status = 0;
  std::uint32_t error_index = 0;            ///< from 1 on; 0: none
  std::span<const core::SnmpValue> values;  ///< ok: in the order of the request
  std::span<const std::string_view> oids;   ///< ok, get_next and get_bulk
  std::string_view detail;                  ///< may be empty
  core::Stamp at;                           ///< when the answer was there
  std::chrono::microseconds took{0};
};
/// The agent has dealt with the request, if only by an error-status.
[[nodiscard]] bool is_from_agent(const SnmpAnswer& answer);
/// How it ended, in words.
[[nodiscard]] std::string text_of(const SnmpAnswer& answer);

/// What happens with an agent. Thread: loop.
class SnmpLinkEvents {
 public:
  virtual ~SnmpLinkEvents() = default;
  /// The worker runs and the host's name has an address: requests may go out.
  virtual void on_opened(core::Stamp now) = 0;
  /// Exactly one for each request that was taken, until on_down or stop().
  virtual void on_answer(const SnmpAnswer& answer, core::Stamp now) = 0;
  virtual void on_trap(const core::SnmpTrap& trap, core::Stamp now) = 0;
  /// The worker has died, or the name has no address; the link tries again by itself, and tells each reason
  /// once. What was asked is not answered any more. `detail`: one line for the user.
  virtual void on_down(const std::string& detail, core::Stamp now) = 0;
};

/// An SNMP agent, asked by bms-snmp-worker. One request at a time. Thread: loop.
class SnmpLink {
 public:
  virtual ~SnmpLink() = default;
  virtual void start(SnmpLinkEvents& events) = 0;
  /// Closes for good; no event follows.
  virtual void stop() = 0;
  /// Sends a request; its answer comes through the events. False: one is under way, or the link isn't open.
  virtual bool submit(std::uint64_t id, const core::SnmpRequest& request) = 0;
  /// Forgets the host's address and the engine id, and finds both anew: another device may be there now. Then
  /// comes on_opened, or on_down.
  virtual void reopen() = 0;
  /// How long a request may take at most until its answer is told.
  [[nodiscard]] virtual core::milliseconds longest_request() const = 0;
};

}  // namespace bmsgw::transport
