#include "simulator/modbus/answer_queue.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::simulator::modbus {
namespace {

/// At a high speed several bytes go out at a time.
constexpr double kLeastStepS = 0.004;

std::size_t step_of(const Outgoing& outgoing) {
  if (outgoing.byte_s <= 0) return outgoing.bytes.size();
  return std::max<std::size_t>(1, static_cast<std::size_t>(kLeastStepS / outgoing.byte_s));
}

}  // namespace

void AnswerQueue::push(Outgoing outgoing) {
  if (queue_.size() < kCapacity && !outgoing.bytes.empty()) queue_.push_back(std::move(outgoing));
}

Elapsed AnswerQueue::start() const {
  return std::max(queue_.front().due, line_free_at_);
}

std::span<const std::uint8_t> AnswerQueue::next(Elapsed now) const {
  if (queue_.empty() || now < start()) return {};
  const auto& first = queue_.front();
  auto arrived = first.bytes.size();
  const std::chrono::duration<double> passed = now - start();
  if (first.byte_s > 0) arrived = std::min(arrived, static_cast<std::size_t>(passed.count() / first.byte_s));
  if (arrived <= begun_) return {};
  return std::span(first.bytes).subspan(begun_, arrived - begun_);
}

void AnswerQueue::on_written(std::size_t bytes, Elapsed now) {
  begun_ += bytes;
  const auto& first = queue_.front();
  if (begun_ < first.bytes.size()) return;
  ended_ = ended_ || first.ends;
  line_free_at_ = now;
  begun_ = 0;
  queue_.pop_front();
}

void AnswerQueue::clear() {
  queue_.clear();
  begun_ = 0;
  ended_ = false;
}

Elapsed AnswerQueue::next_wake() const {
  if (queue_.empty()) return kNotDue;
  const auto& first = queue_.front();
  const auto bytes = std::min(first.bytes.size(), begun_ + step_of(first));
  if (first.byte_s <= 0) return start();
  return start() + elapsed_of(static_cast<double>(bytes) * first.byte_s) + Elapsed{1};
}

}  // namespace bmsgw::simulator::modbus
