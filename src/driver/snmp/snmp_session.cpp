#include "bmsgw/driver/snmp_session.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::driver {
namespace {

using core::Command;
using core::MonoTime;
using transport::SnmpAnswer;

}  // namespace

SnmpSession::SnmpSession(const SnmpBusPlan& plan, transport::SnmpLink& link, const route::WriteGate& gate,
                         BusSink& sink)
    : plan_(plan),
      link_(link),
      gate_(gate),
      sink_(sink),
      condition_(plan.name, plan.where, plan.device, sink),
      unit_(plan),
      commands_(plan, unit_, link.longest_request()),
      alarms_(plan, sink) {}

void SnmpSession::start(core::Stamp now) {
  sink_.on_online(plan_.device, false, now);
  link_.start(*this);
}

void SnmpSession::close() {
  link_.stop();
  open_ = false;
  deadline_ = core::kNever;
}

void SnmpSession::stop(core::Stamp now) {
  close();
  commands_.stop(now.mono);
  give_up(now);
  alarms_.on_online(false, now);
  condition_.set_stopped(now);
}

void SnmpSession::on_opened(core::Stamp now) {
  open_ = true;
  gone_at_ = core::kNever;
  if (reopen_at_ == core::kNever) reopen_at_ = now.mono + kReopen;
  unit_.on_open(now.mono);
  send_next(now);
}

void SnmpSession::on_down(const std::string& detail, core::Stamp now) {
  if (std::exchange(open_, false)) gone_at_ = now.mono + kGrace;
  deadline_ = core::kNever;
  commands_.on_down(detail, now.mono);
  down_detail_ = detail;
  if (gone_at_ == core::kNever) condition_.set(BusState::faulty, detail, now);
}

/// What isn't back by now is gone.
void SnmpSession::give_up(core::Stamp now) {
  gone_at_ = core::kNever;
  samples_.clear();
  unit_.on_gone(samples_);
  tell_samples(now);
}

void SnmpSession::on_answer(const SnmpAnswer& answer, core::Stamp now) {
  if (answer.id != last_id_ || deadline_ == core::kNever) return;
  deadline_ = core::kNever;
  if (is_command_) {
    take_command_answer(answer, now);
  } else {
    samples_.clear();
    unit_.on_answer(answer, samples_);
    tell_samples(answer.at);
    if (unit_.take_restart()) alarms_.on_restart(now);
    settle_condition(now);
    reopen_if_deaf(now);
  }
  send_next(now);
}

void SnmpSession::take_command_answer(const SnmpAnswer& answer, core::Stamp now) {
  const auto wanted = commands_.on_answer(answer);
  read_packets(wanted.packets, now.mono);
  if (wanted.samples.empty()) return;
  sink_.on_samples(wanted.samples, answer.at, wanted.max_age);
  const auto asked = answer.at.mono - std::chrono::duration_cast<core::milliseconds>(answer.took);
  alarms_.on_samples(wanted.samples, asked, answer.at);
}

/// The link should have told something by now: it counts as silence, and what comes later for nothing.
void SnmpSession::on_no_answer(core::Stamp now) {
  SnmpAnswer answer;
  answer.id = last_id_;
  answer.outcome = core::SnmpOutcome::timeout;
  answer.at = now;
  on_answer(answer, now);
}

void SnmpSession::tell_samples(core::Stamp now) {
  if (samples_.empty()) return;
  sink_.on_samples(samples_, now, unit_.max_age());
  alarms_.on_samples(samples_, unit_.asked_since(), now);
}

void SnmpSession::on_trap(const core::SnmpTrap& trap, core::Stamp now) {
  if (!alarms_.on_trap(trap, now)) return;
  const auto next = last_trap_read_ == core::kLongAgo ? now.mono : last_trap_read_ + kBetweenTrapReads;
  trap_read_at_ = std::min(trap_read_at_, std::max(now.mono + kAfterTrap, next));
}

void SnmpSession::read_after_trap(MonoTime now) {
  trap_read_at_ = core::kNever;
  last_trap_read_ = now;
  read_packets(plan_.traps.then_read, now);
}

void SnmpSession::read_packets(const std::vector<std::string>& packets, MonoTime now) {
  for (const auto& packet : packets) {
    const auto group = plan_.groups.find(packet);
    if (group != plan_.groups.end()) unit_.read_now(group->second, now);
  }
}

void SnmpSession::settle_condition(core::Stamp now) {
  if (!open_ || unit_.is_settling()) return;
  auto state = unit_.is_online() ? BusState::ok : BusState::silent;
  if (unit_.is_denied()) state = BusState::faulty;
  auto detail = unit_.detail();
  if (state != condition_.state() || detail != condition_.detail()) {
    condition_.set(state, std::move(detail), now);
  }
  alarms_.on_online(state == BusState::ok, now);
}

/// It may have got another address, or be another device with another engine id.
void SnmpSession::reopen_if_deaf(core::Stamp now) {
  if (unit_.has_answered()) {
    reopen_at_ = now.mono + kReopen;
  } else if (open_ && now.mono >= reopen_at_) {
    reopen_at_ = now.mono + kReopenAgain;
    link_.reopen();
  }
}

void SnmpSession::send_next(core::Stamp now) {
  // Bounded: each turn sends something, or ends a command.
  while (open_ && deadline_ == core::kNever && now.mono >= blocked_until_) {
    const bool is_read_due = unit_.next_due() <= now.mono;
    if (commands_.next_due() <= now.mono && !(is_command_ && is_read_due)) {
      send_command(now);
      continue;
    }
    if (is_read_due) send_read(now);
    return;
  }
}

void SnmpSession::send_command(core::Stamp now) {
  auto asked = commands_.take_next(now.mono);
  if (!asked) return;
  is_command_ = true;
  const auto refusal =
      send({0, plan_.bus, asked->kind, std::move(asked->request), std::move(asked->name)}, now);
  if (!refusal.empty()) return commands_.on_refused(refusal, now.mono);
  if (deadline_ != core::kNever) commands_.on_sent();
}

void SnmpSession::send_read(core::Stamp now) {
  const auto* const request = unit_.take_next(now.mono);
  if (request == nullptr) return settle_condition(now);  // there may be nothing left to ask for
  is_command_ = false;
  send({0, plan_.bus, Command::Kind::read, *request}, now);
  if (deadline_ == core::kNever) unit_.on_not_sent(now.mono);
}

/// Why the gate refuses it. One that the link doesn't take just now is tried again.
std::string SnmpSession::send(Command command, core::Stamp now) {
  const auto verdict = gate_.judge(std::move(command));
  if (const auto* const refusal = std::get_if<route::Refusal>(&verdict)) {
    blocked_until_ = now.mono + kBlocked;
    return refusal->reason;
  }
  const auto* const permitted = std::get_if<route::PermittedCommand>(&verdict);
  if (!link_.submit(++last_id_, std::get<core::SnmpRequest>(permitted->command().what))) {
    blocked_until_ = now.mono + kBlocked;
    return "";
  }
  ++requests_;
  deadline_ = now.mono + link_.longest_request();
  return "";
}

MonoTime SnmpSession::next_wake() const {
  const auto waiting = std::min({gone_at_, trap_read_at_, commands_.next_deadline(), alarms_.next_wake()});
  if (deadline_ != core::kNever) return std::min(deadline_, waiting);
  if (!open_) return waiting;
  return std::min(waiting, std::max(std::min(commands_.next_due(), unit_.next_due()), blocked_until_));
}

void SnmpSession::on_time(core::Stamp now) {
  if (now.mono >= gone_at_) {
    give_up(now);
    condition_.set(BusState::faulty, down_detail_, now);
    alarms_.on_online(false, now);
  }
  if (now.mono >= deadline_) on_no_answer(now);
  if (now.mono >= trap_read_at_) read_after_trap(now.mono);
  alarms_.on_time(now);
  commands_.end_overdue(now.mono);
  send_next(now);
  condition_.log_due(now.mono);
}

BusStatus SnmpSession::status() const {
  BusStatus status;
  status.name = plan_.name;
  status.where = plan_.where;
  status.state = condition_.state();
  status.detail = condition_.detail();
  status.requests = requests_;
  status.unanswered = dropped_commands_ + unit_.unanswered();
  status.frames = unit_.answers();
  status.errors = unit_.errors();
  status.last_frame = unit_.last_good();
  status.snmp = SnmpStatus{unit_.absent(), alarms_.open(), alarms_.traps(), alarms_.unknown_traps(),
                           alarms_.dropped_events()};
  return status;
}

}  // namespace bmsgw::driver
