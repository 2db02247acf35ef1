// The dialogues that have the line for themselves: master clear, firmware upgrade.
#include <utility>

#include "bmsgw/driver/g1_session.hpp"

#include "driver/g1/exclusive.hpp"

namespace bmsgw::driver {

using core::Outcome;

G1Session::~G1Session() = default;

/// Lets the machine do its next step, and does what that asks for.
template <typename Step>
void G1Session::step_exclusive(core::Stamp now, Step step) {
  if (!exclusive_.started) return;
  const auto effects = step(*exclusive_.machine);
  if (!effects.write.empty() && open_ && !link_.write(effects.write)) ++dropped_commands_;
  if (effects.progress && plan_.firmware != core::kNoPoint) {
    sink_.on_firmware(plan_.firmware, *effects.progress, now);
  }
  if (exclusive_.machine->finished() != nullptr) end_exclusive(now);
}

void G1Session::submit_exclusive(const core::Command& command) {
  if (exclusive_.machine != nullptr) return refuse(command.id, Outcome::busy, exclusive_detail());
  auto machine = make_exclusive(command, plan_.name);
  if (machine == nullptr) {
    return refuse(command.id, Outcome::refused, plan_.name + " takes sentences only");
  }
  const bool is_upgrade = std::holds_alternative<core::FirmwareUpgrade>(command.what);
  exclusive_ = {command.id, command.expires, is_upgrade, false, std::move(machine)};
}

void G1Session::submit_abort(const core::Command& command, core::Stamp now) {
  if (exclusive_.machine == nullptr || !exclusive_.is_upgrade) {
    return refuse(command.id, Outcome::refused, "no firmware upgrade is under way");
  }
  core::Reply answer;
  if (exclusive_.started) {
    step_exclusive(now, [&answer, now](G1Exclusive& machine) { return machine.abort(now, answer); });
  } else {
    fail_pending_exclusive(Outcome::refused, "it was aborted before it began");
  }
  answer.id = command.id;
  reply(std::move(answer));
}

/// One that hasn't started yet.
void G1Session::fail_pending_exclusive(Outcome outcome, const std::string& reason) {
  if (exclusive_.machine == nullptr || exclusive_.started) return;
  refuse(exclusive_.id, outcome, reason);
  exclusive_ = {};
}

void G1Session::end_exclusive(core::Stamp now) {
  auto answer = *exclusive_.machine->finished();
  answer.id = exclusive_.id;
  exclusive_ = {};
  framer_.reset();
  opened_ = now.mono;
  bytes_heard_ = false;
  interrupt_gaps();
  if (open_) schedule_.on_open(now.mono);
  reply(std::move(answer));
}

void G1Session::start_exclusive(core::Stamp now) {
  if (now.mono >= exclusive_.expires) {
    return fail_pending_exclusive(Outcome::busy, "the line was taken for too long; nothing was sent");
  }
  exclusive_.started = true;
  schedule_.on_close();
  event_log_.on_down();
  step_exclusive(now, [now](G1Exclusive& machine) { return machine.start(now); });
}

bool G1Session::exclusive_takes(std::span<const char> bytes, core::Stamp now) {
  if (!exclusive_.started) return false;
  step_exclusive(now, [bytes, now](G1Exclusive& machine) { return machine.on_bytes(bytes, now); });
  return true;
}

bool G1Session::exclusive_opened(core::Stamp now) {
  if (!exclusive_.started) return false;
  step_exclusive(now, [now](G1Exclusive& machine) { return machine.on_opened(now); });
  return true;
}

void G1Session::exclusive_down(core::Stamp now) {
  fail_pending_exclusive(Outcome::bus_down, condition_.detail());
  step_exclusive(now, [now](G1Exclusive& machine) { return machine.on_down(now); });
}

void G1Session::exclusive_time(core::Stamp now) {
  if (exclusive_.started && exclusive_.machine->next_wake() <= now.mono) {
    step_exclusive(now, [now](G1Exclusive& machine) { return machine.on_time(now); });
  }
}

void G1Session::exclusive_stop(core::Stamp now) {
  fail_pending_exclusive(Outcome::refused, "the gateway stops");
  step_exclusive(now, [now](G1Exclusive& machine) { return machine.stop(now); });
}

core::MonoTime G1Session::exclusive_wake() const {
  return exclusive_.started ? exclusive_.machine->next_wake() : core::kNever;
}

std::string G1Session::exclusive_detail() const {
  return exclusive_.machine == nullptr ? "" : "the line is taken: " + exclusive_.machine->detail();
}

}  // namespace bmsgw::driver
