// What may go out to a G1 unit. G1 Control Unit Serial Protocol 2.1.0, p. 16-42.
#include <gtest/gtest.h>

#include "bmsgw/route/write_gate.hpp"

namespace bmsgw::route {
namespace {

using core::CanId;
using core::Command;
using core::SentenceCommand;

constexpr core::BusId kBus{0};

const char* verdict(const BusPolicy& policy, Command::Kind kind, const std::string& sentence,
                    const std::string& fields) {
  const auto judged = WriteGate({policy}).judge({1, kBus, kind, SentenceCommand{sentence, fields}});
  return std::holds_alternative<Refusal>(judged) ? "refused" : "passes";
}

/// Everything that can be listed.
BusPolicy open_policy() {
  BusPolicy policy;
  policy.read_write = true;
  policy.sentences = {"FD1", "LG1", "PW1", "PW2", "RC1", "RS1", "SC1", "SS1", "TC1", "TC2", "CN1", "XX1"};
  policy.ids = {CanId::extended(0x18FF0001), CanId::standard(0x301), core::kNeverSent};
  policy.parameters = {
      {0x0102, 4, false, 100, 3000}, {0x0009, 2, true, -40, 20}, {0x1600, 8, false, 0, 0xFFFFFFFF}};
  return policy;
}

struct FormCase {
  const char* sentence;
  std::string fields;
  const char* expected;
};

class Writes : public testing::TestWithParam<FormCase> {};

TEST_P(Writes, AreOfOneForm) {
  const auto& [sentence, fields, expected] = GetParam();
  EXPECT_STREQ(verdict(open_policy(), Command::Kind::write, sentence, fields), expected)
      << sentence << "," << fields;
  auto closed = open_policy();
  closed.read_write = false;
  EXPECT_STREQ(verdict(closed, Command::Kind::write, sentence, fields), "refused") << "read only";
}

const std::vector<FormCase> kWrites{
    {"CF2", "0102,0960", "passes"},
    {"CF2", "0102,0064", "passes"},
    {"CF2", "0102,0bb8", "passes"},
    {"CF2", "0102,0BB9", "refused"},
    {"CF2", "0102,0063", "refused"},
    {"CF2", "0102,60", "refused"},
    {"CF2", "0102,00000960", "refused"},
    {"CF2", "0102,096", "refused"},
    {"CF2", "0102,?", "refused"},
    {"CF2", "0102,", "refused"},
    {"CF2", "0102", "refused"},
    {"CF2", "", "refused"},
    {"CF2", "102,0960", "refused"},
    {"CF2", "0102,0960,00", "refused"},
    {"CF2", "0102,096G", "refused"},
    {"CF2", "0102,+960", "refused"},
    {"CF2", "0103,0960", "refused"},
    {"CF2", "0009,D8", "passes"},
    {"CF2", "0009,D7", "refused"},
    {"CF2", "0009,14", "passes"},
    {"CF2", "0009,15", "refused"},
    {"CF2", "1600,FFFFFFFF", "passes"},
    {"CN1", "18FF0001,1,0,2,0BB8", "passes"},
    {"CN1", "00000301,0,0,0,", "passes"},
    {"CN1", "00000301,0,1,8,", "passes"},
    {"CN1", "00000301,0,1,1,00", "passes"},
    {"CN1", "00000301,1,0,0,", "refused"},
    {"CN1", "18FF0002,1,0,0,", "refused"},
    {"CN1", "18FF0001,0,0,0,", "refused"},
    {"CN1", "98FF0001,1,0,0,", "refused"},
    {"CN1", "18FF50E5,1,0,8,0B90006000000000", "refused"},
    {"CN1", "18ff50e5,1,0,8,0B90006000000000", "refused"},
    {"CN1", "18FF0001,1,0,2,0BB", "refused"},
    {"CN1", "18FF0001,1,0,2,0BB8FF", "refused"},
    {"CN1", "18FF0001,1,0,9,0BB800000000000000", "refused"},
    {"CN1", "18FF0001,1,0,1,0x", "refused"},
    {"CN1", "18FF0001,2,0,0,", "refused"},
    {"CN1", "18FF0001,1,0,0,,", "refused"},
    {"CN1", "18FF0001,1,0,0", "refused"},
    {"CN1", "?", "refused"},
    {"FD1", "", "passes"},
    {"FD1", "?", "refused"},
    {"RC1", "", "passes"},
    {"RC1", "0", "refused"},
    {"RS1", "", "passes"},
    {"RS1", ",", "refused"},
    {"LG1", "c", "passes"},
    {"LG1", "?", "refused"},
    {"LG1", "", "refused"},
    {"LG1", "C", "refused"},
    {"SS1", "c", "passes"},
    {"SS1", "01", "refused"},
    {"PW1", "", "passes"},
    {"PW1", "mypass12", "passes"},
    {"PW1", "?", "refused"},
    {"PW1", "mypass123", "refused"},
    {"PW1", "a,b", "refused"},
    {"PW1", "a\nb", "refused"},
    {"PW1", "\xC3\xA4", "refused"},
    {"PW2", "", "passes"},
    {"PW2", "abcd", "passes"},
    {"PW2", "abc", "refused"},
    {"PW2", "abcdefghi", "refused"},
    {"SC1", "00", "passes"},
    {"SC1", "64", "passes"},
    {"SC1", "65", "refused"},
    {"SC1", "4", "refused"},
    {"SC1", "64,", "refused"},
    {"SC1", "64\r\nRS1,", "refused"},
    {"TC1", "78", "passes"},
    {"TC1", "078", "refused"},
    {"TC2", "0000,00,00,00", "passes"},
    {"TC2", "0000,00,00", "refused"},
    {"TC2", "00,00,00,00", "refused"},
    {"TC2", "0000,00,00,0G", "refused"},
    {"XX1", "a, b", "passes"},
    {"XX1", "a\r", "refused"},
    {"YY1", "", "refused"},
    {"RS1,", "", "refused"},
    {"xxxxx", "", "refused"},
    {"", "", "refused"},
};
INSTANTIATE_TEST_SUITE_P(G1, Writes, testing::ValuesIn(kWrites));

class Reads : public testing::TestWithParam<FormCase> {};

TEST_P(Reads, CanOnlyAsk) {
  const auto& [sentence, fields, expected] = GetParam();
  EXPECT_STREQ(verdict({}, Command::Kind::read, sentence, fields), expected) << sentence << "," << fields;
  EXPECT_STREQ(verdict(open_policy(), Command::Kind::read, sentence, fields), expected)
      << "whatever may be written";
}

const std::vector<FormCase> kReads{
    {"BV1", "", "passes"},          {"BV1", "?", "refused"},       {"BV1", "1", "refused"},
    {"LG1", "", "passes"},          {"LG1", "c", "refused"},       {"SS1", "", "passes"},
    {"SS1", "0A", "passes"},        {"SS1", "c", "refused"},       {"SS1", "0", "refused"},
    {"CF2", "0102", "passes"},      {"CF2", "", "refused"},        {"CF2", "0102,0960", "refused"},
    {"CF2", "0102,", "refused"},    {"CF2", "010G", "refused"},    {"PW1", "", "passes"},
    {"PW1", "mypass12", "refused"}, {"PW2", "", "refused"},        {"CN1", "", "refused"},
    {"RS1", "", "refused"},         {"BV1\r\nRS1", "", "refused"}, {"BV1,", "", "refused"},
    {"xxxxx", "", "refused"},       {"LONGNAME9", "", "refused"},  {"", "", "refused"},
};
INSTANTIATE_TEST_SUITE_P(G1, Reads, testing::ValuesIn(kReads));

std::string reason_of(const BusPolicy& policy, const std::string& sentence, const std::string& fields) {
  const auto judged =
      WriteGate({policy}).judge({1, kBus, Command::Kind::write, SentenceCommand{sentence, fields}});
  const auto* const refusal = std::get_if<Refusal>(&judged);
  return refusal != nullptr ? refusal->reason : "";
}

TEST(G1Gate, SaysWhyNot) {
  const auto policy = open_policy();
  EXPECT_EQ(reason_of(policy, "CF2", "0103,00"), "the parameter 0103 isn't in the bus's \"allow\"");
  EXPECT_EQ(reason_of(policy, "CF2", "0102,0BB9"),
            "the parameter 0102: the raw value 3001 is out of what \"allow\" lets be set, 100 to 3000");
  EXPECT_EQ(reason_of(policy, "CF2", "0102,00"), "the parameter 0102 takes 4 hexadecimal digits");
  EXPECT_EQ(reason_of(policy, "SC1", "65"), "SC1 takes two hexadecimal digits, 00 to 64");
  EXPECT_EQ(reason_of(policy, "CN1", "18FF0002,1,0,0,"), "X18FF0002 isn't in the bus's \"allow\"");
  EXPECT_EQ(reason_of(policy, "CN1", "18FF50E5,1,0,0,"),
            "X18FF50E5 would make the unit believe that a charger is connected");
}

TEST(G1Gate, NeverTellsAPassword) {
  const auto policy = open_policy();
  for (const auto* const fields : {"secret,1", "secret789"}) {
    for (const auto* const sentence : {"PW1", "PW2"})
      EXPECT_EQ(reason_of(policy, sentence, fields).find("secret"), std::string::npos);
  }
}

TEST(G1Gate, EveryParameterMayBeAllowedButItsRangesHold) {
  BusPolicy policy;
  policy.read_write = true;
  policy.sentences = {"CF2"};
  policy.parameters = {{0x0102, 4, false, 0, 3000}, {0x0102, 4, false, 2000, 0xFFFF}};
  constexpr auto kWrite = Command::Kind::write;
  EXPECT_STREQ(verdict(policy, kWrite, "CF2", "0C05,01"), "passes");
  EXPECT_STREQ(verdict(policy, kWrite, "CF2", "0C05,001"), "refused");
  EXPECT_STREQ(verdict(policy, kWrite, "CF2", "0102,0960"), "passes");
  EXPECT_STREQ(verdict(policy, kWrite, "CF2", "0102,0064"), "refused") << "each of two ranges holds";
  EXPECT_STREQ(verdict(policy, kWrite, "CF2", "0102,0BB9"), "refused");
}

TEST(G1Gate, RangesOfSentencesHold) {
  BusPolicy policy;
  policy.read_write = true;
  policy.sentences = {"SC1", "TC1"};
  policy.ranges = {{"SC1", 20, 80}, {"TC1", 110, 130}};
  constexpr auto kWrite = Command::Kind::write;
  EXPECT_STREQ(verdict(policy, kWrite, "SC1", "14"), "passes");
  EXPECT_STREQ(verdict(policy, kWrite, "SC1", "13"), "refused");
  EXPECT_STREQ(verdict(policy, kWrite, "SC1", "51"), "refused");
  EXPECT_STREQ(verdict(policy, kWrite, "TC1", "78"), "passes");
  EXPECT_STREQ(verdict(policy, kWrite, "TC1", "FF"), "refused");
}

std::string gate_reason(const BusPolicy& policy, Command::What what) {
  const auto judged = WriteGate({policy}).judge({1, kBus, Command::Kind::write, std::move(what)});
  const auto* const refusal = std::get_if<Refusal>(&judged);
  return refusal != nullptr ? refusal->reason : "";
}

TEST(G1Gate, MasterClearAndFirmwareAreAllowedByName) {
  const core::FirmwareUpgrade upgrade{std::make_shared<core::FirmwareImage>()};
  BusPolicy policy;
  policy.master_clear = policy.firmware = true;
  EXPECT_EQ(gate_reason(policy, core::MasterClear{}), "the bus is read-only: g1.masterClear would write");
  EXPECT_EQ(gate_reason(policy, upgrade), "the bus is read-only: g1.upgradeFirmware would write");
  policy.read_write = true;
  EXPECT_EQ(gate_reason(policy, core::MasterClear{}), "");
  EXPECT_EQ(gate_reason(policy, upgrade), "");
  EXPECT_EQ(gate_reason(policy, core::FirmwareAbort{}), "");
  EXPECT_NE(gate_reason(policy, core::FirmwareUpgrade{}), "") << "without a file";
  policy.master_clear = policy.firmware = false;
  EXPECT_EQ(gate_reason(policy, core::MasterClear{}), "g1.masterClear isn't in the bus's \"allow\"");
  EXPECT_EQ(gate_reason(policy, upgrade), "g1.upgradeFirmware isn't in the bus's \"allow\"");
}

using Names = std::vector<std::string>;

Names names(Command::What what, std::string name = "") {
  return names_of({1, kBus, Command::Kind::write, std::move(what), std::move(name)});
}

TEST(NamesOfCommands, AreThoseOfAllow) {
  EXPECT_EQ(names(SentenceCommand{"RS1", ""}), Names{"RS1"});
  EXPECT_EQ(names(SentenceCommand{"CF2", "0c05,01"}), (Names{"CF2", "0C05"}));
  EXPECT_EQ(names(SentenceCommand{"CF2", ""}), Names{"CF2"});
  EXPECT_EQ(names(SentenceCommand{"CN1", "18FF0001,1,0,0,"}), (Names{"CN1", "X18FF0001"}));
  core::CanFrame frame;
  frame.id = CanId::standard(0x301);
  EXPECT_EQ(names(frame), Names{"S301"});
  EXPECT_EQ(names(core::ModbusRequest{}, "Settings/irHigh"), Names{"Settings/irHigh"});
  EXPECT_EQ(names(core::SnmpRequest{}, "irTest"), Names{"irTest"});
  EXPECT_EQ(names(core::MasterClear{}), Names{"g1.masterClear"});
  EXPECT_EQ(names(core::FirmwareUpgrade{}), Names{"g1.upgradeFirmware"});
  EXPECT_EQ(names(core::FirmwareAbort{}), Names{}) << "stopping is no question of a state";
}

}  // namespace
}  // namespace bmsgw::route
