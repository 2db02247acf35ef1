#pragma once

#include <deque>
#include <vector>

#include "bmsgw/outbox/outbox.hpp"

namespace bmsgw::outbox {

/// An outbox in memory, bounded by bytes; when it is full the oldest batches are dropped and counted.
/// Thread: loop.
class MemoryOutbox final : public Outbox {
 public:
  static constexpr std::size_t kDefaultBytes = 1U << 20U;

  explicit MemoryOutbox(std::size_t max_bytes = kDefaultBytes) : max_bytes_(max_bytes) {}

  void append(const core::RecordBatch& batch) override;
  [[nodiscard]] OutboxBatch next() override;
  void acknowledge(std::uint64_t sequence) override;
  void rewind() override { handed_out_ = 0; }
  [[nodiscard]] OutboxCounters counters() const override { return counters_; }

  /// What a batch takes of the bound.
  [[nodiscard]] static std::size_t size_of(const core::RecordBatch& batch) {
    return sizeof(Entry) + batch.bytes();
  }

 private:
  struct Entry {
    std::uint64_t sequence = 0;
    bool acknowledged = false;
    core::RecordBatch records;
  };
  void drop_front();

  std::size_t max_bytes_;
  std::deque<Entry> entries_;
  std::vector<core::RecordBatch> spare_;  ///< emptied batches, whose memory is used again
  std::size_t handed_out_ = 0;            ///< entries from the front
  std::uint64_t next_sequence_ = 1;
  OutboxCounters counters_;
};

}  // namespace bmsgw::outbox
