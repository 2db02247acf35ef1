#include "bmsgw/driver/can_session.hpp"

#include <algorithm>
#include <utility>

#include "bmsgw/core/log.hpp"

namespace bmsgw::driver {
namespace {

using codec::can::DecodeResult;

std::vector<CanSchedule::Item> schedule_items(const CanBusPlan& plan) {
  std::vector<CanSchedule::Item> items;
  for (std::uint32_t packet = 0; packet < plan.polls.size(); ++packet) {
    const auto& poll = plan.polls[packet];
    const auto& spec = plan.packets[packet];
    if (poll) items.push_back({packet, spec.id, spec.range, poll->period});
  }
  return items;
}

core::CanFrame request_frame(const CanBusPlan::Poll& poll, core::CanId id) {
  core::CanFrame frame;
  frame.id = id;
  frame.remote = poll.remote;
  frame.length = static_cast<std::uint8_t>(std::min<std::size_t>(poll.data.size(), 8));
  std::copy_n(poll.data.begin(), frame.length, frame.data.begin());
  return frame;
}

}  // namespace

CanSession::CanSession(const CanBusPlan& plan, transport::CanLink* link, const route::WriteGate& gate,
                       BusSink& sink)
    : plan_(plan),
      link_(link),
      gate_(gate),
      sink_(sink),
      condition_(plan.name, plan.interface, plan.device, sink),
      decoder_(plan.packets),
      schedule_(schedule_items(plan)),
      heard_(plan.packets.size()) {}

void CanSession::start(core::Stamp now) {
  if (link_ != nullptr) return link_->start(*this);
  condition_.on_start_without_interface(now);
}

void CanSession::close() {
  if (link_ != nullptr) link_->stop();
}

void CanSession::stop(core::Stamp now) {
  close();
  flush_lists(core::kNever);
  schedule_.on_close();
  condition_.on_stop(now);
}

void CanSession::on_opened(core::Stamp now) {
  interrupt_gaps();
  schedule_.on_open(now.mono);
  condition_.on_opened(now);
  send_due(now);
}

void CanSession::on_down(std::error_code error, core::Stamp now) {
  flush_lists(core::kNever);
  schedule_.on_close();
  condition_.on_down(error, now);
}

void CanSession::on_health(core::Stamp now) {
  condition_.on_health(link_->health(), now);
}

void CanSession::on_frames(std::span<const transport::ReceivedFrame> frames, core::Stamp now) {
  for (const auto& received : frames) take(received.frame, received.at, true);
  log_errors(now.mono);
  send_due(now);
}

void CanSession::on_reported(const core::CanFrame& frame, bool sent_by_unit, core::Stamp now) {
  const bool is_ours = std::ranges::find(plan_.written, frame.id) != plan_.written.end();
  if (!sent_by_unit && (is_ours || is_request(frame))) return;
  take(frame, now, false);
}

/// A poll with data looks like an answer: what is as long as one is an answer only to our own open request,
/// and what is equal to one never is.
bool CanSession::is_request(const core::CanFrame& frame) const {
  const auto place = decoder_.packet_of(frame.id);
  const auto* poll = place && plan_.polls[place->packet] ? &*plan_.polls[place->packet] : nullptr;
  if (poll == nullptr || poll->data.empty() || poll->data.size() != frame.length) return false;
  return !schedule_.is_open_request(frame.id) ||
         std::ranges::equal(poll->data, std::span(frame.data.data(), frame.length));
}

void CanSession::take(const core::CanFrame& frame, core::Stamp at, bool from_bus) {
  if (from_bus && is_request(frame)) return;
  samples_.clear();
  const auto list_deadline = decoder_.next_deadline();
  const auto [result, packet] = decoder_.decode(frame, at.mono, samples_);
  if (decoder_.next_deadline() != list_deadline) list_heard_ = at;
  switch (result) {
    case DecodeResult::decoded:
      return on_values(packet, frame.id, at, from_bus);
    case DecodeResult::empty:
      if (from_bus) on_empty(frame, at);
      return;
    case DecodeResult::wrong_length:
      ++wrong_length_;
      return;
    case DecodeResult::unknown:
      ++unknown_;
      return;
    case DecodeResult::remote:
      return;
  }
}

void CanSession::on_values(std::uint32_t packet, core::CanId id, core::Stamp at, bool from_bus) {
  ++frames_;
  note_heard(at);
  if (from_bus) schedule_.on_frame(id, at.mono);
  auto& heard = heard_[packet];
  heard.last = at.mono;
  heard.gaps.on_heard(at.mono);
  deliver(at, heard.gaps.max_age());
}

/// "No data" to our own question. It may as well be the question of another master for the same id, so it
/// shows nobody alive.
void CanSession::on_empty(const core::CanFrame& frame, core::Stamp at) {
  if (!schedule_.on_empty(frame.id, at.mono)) return;
  const auto place = decoder_.packet_of(frame.id);
  if (!place) return;
  // One empty id of a range whose others tell values is only that: nothing at this place.
  const auto& last = heard_[place->packet].last;
  const auto period = plan_.polls[place->packet]->period;
  const bool others_tell =
      plan_.packets[place->packet].range > 1 && last != core::kLongAgo && at.mono - last < period / 2;
  if (!others_tell) decoder_.make_unavailable(place->packet, samples_);
  deliver(at, any_.max_age());
}

void CanSession::note_heard(core::Stamp now) {
  last_good_ = now.mono;
  any_.on_heard(now.mono);
  condition_.on_heard(now);
}

void CanSession::deliver(core::Stamp now, core::milliseconds max_age) {
  if (!samples_.empty()) sink_.on_samples(samples_, now, max_age);
}

/// Time without a bus is nobody's rhythm.
void CanSession::interrupt_gaps() {
  any_.interrupt();
  for (auto& heard : heard_) heard.gaps.interrupt();
}

core::MonoTime CanSession::next_wake() const {
  auto wake = std::min(decoder_.next_deadline(), silence_deadline());
  return condition_.is_open() ? std::min(wake, schedule_.next_wake()) : wake;
}

core::MonoTime CanSession::silence_deadline() const {
  if (condition_.state() != BusState::ok) return core::kNever;
  if (schedule_.gone()) return last_good_ + kLeastSilence;
  return last_good_ + std::max(any_.max_age(), 3 * schedule_.shortest_period());
}

void CanSession::on_time(core::Stamp now) {
  flush_lists(now.mono);
  send_due(now);
  check_silence(now);
  condition_.log_due(now.mono);
}

void CanSession::flush_lists(core::MonoTime until) {
  if (decoder_.next_deadline() == core::kNever || decoder_.next_deadline() > until) return;
  samples_.clear();
  decoder_.flush_due(until, samples_);
  deliver(list_heard_, any_.max_age());  // captured when its last part came, not now
}

void CanSession::check_silence(core::Stamp now) {
  if (now.mono < silence_deadline()) return;
  condition_.on_silence(schedule_.gone(), now);
}

void CanSession::send_due(core::Stamp now) {
  if (!condition_.is_open()) return;
  const auto request = schedule_.due(now.mono);
  if (!request) return;
  const auto frame = request_frame(*plan_.polls[request->packet], request->id);
  const auto verdict = gate_.judge({0, plan_.bus, core::Command::Kind::read, frame});
  if (const auto* permitted = std::get_if<route::PermittedCommand>(&verdict)) {
    link_->write(std::get<core::CanFrame>(permitted->command().what),
                 now.mono + CanSchedule::kAnswerDeadline);
  }
}

void CanSession::submit(const route::PermittedCommand& permitted, core::Stamp now) {
  const auto& command = permitted.command();
  const auto* frame = std::get_if<core::CanFrame>(&command.what);
  if (frame == nullptr) return refuse(command.id, core::Outcome::refused, "a CAN bus takes frames only");
  if (link_ == nullptr) {
    return refuse(command.id, core::Outcome::bus_down, plan_.name + " has no interface to send with");
  }
  if (!condition_.is_open()) return refuse(command.id, core::Outcome::bus_down, condition_.detail());
  // A frame that nobody waits for may wait itself: the controller may be back before it is stale.
  if (command.id != 0 && link_->health().controller == transport::ControllerState::bus_off) {
    return refuse(command.id, core::Outcome::bus_down,
                  "the CAN controller is bus-off: it sends nothing until the bus is in order again");
  }
  if (!link_->write(*frame, now.mono + kCommandLife)) {
    if (!link_->is_open()) return refuse(command.id, core::Outcome::bus_down, "the interface is gone");
    return refuse(command.id, core::Outcome::busy, "too many frames wait for the bus already");
  }
  reply({command.id, core::Outcome::ok, "handed to the interface"});
}

void CanSession::refuse(std::uint64_t id, core::Outcome outcome, std::string reason) {
  ++dropped_commands_;
  reply({id, outcome, std::move(reason)});
}

void CanSession::log_errors(core::MonoTime now) {
  if (wrong_length_ == wrong_length_told_ || !wrong_length_limiter_.allow(now)) return;
  core::log_warning("bus {}: {} frames so far had another length than their packet's dlc", plan_.name,
                    wrong_length_);
  wrong_length_told_ = wrong_length_;
}

BusStatus CanSession::status() const {
  BusStatus status;
  status.name = plan_.name;
  status.where = plan_.interface;
  status.state = condition_.state();
  status.detail = condition_.detail();
  status.frames = frames_;
  status.unknown = unknown_;
  status.requests = schedule_.requests();
  status.unanswered = schedule_.unanswered() + dropped_commands_;
  status.last_frame = last_good_;
  status.errors = wrong_length_;
  if (link_ != nullptr) {
    status.can = link_->health();
    status.errors += status.can->error_frames;
  }
  return status;
}

}  // namespace bmsgw::driver
