#include "app/event_log_store.hpp"

#include <filesystem>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"
#include "support/temp_dir.hpp"

namespace bmsgw::app {
namespace {

CompiledGateway with_bus(const std::string& name) {
  CompiledGateway compiled;
  driver::G1BusPlan plan;
  plan.name = name;
  plan.event_log_period = std::chrono::seconds(60);
  compiled.g1_buses.push_back(plan);
  return compiled;
}

TEST(EventLogStore, WhatIsKeptIsThereInTheNextRun) {
  const test::TempDir dir;
  const test::FakeClock clock;
  EventLogStore(dir.path(), clock).keep("serial0", "one");
  EventLogStore(dir.path(), clock).keep("serial0", "two");
  const EventLogStore store(dir.path(), clock);
  EXPECT_EQ(store.restored(with_bus("serial0")).g1_buses[0].event_log_state, "two");
  EXPECT_EQ(store.restored(with_bus("serial1")).g1_buses[0].event_log_state, "");
}

TEST(EventLogStore, LeavesNoOtherFileBehind) {
  const test::TempDir dir;
  const test::FakeClock clock;
  EventLogStore(dir.path(), clock).keep("serial0", "one");
  const std::filesystem::directory_iterator files(dir.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST(EventLogStore, AFileThatIsTooLargeIsNone) {
  const test::TempDir dir;
  const test::FakeClock clock;
  EventLogStore(dir.path(), clock).keep("serial0", std::string(100'000, 'x'));
  EXPECT_EQ(EventLogStore(dir.path(), clock).restored(with_bus("serial0")).g1_buses[0].event_log_state, "");
}

TEST(EventLogStore, AFolderThatIsNotThereIsNoEndOfTheWorld) {
  const test::TempDir dir;
  const test::FakeClock clock;
  EventLogStore store(dir / "none", clock);
  store.keep("serial0", "one");
  EXPECT_EQ(store.restored(with_bus("serial0")).g1_buses[0].event_log_state, "");
}

}  // namespace
}  // namespace bmsgw::app
