#include "simulator/line_output.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::simulator {
namespace {

constexpr double kBitsPerByte = 10;  ///< 8N1
constexpr std::size_t kChunk = 1024;
constexpr std::size_t kKeptWhenBlocked = 1024;
constexpr Elapsed kPatience = std::chrono::seconds(1);

}  // namespace

LineOutput::LineOutput(unsigned baud, Misbehaviour& misbehaviour) : misbehaviour_(misbehaviour) {
  if (baud > 0) pacing_.emplace(baud / kBitsPerByte);
}

void LineOutput::push(std::vector<std::string> sentences, Elapsed now) {
  for (auto& text : misbehaviour_.apply(std::move(sentences), now)) queue_.push(std::move(text));
}

std::string_view LineOutput::next(Elapsed now) {
  last_ = now;
  filling_ = misbehaviour_.fills(now);
  paced_now_ = pacing_.has_value() && !misbehaviour_.unpaced(now);
  const auto allowed = pacing_ ? pacing_->available(now) : kChunk;
  if (queue_.empty() && filling_) queue_.push(misbehaviour_.filler(kChunk, now));
  if (!paced_now_) return queue_.front(kChunk);
  const auto wanted = queue_.front(kChunk);
  return pacing_->ready_at(wanted.size()) <= now ? wanted.substr(0, allowed) : std::string_view{};
}

void LineOutput::on_written(std::size_t bytes) {
  blocked_since_.reset();
  if (paced_now_) pacing_->take(bytes);
  queue_.on_written(bytes);
}

void LineOutput::on_blocked(Elapsed now) {
  if (!blocked_since_) blocked_since_ = now;
  if (now - *blocked_since_ >= kPatience) queue_.trim(kKeptWhenBlocked);
}

Elapsed LineOutput::next_wake() const {
  if (queue_.empty() && !filling_) return kNotDue;
  if (!paced_now_) return last_;
  return pacing_->ready_at(queue_.empty() ? kChunk : queue_.front(kChunk).size());
}

}  // namespace bmsgw::simulator
