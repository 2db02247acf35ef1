#include "bmsgw/outbox/memory_outbox.hpp"

#include <gtest/gtest.h>

namespace bmsgw::outbox {
namespace {

using core::OutputId;
using core::Quality;

core::RecordBatch batch_of(int first, int count) {
  core::RecordBatch batch;
  for (int i = 0; i < count; ++i) batch.add(first + i, OutputId{0}, Quality::good, false, 1.0);
  return batch;
}

TEST(MemoryOutbox, HandsOutInOrderAndDropsNothingBeforeItsAcknowledgement) {
  MemoryOutbox outbox;
  outbox.append(batch_of(1, 2));
  outbox.append(batch_of(10, 3));
  const auto one = outbox.next();
  const auto first_time = one.records->records()[0].unix_ms;
  const auto two = outbox.next();
  EXPECT_EQ(first_time, 1);
  EXPECT_EQ(two.records->records()[0].unix_ms, 10);
  EXPECT_EQ(outbox.next().records, nullptr);
  EXPECT_EQ(outbox.counters().waiting, 5U);
  outbox.acknowledge(two.sequence);  // out of order
  EXPECT_EQ(outbox.counters().acknowledged, 3U);
  outbox.rewind();
  EXPECT_EQ(outbox.next().sequence, one.sequence);
  EXPECT_EQ(outbox.next().records, nullptr);  // the second is done
  outbox.acknowledge(one.sequence);
  EXPECT_EQ(outbox.counters().waiting, 0U);
  EXPECT_EQ(outbox.counters().waiting_bytes, 0U);
}

TEST(MemoryOutbox, DropsTheOldestAndCountsWhenItIsFull) {
  const auto size = MemoryOutbox::size_of(batch_of(0, 10));
  MemoryOutbox outbox(size * 3);
  for (int i = 0; i < 5; ++i) outbox.append(batch_of(i * 10, 10));
  EXPECT_EQ(outbox.counters().dropped, 20U);
  EXPECT_EQ(outbox.counters().waiting, 30U);
  EXPECT_EQ(outbox.next().records->records()[0].unix_ms, 20);
}

TEST(MemoryOutbox, AnAcknowledgementOfSomethingDroppedIsIgnored) {
  MemoryOutbox outbox(MemoryOutbox::size_of(batch_of(0, 10)));
  outbox.append(batch_of(0, 10));
  const auto first = outbox.next().sequence;
  outbox.append(batch_of(10, 10));
  outbox.acknowledge(first);
  outbox.acknowledge(99);
  EXPECT_EQ(outbox.counters().acknowledged, 0U);
  EXPECT_EQ(outbox.next().records->records()[0].unix_ms, 10);
}

TEST(MemoryOutbox, WhatWasAcknowledgedIsNotCountedAsDropped) {
  MemoryOutbox outbox(MemoryOutbox::size_of(batch_of(0, 10)) * 2);
  outbox.append(batch_of(0, 10));
  outbox.append(batch_of(10, 10));
  static_cast<void>(outbox.next());
  outbox.acknowledge(outbox.next().sequence);
  for (int i = 2; i < 4; ++i) outbox.append(batch_of(i * 10, 10));
  EXPECT_EQ(outbox.counters().dropped, 10U);
}

TEST(MemoryOutbox, AnEmptyBatchIsNothing) {
  MemoryOutbox outbox;
  outbox.append({});
  EXPECT_EQ(outbox.next().records, nullptr);
}

}  // namespace
}  // namespace bmsgw::outbox
