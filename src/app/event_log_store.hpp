#pragma once

#include <string>
#include <utility>

#include "bmsgw/app/compile.hpp"
#include "bmsgw/core/log_limiter.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::app {

/// What was told of the serial buses' event logs, over restarts: STATE_DIR/event-log-BUS.json. A file is
/// replaced as a whole. After a power failure it may be the one before: events are told once more then.
/// Thread: loop.
class EventLogStore {
 public:
  /// `clock` outlives it.
  EventLogStore(std::string state_dir, const core::Clock& clock)
      : state_dir_(std::move(state_dir)), clock_(clock) {}

  /// The plans with what earlier runs have kept.
  [[nodiscard]] CompiledGateway restored(CompiledGateway compiled) const;
  void keep(const std::string& bus, const std::string& state);

 private:
  [[nodiscard]] std::string path_of(const std::string& bus) const;

  std::string state_dir_;
  const core::Clock& clock_;
  core::LogLimiter limiter_;
};

}  // namespace bmsgw::app
