#include "bmsgw/driver/modbus_session.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::driver {
namespace {

using core::Command;
using core::MonoTime;
using transport::ModbusAnswer;

}  // namespace

ModbusSession::ModbusSession(const ModbusBusPlan& plan, transport::ModbusLink& link,
                             const route::WriteGate& gate, BusSink& sink)
    : plan_(plan),
      link_(link),
      gate_(gate),
      sink_(sink),
      condition_(plan.name, plan.where, std::nullopt, sink),
      told_online_(plan.units.size(), false),
      commands_(link.longest_request()) {
  units_.reserve(plan.units.size());
  for (const auto& unit : plan.units) units_.emplace_back(unit);
}

void ModbusSession::start(core::Stamp now) {
  load_.start(now.mono);
  for (const auto& unit : plan_.units) sink_.on_online(unit.device, false, now);
  link_.start(*this);
}

void ModbusSession::close() {
  link_.stop();
  open_ = false;
  deadline_ = core::kNever;
}

void ModbusSession::stop(core::Stamp now) {
  close();
  commands_.stop(now.mono);
  tell_replies();
  give_up(now);
  condition_.set_stopped(now);
}

void ModbusSession::on_opened(core::Stamp now) {
  open_ = true;
  gone_at_ = core::kNever;
  const bool by_wish = std::exchange(reopening_, false);
  if (!by_wish) reopen_at_ = now.mono + kReopen;
  for (auto& unit : units_) unit.on_open(now.mono);
  if (!by_wish && online_units() == 0) condition_.set_opened("open; nothing heard yet", now);
  send_next(now);
  tell_replies();
}

void ModbusSession::on_down(std::error_code error, const std::string& detail, core::Stamp now) {
  if (std::exchange(open_, false)) gone_at_ = now.mono + kGrace;
  deadline_ = core::kNever;
  reopening_ = false;
  commands_.on_down(detail, now.mono);
  tell_replies();
  const bool is_absent = error == std::errc::no_such_file_or_directory;
  condition_.set(is_absent ? BusState::absent : BusState::faulty, detail, now);
}

/// What isn't back by now is gone.
void ModbusSession::give_up(core::Stamp now) {
  gone_at_ = core::kNever;
  for (std::size_t unit = 0; unit < units_.size(); ++unit) {
    samples_.clear();
    units_[unit].on_gone(samples_);
    if (!samples_.empty()) sink_.on_samples(samples_, now, units_[unit].max_age());
    tell_online(unit, now);
  }
}

void ModbusSession::on_answer(const ModbusAnswer& answer, core::Stamp now) {
  if (answer.id != last_id_ || deadline_ == core::kNever) return;
  deadline_ = core::kNever;
  load_.add(answer.took, now.mono);
  if (in_flight_ == kCommand) {
    take_command_answer(answer);
  } else {
    take_unit_answer(in_flight_, answer);
    settle_condition(now);
    reopen_if_deaf(now);
  }
  send_next(now);
  tell_replies();
}

void ModbusSession::take_command_answer(const ModbusAnswer& answer) {
  const auto wanted = commands_.on_answer(answer);
  if (!wanted.samples.empty()) sink_.on_samples(wanted.samples, answer.at, wanted.max_age);
  for (auto& unit : units_) {
    if (&unit.plan() != wanted.unit) continue;
    for (const auto group : wanted.groups) unit.read_now(group, answer.at.mono);
  }
}

void ModbusSession::take_unit_answer(std::size_t index, const ModbusAnswer& answer) {
  auto& unit = units_[index];
  const auto answers = [&unit](const ModbusUnit& other) { return &other != &unit && other.has_answered(); };
  const auto is_mute = [&unit](const ModbusUnit& other) { return &other == &unit || other.is_mute(); };
  const bool is_shared = std::ranges::any_of(units_, answers);
  const auto sharers = is_shared ? std::ranges::count_if(units_, is_mute) : 0;
  samples_.clear();
  unit.on_answer(answer, static_cast<std::size_t>(sharers), samples_);
  if (!samples_.empty()) sink_.on_samples(samples_, answer.at, unit.max_age());
  tell_online(index, answer.at);
}

void ModbusSession::tell_online(std::size_t unit, core::Stamp now) {
  const bool online = units_[unit].is_online();
  if (told_online_[unit] == online) return;
  told_online_[unit] = online;
  sink_.on_online(plan_.units[unit].device, online, now);
}

std::size_t ModbusSession::online_units() const {
  return static_cast<std::size_t>(std::ranges::count_if(units_, &ModbusUnit::is_online));
}

std::string ModbusSession::units_detail() const {
  std::string text;
  for (const auto& unit : units_) {
    const auto detail = unit.detail();
    if (!detail.empty()) text += (text.empty() ? "" : ", ") + detail;
  }
  return text;
}

void ModbusSession::settle_condition(core::Stamp now) {
  if (!open_) return;
  const auto state = online_units() > 0 ? BusState::ok : BusState::silent;
  auto detail = units_detail();
  if (state == condition_.state() && detail == condition_.detail()) return;
  condition_.set(state, std::move(detail), now);
}

/// A half-open connection, or an adapter that has lost its way: only opening anew helps.
void ModbusSession::reopen_if_deaf(core::Stamp now) {
  if (std::ranges::any_of(units_, &ModbusUnit::has_answered)) {
    reopen_at_ = now.mono + kReopen;
  } else if (open_ && now.mono >= reopen_at_) {
    reopen_at_ = now.mono + kReopenAgain;
    reopening_ = true;
    link_.reopen();
  }
}

std::optional<std::size_t> ModbusSession::first_due() const {
  const auto first = std::ranges::min_element(units_, {}, &ModbusUnit::next_due);
  if (first == units_.end()) return std::nullopt;
  return static_cast<std::size_t>(first - units_.begin());
}

void ModbusSession::send_next(core::Stamp now) {
  // Bounded: each turn sends something, or ends a command.
  while (open_ && deadline_ == core::kNever && now.mono >= blocked_until_) {
    if (commands_.next_due() <= now.mono) {
      send_command(now);
      continue;
    }
    const auto unit = first_due();
    if (!unit || units_[*unit].next_due() > now.mono) return;
    send_read(*unit, now);
    return;
  }
}

void ModbusSession::send_command(core::Stamp now) {
  auto asked = commands_.take_next(now);
  if (!asked) return;
  in_flight_ = kCommand;
  const auto refusal =
      send({0, plan_.bus, asked->kind, std::move(asked->request), std::move(asked->name)}, now);
  if (!refusal.empty()) return commands_.on_refused(refusal, now.mono);
  if (deadline_ != core::kNever) commands_.on_sent();
}

void ModbusSession::send_read(std::size_t unit, core::Stamp now) {
  const auto asked = units_[unit].take_next(now.mono);
  if (!asked) return;
  in_flight_ = unit;
  core::ModbusRequest request{plan_.units[unit].unit, asked->function, asked->address, asked->count, {}};
  send({0, plan_.bus, Command::Kind::read, std::move(request)}, now);
}

/// Why the gate refuses it. One that the link doesn't take just now is tried again.
std::string ModbusSession::send(Command command, core::Stamp now) {
  const auto verdict = gate_.judge(std::move(command));
  if (const auto* const refusal = std::get_if<route::Refusal>(&verdict)) {
    blocked_until_ = now.mono + kBlocked;
    return refusal->reason;
  }
  const auto* const permitted = std::get_if<route::PermittedCommand>(&verdict);
  if (!link_.submit(++last_id_, std::get<core::ModbusRequest>(permitted->command().what))) {
    blocked_until_ = now.mono + kBlocked;
    return "";
  }
  ++requests_;
  deadline_ = now.mono + link_.longest_request();
  return "";
}

MonoTime ModbusSession::next_wake() const {
  if (deadline_ != core::kNever) return deadline_;
  if (!open_) return std::min(gone_at_, commands_.next_deadline());
  const auto unit = first_due();
  const auto due = std::min(commands_.next_due(), unit ? units_[*unit].next_due() : core::kNever);
  return std::max(due, blocked_until_);
}

void ModbusSession::on_time(core::Stamp now) {
  if (now.mono >= gone_at_) give_up(now);
  commands_.end_overdue(now.mono);
  send_next(now);
  tell_replies();
  condition_.log_due(now.mono);
}

BusStatus ModbusSession::status() const {
  BusStatus status;
  status.name = plan_.name;
  status.where = plan_.where;
  status.state = condition_.state();
  status.detail = condition_.detail();
  status.requests = requests_;
  status.unanswered = dropped_commands_;
  status.modbus = ModbusStatus{load_, {}};
  for (const auto& unit : units_) {
    status.frames += unit.answers();
    status.errors += unit.errors();
    status.unanswered += unit.unanswered();
    status.last_frame = std::max(status.last_frame, unit.last_good());
    status.modbus->units.push_back({unit.plan().name, unit.is_online(), unit.detail(), unit.answers(),
                                    unit.errors(), unit.unanswered(), unit.last_good()});
  }
  return status;
}

}  // namespace bmsgw::driver
