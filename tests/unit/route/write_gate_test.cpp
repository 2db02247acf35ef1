#include "bmsgw/route/write_gate.hpp"

#include <gtest/gtest.h>

namespace bmsgw::route {
namespace {

using core::Command;

TEST(WriteGate, LetsARequestToReadPass) {
  const auto verdict = WriteGate().judge({1, core::BusId{0}, Command::Kind::read, "BV2", ""});
  ASSERT_TRUE(std::holds_alternative<PermittedCommand>(verdict));
  EXPECT_EQ(std::get<PermittedCommand>(verdict).command().target, "BV2");
}

TEST(WriteGate, RefusesToReadWhatIsOnlyACommand) {
  for (const char* const sentence : {"FD1", "PW2", "RC1", "RS1", "SC1", "TC1", "TC2"}) {
    const auto verdict = WriteGate().judge({1, core::BusId{0}, Command::Kind::read, sentence, ""});
    EXPECT_TRUE(std::holds_alternative<Refusal>(verdict)) << sentence;
  }
}

TEST(WriteGate, RefusesEveryWriteAndSaysWhy) {
  for (const char* const sentence : {"RS1", "CF2", "SC1", "FD1", "PW1", "CN1", "RC1", "TC1", "LG1", "SS1"}) {
    const auto verdict = WriteGate().judge({1, core::BusId{0}, Command::Kind::write, sentence, ""});
    ASSERT_TRUE(std::holds_alternative<Refusal>(verdict)) << sentence;
    EXPECT_NE(std::get<Refusal>(verdict).reason.find("read-only"), std::string::npos) << sentence;
  }
}

}  // namespace
}  // namespace bmsgw::route
