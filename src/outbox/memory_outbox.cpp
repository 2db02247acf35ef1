#include "bmsgw/outbox/memory_outbox.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::outbox {
namespace {

constexpr std::size_t kMostSpares = 8;

}  // namespace

void MemoryOutbox::append(const core::RecordBatch& batch) {
  if (batch.empty()) return;
  counters_.appended += batch.records().size();
  while (!entries_.empty() && counters_.waiting_bytes + size_of(batch) > max_bytes_) {
    if (!entries_.front().acknowledged) counters_.dropped += entries_.front().records.records().size();
    drop_front();
  }
  Entry entry{next_sequence_++, false, {}};
  // A spare is larger than most batches: only while nothing waits, so that the bound holds.
  if (entries_.empty() && !spare_.empty()) {
    entry.records = std::move(spare_.back());
    spare_.pop_back();
  }
  entry.records = batch;
  counters_.waiting += batch.records().size();
  counters_.waiting_bytes += size_of(batch);
  entries_.push_back(std::move(entry));
}

OutboxBatch MemoryOutbox::next() {
  while (handed_out_ < entries_.size()) {
    const auto& entry = entries_[handed_out_++];
    if (!entry.acknowledged) return {entry.sequence, &entry.records};
  }
  return {};
}

void MemoryOutbox::acknowledge(std::uint64_t sequence) {
  const auto place = std::ranges::lower_bound(entries_, sequence, {}, &Entry::sequence);
  if (place == entries_.end() || place->sequence != sequence || place->acknowledged) return;
  place->acknowledged = true;
  counters_.acknowledged += place->records.records().size();
  while (!entries_.empty() && entries_.front().acknowledged) drop_front();
}

void MemoryOutbox::drop_front() {
  auto& records = entries_.front().records;
  counters_.waiting -= records.records().size();
  counters_.waiting_bytes -= size_of(records);
  if (spare_.size() < kMostSpares) {
    records.clear();
    spare_.push_back(std::move(records));
  }
  entries_.pop_front();
  if (handed_out_ > 0) --handed_out_;
}

}  // namespace bmsgw::outbox
