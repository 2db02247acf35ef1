#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/misbehaviour.hpp"
#include "simulator/output_queue.hpp"
#include "simulator/sim_time.hpp"
#include "simulator/token_bucket.hpp"

namespace bmsgw::simulator {

/// What goes onto the line and when: the queue, the speed of the line, and what fills it.
/// Thread: any (no sharing).
class LineOutput {
 public:
  /// `baud` 0: as fast as it is taken.
  LineOutput(unsigned baud, Misbehaviour& misbehaviour);

  void push(std::vector<std::string> sentences, Elapsed now);
  /// What may be written now; empty: nothing.
  [[nodiscard]] std::string_view next(Elapsed now);
  void on_written(std::size_t bytes);
  /// The peer takes nothing: after a while only the newest is kept.
  void on_blocked(Elapsed now);
  void on_room() { blocked_since_.reset(); }
  /// Nobody is there: what waits is lost.
  void lose() {
    queue_.clear();
    filling_ = false;
  }
  /// When next() will have something, as far as it doesn't depend on new sentences.
  [[nodiscard]] Elapsed next_wake() const;
  /// More than a second's worth of bytes waits.
  [[nodiscard]] bool is_busy() const { return pacing_ && queue_.size_bytes() > pacing_->bytes_per_s(); }
  [[nodiscard]] const OutputQueue& queue() const { return queue_; }

 private:
  Misbehaviour& misbehaviour_;
  OutputQueue queue_;
  std::optional<TokenBucket> pacing_;
  std::optional<Elapsed> blocked_since_;
  bool paced_now_ = true;
  bool filling_ = false;
  Elapsed last_{0};
};

}  // namespace bmsgw::simulator
