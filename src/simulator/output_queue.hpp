#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace bmsgw::simulator {

/// What waits for the line. Bounded: the oldest is dropped, whole, but never the rest of a begun one.
/// Thread: any (no sharing).
class OutputQueue {
 public:
  static constexpr std::size_t kDefaultCapacity = 65536;

  explicit OutputQueue(std::size_t capacity_bytes = kDefaultCapacity) : capacity_(capacity_bytes) {}

  void push(std::string text);
  /// What is to be written next, `limit` bytes of it.
  [[nodiscard]] std::string_view front(std::size_t limit) const;
  void on_written(std::size_t bytes);
  /// Drops the oldest until no more than `bytes` are left.
  void trim(std::size_t bytes);
  void clear();

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t size_bytes() const { return size_; }
  /// Lines that went out whole.
  [[nodiscard]] std::uint64_t sentences_sent() const { return sent_; }
  [[nodiscard]] std::uint64_t sentences_dropped() const { return dropped_; }

 private:
  std::size_t capacity_;
  std::deque<std::string> entries_;
  std::size_t begun_ = 0;  ///< bytes of the first entry that are written
  std::size_t size_ = 0;
  std::uint64_t sent_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace bmsgw::simulator
