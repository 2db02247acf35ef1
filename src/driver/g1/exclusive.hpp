#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "bmsgw/core/command.hpp"
#include "bmsgw/core/firmware.hpp"
#include "bmsgw/core/reply.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::driver {

/// A dialogue that has a G1 unit's line for itself: while one runs, the session hands it every byte, asks for
/// nothing and writes nothing else. A pure state machine: what is to be done comes back as Effects. It ends
/// by itself, whatever the unit does: next_wake() is never kNever while it runs. Thread: loop.
class G1Exclusive {
 public:
  struct Effects {
    std::string write{};                               ///< bytes for the line; empty: none
    std::optional<core::FirmwareProgress> progress{};  ///< to be told
  };
  virtual ~G1Exclusive() = default;

  /// Once, when no request is under way any more and the line is up.
  virtual Effects start(core::Stamp now) = 0;
  virtual Effects on_bytes(std::span<const char> bytes, core::Stamp now) = 0;
  virtual Effects on_time(core::Stamp now) = 0;
  /// The line is lost: a unit's restart may take an USB port with it, so it may come back. Nothing can be
  /// written until on_opened().
  virtual Effects on_down(core::Stamp now) = 0;
  virtual Effects on_opened(core::Stamp now) = 0;
  /// The gateway stops: it has ended afterwards. What it writes may be lost.
  virtual Effects stop(core::Stamp now) = 0;
  /// Somebody wants it to end. `answer`, without id: ok, and it has ended; or refused, and it goes on.
  virtual Effects abort(core::Stamp now, core::Reply& answer) = 0;

  [[nodiscard]] virtual core::MonoTime next_wake() const = 0;
  /// How it ended, without id; nullptr: it runs. The session asks after each of the above.
  [[nodiscard]] virtual const core::Reply* finished() const = 0;
  /// For the bus's status: "a firmware upgrade: frame 17 of 400".
  [[nodiscard]] virtual std::string detail() const = 0;
};

/// The dialogue of a MasterClear or FirmwareUpgrade; nullptr: the command is something else.
/// `bus`: its name, for the progress.
[[nodiscard]] std::unique_ptr<G1Exclusive> make_exclusive(const core::Command& command,
                                                          const std::string& bus);

}  // namespace bmsgw::driver
