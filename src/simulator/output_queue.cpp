#include "simulator/output_queue.hpp"

#include <utility>

namespace bmsgw::simulator {
namespace {

/// Not the '#' of a start, not filling bytes.
bool is_sentence(std::string_view text) {
  return text.size() > 2 && text.back() == '\n';
}

}  // namespace

void OutputQueue::push(std::string text) {
  size_ += text.size();
  entries_.push_back(std::move(text));
  trim(capacity_);
}

void OutputQueue::trim(std::size_t bytes) {
  const std::size_t first = begun_ > 0 ? 1 : 0;
  while (size_ > bytes && entries_.size() > first) {
    const auto oldest = entries_.begin() + static_cast<std::ptrdiff_t>(first);
    if (is_sentence(*oldest)) ++dropped_;
    size_ -= oldest->size();
    entries_.erase(oldest);
  }
}

void OutputQueue::clear() {
  begun_ = 0;
  trim(0);
  size_ = 0;
}

std::string_view OutputQueue::front(std::size_t limit) const {
  if (entries_.empty()) return {};
  return std::string_view(entries_.front()).substr(begun_, limit);
}

void OutputQueue::on_written(std::size_t bytes) {
  begun_ += bytes;
  size_ -= bytes;
  if (begun_ < entries_.front().size()) return;
  if (is_sentence(entries_.front())) ++sent_;
  entries_.pop_front();
  begun_ = 0;
}

}  // namespace bmsgw::simulator
