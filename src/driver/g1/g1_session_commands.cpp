// What goes out on the line: commands, and polls.
#include <utility>

#include "bmsgw/core/log.hpp"
#include "bmsgw/driver/g1_session.hpp"

namespace bmsgw::driver {
namespace {

using core::Outcome;

/// A poll that is so late goes before the next command: many commands don't end the polling.
constexpr core::milliseconds kPollPatience{100};

}  // namespace

void G1Session::refuse(std::uint64_t id, Outcome outcome, std::string reason) {
  ++dropped_commands_;
  reply({id, outcome, std::move(reason)});
}

void G1Session::submit(const route::PermittedCommand& permitted, core::Stamp now) {
  const auto& command = permitted.command();
  if (stopped_) return refuse(command.id, Outcome::refused, "the gateway stops");
  if (!open_ && !exclusive_.started) return refuse(command.id, Outcome::bus_down, down_detail());
  if (std::holds_alternative<core::SentenceCommand>(command.what)) {
    submit_sentence(command);
  } else if (std::holds_alternative<core::FirmwareAbort>(command.what)) {
    submit_abort(command, now);
  } else {
    submit_exclusive(command);
  }
  send_due(now);
}

std::string G1Session::down_detail() const {
  const auto& detail = condition_.detail();
  return detail.empty() ? "the port isn't open" : detail;
}

void G1Session::submit_sentence(const core::Command& command) {
  if (exclusive_.machine != nullptr) return refuse(command.id, Outcome::busy, exclusive_detail());
  if (!commands_.add(command.id, command.kind, std::get<core::SentenceCommand>(command.what),
                     command.expires)) {
    reply({command.id, Outcome::busy,
           std::to_string(G1Commands::kMostWaiting) + " commands wait for the unit already"});
  }
}

void G1Session::send_due(core::Stamp now) {
  if (!open_ || exclusive_.started) return give_replies();
  schedule_.expire(now.mono);
  commands_.on_time(now.mono);
  if (!poll_goes_first(now.mono)) {
    while (!schedule_.busy() && send_command(now)) {
    }
  }
  if (exclusive_.machine != nullptr && commands_.idle() && !schedule_.busy()) start_exclusive(now);
  if (!exclusive_.started && !commands_.holds_line()) send_poll(now);
  give_replies();
}

bool G1Session::poll_goes_first(core::MonoTime now) const {
  return command_went_last_ && !commands_.holds_line() && schedule_.next_wake() <= now - kPollPatience;
}

/// False: none is due.
bool G1Session::send_command(core::Stamp now) {
  const auto bytes = commands_.due(now.mono);
  if (!bytes) return false;
  command_went_last_ = true;
  if (!link_.write(*bytes)) commands_.on_not_written();
  return true;
}

void G1Session::send_poll(core::Stamp now) {
  const bool was_asking = schedule_.asking();
  if (const auto request = schedule_.due(now.mono)) {
    const auto verdict = gate_.judge({0, plan_.bus, core::Command::Kind::read,
                                      core::SentenceCommand{request->sentence, request->argument}});
    if (const auto* permitted = std::get_if<route::PermittedCommand>(&verdict)) {
      const auto& asked = std::get<core::SentenceCommand>(permitted->command().what);
      polled_ = codec::g1::encode_read_request(asked.sentence, asked.fields);
      link_.write(polled_ + "\r\n");
      command_went_last_ = false;
    }
  }
  if (!was_asking && schedule_.asking() && asking_limiter_.allow(now.mono)) {
    core::log_info("bus {}: the control unit volunteers nothing; asking for each sentence", plan_.name);
  }
}

void G1Session::give_replies() {
  if (!commands_.has_replies()) return;
  for (auto& answer : commands_.take_replies()) reply(std::move(answer));
}

}  // namespace bmsgw::driver
