#include "unit/config/load_cases.hpp"

namespace bmsgw::config {
namespace {

std::string buses_of(const std::string& serial, const std::string& can) {
  return R"({"serial": {"device": "a")" + serial + R"(}, "can": {"enabled": true)" + can + "}}";
}

/// What CN2 reports may be any frame of the CAN bus, so writing CN2 from there would never end.
TEST(LoopOfReports, IsClosedByTheReportsOfTheUnit) {
  const auto params = R"({"protocols": {
    "g1": {"packets": {"CN2": {"params": {"x": {"bits": 8}}}}},
    "can": {"packets": {"In": {"id": "X100", "params": {"v": {}}}}}},
    "routes": [
{"from": {"prot": "can", "packet": "In", "param": "v"}, "to": {"prot": "g1", "packet": "CN2", "param": "x"}}]})";
  const std::string serial = R"(, "access": "read_write", "allow": ["CN2"])";
  EXPECT_EQ(lines(load_both(buses_of(serial, ""), params).problems), "");
  EXPECT_EQ(
      lines(load_both(buses_of(serial, R"(, "from_serial": true)"), params).problems),
      "E p.json:5:1: /routes/0: goes round in a circle: serial0 \"CN2\" -> can0 \"In\" -> serial0 \"CN2\"\n");
}

/// From `canS` to `can0`, which has these keys, with a serial port or without.
std::string relay_buses(const std::string& serial, const std::string& can0) {
  return "{" + serial +
         R"("can": [{"name": "can0", "protocol": "can", "access": "read_write", "allow": ["X100"])" + can0 +
         R"(}, {"name": "canS", "protocol": "heard", "key_prefix": "h_", "from_serial": true}]})";
}

/// `heard` has one packet with these keys; the route is at column 1 of line 2.
std::string relay(const std::string& heard) {
  return R"({"protocols": {"g1": {}, "can": {"packets": {"V": {"id": "X100", "params": {"v": {}}}}},
"heard": {"base": "can", "packets": {"V": {"params": {"v": {}}, )" +
         heard + R"(}}}}, "routes": [
{"from": {"prot": "heard", "packet": "V", "param": "v"}, "to": {"prot": "can", "packet": "V", "param": "v"}}]})";
}

const std::string kSerialPort = R"("serial": {"device": "a"}, )";
const std::string kCircle =
    "E p.json:3:1: /routes/0: goes round in a circle: can0 \"V\" -> canS \"V\" -> can0 \"V\"";

class Loop : public ::testing::TestWithParam<LoadCase> {};

TEST_P(Loop, IsFound) {
  expect_lines(GetParam());
}

/// The unit on can0 reports what we write there (CN1), canS reads it, and the route writes it again.
const std::vector<LoadCase> kCases{
    {"own_frame_reported", relay_buses(kSerialPort, ""), relay(R"("id": "X100")"), kCircle},
    {"own_frame_in_a_range", relay_buses(kSerialPort, ""), relay(R"("id": "XFD", "range": 4)"), kCircle},
    {"another_id", relay_buses(kSerialPort, ""), relay(R"("id": "XFD", "range": 3)"), ""},
    {"another_kind_of_id", relay_buses(kSerialPort, ""), relay(R"("id": "S100")"), ""},
    {"nobody_reports", relay_buses("", ""), relay(R"("id": "X100")"),
     "W s.json:1:163: /can/1/from_serial: there is no enabled serial bus that could report anything"},
};

INSTANTIATE_TEST_SUITE_P(Load, Loop, ::testing::ValuesIn(kCases), name_of<LoadCase>);

TEST(LoopOfOneBus, IsNoneWhenTheReportIsOfAnotherPacket) {
  const auto settings = R"({"serial": {"device": "a"}, "can": {"interface": "can0", "from_serial": true,
    "access": "read_write", "allow": ["X200"]}})";
  const auto params = R"({"protocols": {"g1": {}, "can": {"packets": {
    "In": {"id": "X100", "params": {"v": {}}}, "Out": {"id": "X200", "params": {"v": {}}}}}}, "routes": [
    {"from": {"prot": "can", "packet": "In", "param": "v"},
     "to": {"prot": "can", "packet": "Out", "param": "v"}}]})";
  EXPECT_EQ(lines(load_both(settings, params).problems), "");
}

}  // namespace
}  // namespace bmsgw::config
