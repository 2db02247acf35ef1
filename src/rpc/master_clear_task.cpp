#include "master_clear_task.hpp"

#include <fmt/core.h>

#include "g1_asks.hpp"

namespace bmsgw::rpc {
namespace {

using codec::g1::Statistic;
using core::Outcome;
using nlohmann::json;

constexpr std::uint8_t kMasterClears = 7;

/// Master clears of the unit's life; nothing: the reply doesn't tell.
std::optional<std::uint64_t> count_of(const core::Reply& reply) {
  if (reply.outcome != Outcome::ok) return std::nullopt;
  const ReplyLine line(reply);
  const auto statistic = codec::g1::decode_statistic(line.sentence());
  if (!statistic || statistic->id != kMasterClears) return std::nullopt;
  const auto* const count = std::get_if<Statistic::Count>(&statistic->info);
  return count == nullptr ? std::nullopt : std::optional(count->times);
}

/// Nothing was asked of the unit.
bool is_in_the_way(Outcome outcome) {
  return outcome == Outcome::bus_down || outcome == Outcome::busy || outcome == Outcome::refused;
}

}  // namespace

Ask MasterClearTask::count() const {
  return g1_read(device_, "SS1", hex_text(kMasterClears, 2));
}

Ask MasterClearTask::clear() const {
  return {device_, core::Command::Kind::write, core::MasterClear{}};
}

Task::Step MasterClearTask::start(core::Stamp /*now*/) {
  return count();
}

Task::Step MasterClearTask::on_reply(const core::Reply& reply, core::Stamp /*now*/) {
  if (state_ == State::counting) return on_before(reply);
  return state_ == State::clearing ? on_cleared(reply) : on_after(reply);
}

/// A unit that doesn't answer this may be one whose password is forgotten: all the more to be cleared.
Task::Step MasterClearTask::on_before(const core::Reply& reply) {
  if (is_in_the_way(reply.outcome)) return refusal(reply);
  before_ = count_of(reply);
  state_ = State::clearing;
  return clear();
}

Task::Step MasterClearTask::on_cleared(const core::Reply& reply) {
  const bool may_be_done =
      reply.outcome == Outcome::ok || reply.outcome == Outcome::failed || reply.outcome == Outcome::timed_out;
  if (!may_be_done) return refusal(reply);
  cleared_ = reply;
  state_ = State::checking;
  return count();
}

Task::Step MasterClearTask::on_after(const core::Reply& reply) {
  after_ = count_of(reply);
  if (!after_ && !is_in_the_way(reply.outcome) && ++reads_after_ < kReadsAfter) return count();
  return before_ && after_ ? verdict() : unproven();
}

json MasterClearTask::verdict() const {
  json answer{{"before", *before_}, {"after", *after_}};
  if (*after_ <= *before_) {
    answer.update(refusal("failed", fmt::format("nothing was cleared: the unit counts {} master clears "
                                                "(statistic 07), and {} before; call it again",
                                                *after_, *before_)));
  } else if (cleared_.outcome != Outcome::ok) {
    answer["detail"] = "its restart wasn't heard, but the unit has counted it";
  }
  return answer;
}

json MasterClearTask::unproven() const {
  if (cleared_.outcome != Outcome::ok) return refusal(cleared_);
  json answer{
      {"detail",
       "the unit has restarted as it should, but that it has cleared isn't proven: its count of master "
       "clears (statistic 07) before and after isn't known; read what was to be cleared"}};
  if (after_) answer["after"] = *after_;
  return answer;
}

Intent MasterClearTask::intent() const {
  Intent intent{"master clear", {}, {}, {clear()}};
  if (before_) intent.before = *before_;
  if (after_) intent.after = *after_;
  return intent;
}

}  // namespace bmsgw::rpc
