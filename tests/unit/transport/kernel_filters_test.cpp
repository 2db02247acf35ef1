#include "transport/can/kernel_filters.hpp"

#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace bmsgw::transport {
namespace {

using core::CanId;

bool passes(const std::vector<can_filter>& filters, std::uint32_t id) {
  return std::any_of(filters.begin(), filters.end(), [id](const can_filter& filter) {
    return (id & filter.can_mask) == (filter.can_id & filter.can_mask);
  });
}

struct FilterCase {
  const char* name;
  std::vector<WantedIds> wanted;
  std::vector<can_filter> expected;
};

constexpr std::uint32_t kEff = CAN_EFF_FLAG;
constexpr std::uint32_t kKind = CAN_EFF_FLAG | CAN_RTR_FLAG;

class KernelFilters : public testing::TestWithParam<FilterCase> {};

TEST_P(KernelFilters, AreTheFewestThatFit) {
  const auto filters = compile_kernel_filters(GetParam().wanted, false);
  ASSERT_EQ(filters.size(), GetParam().expected.size());
  for (std::size_t i = 0; i < filters.size(); ++i) {
    EXPECT_EQ(filters[i].can_id, GetParam().expected[i].can_id) << i;
    EXPECT_EQ(filters[i].can_mask, GetParam().expected[i].can_mask) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Tables, KernelFilters,
    testing::Values(
        FilterCase{"nothing", {}, {}},
        FilterCase{"one_standard", {{CanId::standard(0x301)}}, {{0x301, kKind | 0x7FF}}},
        FilterCase{
            "one_extended", {{CanId::extended(0x19B50001)}}, {{0x19B50001 | kEff, kKind | 0x1FFFFFFF}}},
        FilterCase{"an_aligned_run", {{CanId::extended(0x100), 256}}, {{0x100 | kEff, kKind | 0x1FFFFF00}}},
        FilterCase{"a_run_of_seven_from_one",
                   {{CanId::standard(1), 7}},
                   {{1, kKind | 0x7FF}, {2, kKind | 0x7FE}, {4, kKind | 0x7FC}}},
        FilterCase{"neighbours_and_overlaps_become_one",
                   {{CanId::standard(0x106), 2}, {CanId::standard(0x100), 4}, {CanId::standard(0x102), 4}},
                   {{0x100, kKind | 0x7F8}}},
        FilterCase{"the_last_standard_and_the_first_extended_stay_apart",
                   {{CanId::standard(0x7FF)}, {CanId::extended(0)}},
                   {{0x7FF, kKind | 0x7FF}, {kEff, kKind | 0x1FFFFFFF}}},
        FilterCase{"all_of_both_kinds",
                   {{CanId::standard(0), 0x800}, {CanId::extended(0), 0x20000000}},
                   {{0, kKind}, {kEff, kKind}}},
        FilterCase{
            "a_run_beyond_the_last_id_ends_there", {{CanId::standard(0x7FE), 10}}, {{0x7FE, kKind | 0x7FE}}},
        FilterCase{"a_run_of_none", {{CanId::standard(5), 0}}, {}}),
    [](const auto& row) { return row.param.name; });

TEST(KernelFilterLimits, RemoteFramesPassOnlyWhenAskedFor) {
  const std::vector<WantedIds> wanted{{CanId::standard(0x301)}};
  EXPECT_FALSE(passes(compile_kernel_filters(wanted, false), 0x301 | CAN_RTR_FLAG));
  EXPECT_TRUE(passes(compile_kernel_filters(wanted, true), 0x301 | CAN_RTR_FLAG));
  EXPECT_FALSE(passes(compile_kernel_filters(wanted, true), 0x301 | CAN_EFF_FLAG));
}

TEST(KernelFilterLimits, BeyondTheMostEveryWantedIdStillPassesAndMostOthersDont) {
  std::mt19937 random(1);
  std::vector<WantedIds> wanted;
  std::set<std::uint32_t> ids;
  for (int i = 0; i < 3000; ++i) {
    const std::uint32_t id = i % 10 == 0 ? random() % 0x800 : 0x18000000 + random() % 0x1000000;
    wanted.push_back({i % 10 == 0 ? CanId::standard(id) : CanId::extended(id)});
    ids.insert(wanted.back().id.word());
  }
  const auto filters = compile_kernel_filters(wanted, false);
  EXPECT_EQ(filters.size(), kMostKernelFilters);
  for (const std::uint32_t id : ids) ASSERT_TRUE(passes(filters, id)) << std::hex << id;
  int strangers = 0;
  for (int i = 0; i < 10000; ++i)
    strangers += passes(filters, (random() % 0x20000000) | CAN_EFF_FLAG) ? 1 : 0;
  EXPECT_LT(strangers, 500) << "3 of 100 of all ids lie in the range that the wanted ones come from";
}

TEST(KernelFilterLimits, TheNearestAreJoinedFirst) {
  const std::vector<WantedIds> wanted{
      {CanId::standard(0x100)}, {CanId::standard(0x101)}, {CanId::standard(0x103)}, {CanId::standard(0x400)}};
  const auto filters = compile_kernel_filters(wanted, false, 2);
  ASSERT_EQ(filters.size(), 2U);
  EXPECT_TRUE(passes(filters, 0x102)) << "let through besides";
  EXPECT_FALSE(passes(filters, 0x104));
  EXPECT_FALSE(passes(filters, 0x401));
}

}  // namespace
}  // namespace bmsgw::transport
