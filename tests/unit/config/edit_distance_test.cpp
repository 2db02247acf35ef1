#include "config/edit_distance.hpp"

#include <gtest/gtest.h>

namespace bmsgw::config {
namespace {

struct DistanceCase {
  const char* a;
  const char* b;
  std::size_t expected;
};

TEST(EditDistance, CountsEdits) {
  const DistanceCase rows[] = {
      {"", "", 0},           {"speed", "speed", 0}, {"sped", "speed", 1},      {"speeed", "speed", 1},
      {"spede", "speed", 1}, {"spead", "speed", 1}, {"enabeld", "enabled", 1}, {"Speed", "speed", 1},
      {"psede", "speed", 2}, {"abc", "xyz", 3},     {"a", "abcdef", 3},
  };
  for (const auto& row : rows)
    EXPECT_EQ(edit_distance(row.a, row.b, 2), row.expected) << row.a << " " << row.b;
}

TEST(NearestName, TakesTheNearestWithinTwoEdits) {
  EXPECT_EQ(nearest_name("spedd", {"id", "seed", "speed"}), "speed");
  EXPECT_EQ(nearest_name("PROTOCOL", {"protocol"}), "protocol");
  EXPECT_EQ(nearest_name("xyz", {"id", "speed"}), std::nullopt);
  EXPECT_EQ(nearest_name("up", {"id"}), std::nullopt) << "nothing is left of it";
}

TEST(Hint, NamesWhatThereIs) {
  EXPECT_EQ(hint_for("Mim", {"Min", "Max"}), "; did you mean \"Min\"?");
  EXPECT_EQ(hint_for("Average", {"Min", "Max"}), "; there is \"Min\", \"Max\"");
  EXPECT_EQ(hint_for("Average", {}), "");
}

}  // namespace
}  // namespace bmsgw::config
