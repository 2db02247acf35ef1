#include "bmsgw/codec/list_assembler.hpp"

#include <gtest/gtest.h>

namespace bmsgw::codec {
namespace {

using core::milliseconds;
using core::MonoTime;
using Elements = std::vector<core::ListElement>;
using Lists = std::vector<Elements>;

const auto kNone = std::nullopt;

/// What happens to an assembler: a part comes, or time passes.
struct Step {
  milliseconds at{0};
  std::size_t first = 0;
  Elements part;   ///< empty: time passes
  Lists expected;  ///< given out in this step
  bool taken = true;
};

struct Row {
  const char* name;
  std::optional<std::size_t> expected_size;
  std::vector<Step> steps;
};

Step part(int at_ms, std::size_t first, Elements elements, Lists expected = {}) {
  return {milliseconds(at_ms), first, std::move(elements), std::move(expected)};
}
Step time_passes(int at_ms, Lists expected = {}) {
  return {milliseconds(at_ms), 0, {}, std::move(expected)};
}
Step refused(int at_ms, std::size_t first, Elements elements) {
  return {milliseconds(at_ms), first, std::move(elements), {}, false};
}

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows{
      {"complete by the number of cells",
       4,
       {part(0, 0, {1, 2}), part(5, 2, {3, 4}, {{1, 2, 3, 4}}), time_passes(500)}},
      {"complete in one part", 2, {part(0, 0, {1, 2}, {{1, 2}})}},
      {"groups in any order", 4, {part(0, 2, {3, 4}), part(5, 0, {1, 2}, {{1, 2, 3, 4}})}},
      {"last group smaller", 3, {part(0, 0, {1, 2}), part(5, 2, {3}, {{1, 2, 3}})}},
      {"a cell without value stays empty",
       4,
       {part(0, 0, {1, kNone}), part(5, 2, {3, 4}, {{1, kNone, 3, 4}})}},
      {"size unknown: quiet for 200 ms",
       kNone,
       {part(0, 0, {1, 2}), part(150, 2, {3}), time_passes(349), time_passes(350, {{1, 2, 3}}),
        time_passes(900)}},
      {"size unknown: then the longest list seen",
       kNone,
       {part(0, 0, {1, 2}), part(0, 2, {3, 4}), time_passes(200, {{1, 2, 3, 4}}), part(300, 0, {5, 6}),
        part(301, 2, {7, 8}, {{5, 6, 7, 8}})}},
      {"size unknown: a longer list becomes the longest",
       kNone,
       {part(0, 0, {1}), time_passes(200, {{1}}), part(300, 0, {2, 3}, {{2, 3}}), part(400, 0, {4}),
        part(401, 1, {5}, {{4, 5}})}},
      {"first group missing", 4, {part(0, 2, {3, 4}), time_passes(200, {{kNone, kNone, 3, 4}})}},
      {"group in the middle missing",
       6,
       {part(0, 0, {1, 2}), part(5, 4, {5, 6}), time_passes(205, {{1, 2, kNone, kNone, 5, 6}})}},
      {"last group missing: filled up to the number of cells",
       4,
       {part(0, 0, {1, 2}), time_passes(200, {{1, 2, kNone, kNone}})}},
      {"last group missing: filled up to the longest list seen",
       kNone,
       {part(0, 0, {1, 2, 3}), time_passes(200, {{1, 2, 3}}), part(300, 0, {4, 5}),
        time_passes(500, {{4, 5, kNone}})}},
      {"the same group again is a new answer: the old is given out as it is",
       4,
       {part(0, 0, {1, 2}), part(50, 0, {5, 6}, {{1, 2, kNone, kNone}}),
        part(60, 2, {7, 8}, {{5, 6, 7, 8}})}},
      {"a new answer that is complete at once: both",
       2,
       {part(0, 0, {1}), part(50, 0, {5, 6}, {{1, kNone}, {5, 6}})}},
      {"groups that overlap in part", 4, {part(0, 0, {1, 2}), part(5, 1, {8, 9}, {{1, 2, kNone, kNone}})}},
      {"the quiet time starts at the last part",
       9,
       {part(0, 0, {1}), part(199, 1, {2}), time_passes(398),
        time_passes(399, {{1, 2, kNone, kNone, kNone, kNone, kNone, kNone, kNone}})}},
      {"up to element 1024", kNone, {part(0, 1022, {1, 2}), refused(0, 1023, {1, 2}), refused(0, 1024, {1})}},
      {"a place near the end of all numbers", kNone, {refused(0, static_cast<std::size_t>(-1), {1, 2})}},
      {"a refused part starts nothing", 2, {refused(0, 2000, {1}), time_passes(999)}},
      {"an empty part is no answer", 2, {time_passes(500)}},
  };
  return kRows;
}

Lists copies_of(const ListAssembler::Ready& ready) {
  Lists lists;
  for (const auto list : ready) lists.emplace_back(list.begin(), list.end());
  return lists;
}

TEST(ListAssembler, PutsListsTogether) {
  for (const auto& row : rows()) {
    SCOPED_TRACE(row.name);
    ListAssembler assembler;
    for (std::size_t i = 0; i < row.steps.size(); ++i) {
      const auto& step = row.steps[i];
      const auto now = MonoTime() + step.at;
      ListAssembler::Ready ready;
      if (step.part.empty()) {
        assembler.flush_due(now, row.expected_size, ready);
      } else {
        EXPECT_EQ(assembler.add(step.first, step.part, row.expected_size, now, ready), step.taken)
            << "step " << i;
      }
      EXPECT_EQ(copies_of(ready), step.expected) << "step " << i;
    }
  }
}

TEST(ListAssembler, TellsWhenItWillBeQuiet) {
  ListAssembler assembler;
  ListAssembler::Ready ready;
  const Elements one{1.0};
  EXPECT_EQ(assembler.deadline(), core::kNever);
  assembler.add(0, one, 2, MonoTime() + milliseconds(10), ready);
  EXPECT_EQ(assembler.deadline(), MonoTime() + milliseconds(210));
  assembler.add(1, one, 2, MonoTime() + milliseconds(20), ready);
  EXPECT_EQ(assembler.deadline(), core::kNever);
}

TEST(ListAssembler, HasNothingToGiveOutBeforeAPartCame) {
  ListAssembler assembler;
  ListAssembler::Ready ready;
  assembler.flush_due(core::kNever, 4, ready);
  EXPECT_TRUE(ready.empty());
}

TEST(ListAssembler, ForgetsOnAnEmptyAnswer) {
  ListAssembler assembler;
  ListAssembler::Ready ready;
  const Elements one{1.0};
  assembler.add(0, one, 2, MonoTime(), ready);
  assembler.clear();
  EXPECT_EQ(assembler.deadline(), core::kNever);
  assembler.add(1, one, 2, MonoTime(), ready);
  assembler.flush_due(MonoTime() + milliseconds(200), 2, ready);
  EXPECT_EQ(copies_of(ready), (Lists{{kNone, 1.0}}));
}

TEST(ListAssembler, NeverGivesOutMoreThanItHolds) {
  ListAssembler assembler;
  ListAssembler::Ready ready;
  const Elements one{1.0};
  assembler.add(0, one, 65535, MonoTime(), ready);
  assembler.flush_due(MonoTime() + milliseconds(200), 65535, ready);
  ASSERT_EQ(ready.size(), 1U);
  EXPECT_EQ(ready.front().size(), ListAssembler::kMaxElements);
}

}  // namespace
}  // namespace bmsgw::codec
