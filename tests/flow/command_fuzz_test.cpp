// Ten thousand requests of a server that has gone mad: each gets one answer, and no bus sees what was not
// allowed.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fuzzed_gateway.hpp"
#include "support/rpc_payloads.hpp"

namespace bmsgw::test {
namespace {

using nlohmann::json;

constexpr std::uint64_t kPayloads = 10'000;
constexpr core::milliseconds kLongestAnswer{20'000};

void ask_everything(FuzzedGateway& gateway, std::uint32_t seed) {
  RpcPayloads payloads(seed, FuzzedGateway::examples());
  gateway.pass(core::milliseconds(2'000));
  for (std::uint64_t id = 1; id <= kPayloads; ++id) payloads.learn(gateway.call(id, payloads.next()));
  gateway.pass(kLongestAnswer);
}

void expect_one_answer_each(const FuzzedGateway& gateway) {
  EXPECT_EQ(gateway.answers().size(), kPayloads);
  std::map<std::string, int> codes;
  for (const auto& [id, answers] : gateway.answers()) {
    ASSERT_EQ(answers.size(), 1U) << id;
    const auto answer = json::parse(answers.front(), nullptr, false);
    ASSERT_TRUE(answer.is_object() && answer.value("ok", json()).is_boolean()) << answers.front();
    const auto code = answer["ok"].get<bool>() ? "ok" : answer.value("code", "");
    ++codes[code];
    ASSERT_TRUE(code == "ok" || !answer.value("reason", "").empty()) << answers.front();
  }
  for (const auto* const code : {"ok", "bad_request", "unknown_method", "bad_params", "too_large", "refused"})
    EXPECT_GT(codes[code], 50) << code << ": too few to have been tried";
  EXPECT_EQ(codes.count(""), 0U);
}

TEST(CommandFuzz, ChangesNothingOnABusThatIsReadOnly) {
  FuzzedGateway gateway({});
  const auto capacity = gateway.unit().memory().parameters().capacity_ah();
  ask_everything(gateway, 1);
  expect_one_answer_each(gateway);
  EXPECT_EQ(gateway.writes(), std::vector<std::string>{});
  EXPECT_GT(gateway.reads(), 1000U) << "the buses were at work";
  EXPECT_EQ(gateway.unit().memory().parameters().capacity_ah(), capacity);
}

/// What the settings of the second test let out.
bool is_allowed(const std::string& write) {
  if (write.starts_with("serial CF2,0102,")) {
    const auto raw = std::stoul(write.substr(16, 4), nullptr, 16);
    return raw >= 900 && raw <= 1100;
  }
  return write.starts_with("can 18FF0001#") || write == "modbus 6@1" || write == "modbus 6@2" ||
         write == "snmp 1.3.6.1.4.1.1.2.0";
}

TEST(CommandFuzz, ChangesOnlyWhatIsAllowed) {
  FuzzedGateway gateway(
      {R"(, "access": "read_write", "allow": [{"name": "capacity", "min": 90, "max": 110}])",
       R"(, "access": "read_write", "allow": ["X18FF0001"])",
       R"(, "access": "read_write", "allow": ["go", {"name": "level", "min": 0, "max": 10}])",
       R"(, "access": "read_write", "allow": [{"name": "level", "min": 0, "max": 10}])"});
  ask_everything(gateway, 2);
  expect_one_answer_each(gateway);
  std::map<std::string, int> families;
  for (const auto& write : gateway.writes()) {
    EXPECT_TRUE(is_allowed(write)) << write;
    ++families[write.substr(0, write.find(' '))];
  }
  EXPECT_EQ(families.size(), 4U) << "not every family was reached: " << json(families);
}

}  // namespace
}  // namespace bmsgw::test
