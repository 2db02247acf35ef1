#include "simulator/modbus/answer_queue.hpp"

#include "session_probe.hpp"

namespace bmsgw::simulator::modbus {
namespace {

TEST(AnswerQueue, BytesArriveAtTheSpeedOfTheLine) {
  AnswerQueue queue;
  queue.push({Bytes(100, 1), 1_s, 0.001});
  queue.push({Bytes(10, 2), 0_s, 0});
  const auto pieces = sent(queue);
  std::size_t written = 0;
  for (const auto& piece : pieces) {
    if (piece.bytes.front() != 1) continue;
    written += piece.bytes.size();
    EXPECT_GE(piece.at, 1_s + written * 1_ms) << "not before the last of them could have arrived";
    EXPECT_LE(piece.at, 1_s + written * 1_ms + 10_ms);
  }
  EXPECT_EQ(written, 100U);
  EXPECT_NEAR(static_cast<double>(pieces.size()), 26, 2);
  EXPECT_EQ(pieces.back().bytes, Bytes(10, 2)) << "in their order, however early it was due";
  EXPECT_GE(pieces.back().at, 1100_ms);
}

TEST(AnswerQueue, WhatIsNotTakenStays) {
  AnswerQueue queue;
  queue.push({{1, 2, 3}, 0_s, 0});
  queue.on_written(2, 0_s);
  EXPECT_EQ(queue.next(0_s).size(), 1U);
  EXPECT_EQ(queue.next(0_s).front(), 3);
  for (std::size_t i = 0; i < 2 * AnswerQueue::kCapacity; ++i) queue.push({{1}, 0_s, 0});
  EXPECT_EQ(joined(sent(queue)).size(), AnswerQueue::kCapacity);
}

}  // namespace
}  // namespace bmsgw::simulator::modbus
