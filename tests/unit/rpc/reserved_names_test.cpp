// What the configuration says of method names fits the table of methods.
#include <gtest/gtest.h>

#include "bmsgw/config/method_names.hpp"

#include "rpc/method_table.hpp"

namespace bmsgw::rpc {
namespace {

TEST(ReservedNames, HaveEveryMethodOfTheTable) {
  for (const auto& method : built_in_methods())
    EXPECT_TRUE(config::is_reserved_method(method.info.name)) << method.info.name;
}

/// "allow" may call a sentence by a method that sends it: as the method itself says, unless its own name is
/// meant.
TEST(ReservedNames, StandForTheSentencesThatTheMethodsNeed) {
  for (const auto& method : built_in_methods()) {
    const auto sentence = config::sentence_of_method(method.info.name);
    if (!sentence || *sentence == "CN1") continue;
    EXPECT_NE(method.info.allow.find(*sentence), std::string_view::npos) << method.info.name;
  }
}

/// And every writing method of G1 has one, or is allowed by its own name.
TEST(ReservedNames, LeaveNoWritingMethodOut) {
  for (const auto& method : built_in_methods()) {
    const bool writes =
        method.info.group == "g1" && method.info.effect != Effect::reads && !method.info.allow.empty();
    if (!writes) continue;
    const bool is_own = method.info.allow.find(config::kMasterClearMethod) != std::string_view::npos ||
                        method.info.allow.find(config::kFirmwareMethod) != std::string_view::npos;
    EXPECT_TRUE(is_own || config::sentence_of_method(method.info.name)) << method.info.name;
  }
}

}  // namespace
}  // namespace bmsgw::rpc
