#include "bmsgw/core/record_batch.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace bmsgw::core {
namespace {

TEST(RecordBatch, KeepsWhatItsValuesShow) {
  RecordBatch batch;
  {
    const std::string text = "2.0.18_RC1_ZVU";
    const std::vector<ListElement> list{3.39, std::nullopt, 3.41};
    const std::vector<KeyRef> keys{{OutputId{4}}, {OutputId{2}}};
    batch.add(1, OutputId{0}, Quality::good, false, std::string_view(text));
    batch.add(2, OutputId{1}, Quality::good, false, List(list));
    batch.add(3, OutputId{2}, Quality::good, true, KeyList(keys));
    batch.add(4, OutputId{3}, Quality::invalid, true, 2.5);
  }
  const auto& records = batch.records();
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(std::get<std::string_view>(batch.value_of(records[0])), "2.0.18_RC1_ZVU");
  const auto list = std::get<List>(batch.value_of(records[1]));
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0], 3.39);
  EXPECT_FALSE(list[1].has_value());
  const auto keys = std::get<KeyList>(batch.value_of(records[2]));
  EXPECT_EQ(keys[1].output, OutputId{2});
  EXPECT_EQ(std::get<double>(batch.value_of(records[3])), 2.5);
}

TEST(RecordBatch, AppendsAnotherWithItsContent) {
  RecordBatch one;
  one.add(1, OutputId{0}, Quality::good, false, std::string_view("first"));
  RecordBatch two;
  two.add(2, OutputId{1}, Quality::good, true, std::string_view("second"));
  one.append(two);
  two.clear();
  ASSERT_EQ(one.records().size(), 2U);
  EXPECT_EQ(std::get<std::string_view>(one.value_of(one.records()[1])), "second");
  EXPECT_TRUE(one.records()[1].tell_quality);
  EXPECT_TRUE(two.empty());
  EXPECT_EQ(two.bytes(), 0U);
}

}  // namespace
}  // namespace bmsgw::core
