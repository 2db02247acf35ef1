#include "simulator/snmp/mib_tree.hpp"

#include <gtest/gtest.h>

namespace bmsgw::simulator::snmp {
namespace {

Column numbered(std::size_t absent) {
  Column column;
  column.read = [absent](std::size_t element) {
    return element == absent ? std::nullopt : std::optional(Value::integer(static_cast<int>(element) * 10));
  };
  return column;
}

TEST(MibTree, GoesInLexicographicOrderPastWhatIsAbsent) {
  MibTree tree;
  tree.add_scalar({1, 3, 9}, {.kept = {Value::integer(1)}});
  tree.add_table({1, 3, 10}, 3, numbered(1));
  tree.add_scalar({1, 3, 2}, {.kept = {Value::integer(2)}});
  Oid at{1, 3};
  std::vector<std::string> seen;
  for (auto next = tree.next(at); next != tree.end(); next = tree.next(at)) {
    at = next->first;
    seen.push_back(text_of(at));
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"1.3.2.0", "1.3.9.0", "1.3.10.1", "1.3.10.3"}));
  EXPECT_EQ(tree.size(), 5U);
}

TEST(MibTree, KnowsObjectsAndInstancesApart) {
  MibTree tree;
  tree.add_table({1, 3, 10}, 3, numbered(1));
  EXPECT_EQ(tree.find({1, 3, 10, 3})->value(), Value::integer(20));
  EXPECT_EQ(tree.find({1, 3, 10, 2})->value(), std::nullopt);
  EXPECT_EQ(tree.find({1, 3, 10, 4}), nullptr);
  EXPECT_TRUE(tree.knows_object({1, 3, 10, 4}));
  EXPECT_FALSE(tree.knows_object({1, 3, 11, 1}));
  EXPECT_FALSE(tree.knows_object({}));
}

TEST(MibTree, KeepsWhatIsSetAndTells) {
  MibTree tree;
  std::int64_t told = 0;
  tree.add_scalar({1, 3, 1}, {.kept = {Value::integer(1)},
                              .writable = Column::Bounds{0, 9},
                              .written = [&told](std::size_t, const Value& value) { told = value.number; }});
  tree.find({1, 3, 1, 0})->set(Value::integer(7));
  EXPECT_EQ(tree.number({1, 3, 1}), 7);
  EXPECT_EQ(told, 7);
  tree.keep({1, 3, 1}, 3);
  EXPECT_EQ(tree.number({1, 3, 1}), 3);
  EXPECT_EQ(told, 7);
  EXPECT_EQ(tree.number({1, 3, 2}), std::nullopt);
}

}  // namespace
}  // namespace bmsgw::simulator::snmp
