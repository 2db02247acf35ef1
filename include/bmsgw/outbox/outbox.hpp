#pragma once

#include <cstddef>
#include <cstdint>

#include "bmsgw/core/record_batch.hpp"

namespace bmsgw::outbox {

struct OutboxCounters {
  std::uint64_t appended = 0;      ///< records taken
  std::uint64_t acknowledged = 0;  ///< records that the server has
  std::uint64_t dropped = 0;       ///< records lost to the bound
  std::size_t waiting = 0;         ///< records not yet acknowledged
  std::size_t waiting_bytes = 0;
};

/// One batch as the consumer gets it.
struct OutboxBatch {
  std::uint64_t sequence = 0;
  const core::RecordBatch* records = nullptr;  ///< valid until the next call of the outbox
};

/// Samples on their way to the server. First in, first out; a batch goes when it is acknowledged.
/// Thread: loop.
class Outbox {
 public:
  virtual ~Outbox() = default;
  virtual void append(const core::RecordBatch& batch) = 0;
  /// The oldest batch not yet handed out; records == nullptr: there is none.
  [[nodiscard]] virtual OutboxBatch next() = 0;
  /// The server has the batch. One that is gone already is ignored.
  virtual void acknowledge(std::uint64_t sequence) = 0;
  /// Everything handed out and not acknowledged will be handed out again.
  virtual void rewind() = 0;
  [[nodiscard]] virtual OutboxCounters counters() const = 0;
};

}  // namespace bmsgw::outbox
