#include "g1_checked_write.hpp"

#include <utility>

#include "g1_asks.hpp"

namespace bmsgw::rpc {
namespace {

using core::Outcome;
using nlohmann::json;

/// A unit may renew the value once a second only.
constexpr int kReadsAfter = 4;
constexpr core::milliseconds kBetweenReads{500};

/// 78 rather than 78.0.
json number(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  if (static_cast<double>(whole) == value) return whole;
  return value;
}

json cannot_read(const core::Reply& reply) {
  return refusal("failed",
                 "the unit answered " + ReplyLine(reply).text().substr(0, 100) + ", which can't be read");
}

}  // namespace

CheckedWriteTask::CheckedWriteTask(Plan plan) : plan_(std::move(plan)) {}

Task::Step CheckedWriteTask::start(core::Stamp /*now*/) {
  return plan_.read;
}

Task::Step CheckedWriteTask::on_reply(const core::Reply& reply, core::Stamp /*now*/) {
  if (state_ == State::comparing) return on_after(reply);
  if (reply.outcome != Outcome::ok) return refusal(reply);
  if (state_ == State::reading) return on_before(reply);
  state_ = State::comparing;
  if (plan_.written_tells) return on_after(reply);
  return plan_.read;
}

Task::Step CheckedWriteTask::on_wait_over(core::Stamp /*now*/) {
  return plan_.read;
}

Task::Step CheckedWriteTask::on_before(const core::Reply& reply) {
  before_ = plan_.value(reply);
  if (!before_) return cannot_read(reply);
  state_ = State::writing;
  return plan_.write;
}

Task::Step CheckedWriteTask::on_after(const core::Reply& reply) {
  if (reply.outcome != Outcome::ok)
    return refusal("failed", "it was sent, but could not be read back: " + reply.reason);
  after_ = plan_.value(reply);
  if (!after_) return cannot_read(reply);
  const auto fault = plan_.fault(*before_, *after_);
  if (!fault.empty() && !plan_.written_tells && ++reads_after_ < kReadsAfter) return Wait{kBetweenReads};
  json answer{{"before", number(*before_)}, {"after", number(*after_)}};
  if (!fault.empty()) answer.update(refusal(plan_.fault_code, fault));
  return answer;
}

Intent CheckedWriteTask::intent() const {
  Intent intent{plan_.what, {}, plan_.wanted, {plan_.write}};
  if (before_) intent.before = number(*before_);
  if (after_) intent.after = number(*after_);
  return intent;
}

}  // namespace bmsgw::rpc
