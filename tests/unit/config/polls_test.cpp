#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

class Polls : public ::testing::TestWithParam<LoadCase> {};

TEST_P(Polls, AreCounted) {
  expect_lines(GetParam());
}

std::string too_many(const std::string& at, const std::string& number) {
  return "W s.json:" + at + ": " + number +
         " requests a second; a bus of 250 kbit/s carries about 1,800 frames of 8 bytes: a longer "
         "\"request_period\" leaves room for others";
}

const std::string kTwoPackets = can_packets(
    R"("P": {"id": "X100", "range": 32, "request_period": 0.5}, "Q": {"id": "X200", "range": 38, "request_period": 1})");

const std::vector<LoadCase> kCases{
    {"together_too_many", kCanSettings, kTwoPackets, too_many("1:9: /can", "102")},
    {"as_many_as_may_be", kCanSettings,
     can_packets(R"("P": {"id": "X100", "range": 10, "request_period": 0.1})"), ""},
    {"listened_to", kCanSettings,
     can_packets(R"("P": {"id": "X100", "range": 4096}, "Q": {"id": "X2000", "request_period": 1})"), ""},
    {"at_their_bus",
     R"({"can": [{"protocol": "other"}, {"interface": "can1", "protocol": "can", "key_prefix": "b_"}]})",
     R"({"protocols": {"other": {"base": "can", "packets": {"R": {"id": "X300", "range": 101, "request_period": 1}}},
      "can": {"packets": {}}}})",
     too_many("1:10: /can/0", "101")},
    {"without_an_interface", R"({"can": {"from_serial": true}, "serial": {"device": "a"}})",
     R"({"protocols": {"g1": {}, "can": {"packets": {"R": {"id": "X300", "range": 101, "request_period": 1}}}}})",
     ""},
};

INSTANTIATE_TEST_SUITE_P(Load, Polls, ::testing::ValuesIn(kCases), name_of<LoadCase>);

}  // namespace
}  // namespace bmsgw::config
