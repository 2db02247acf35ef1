#include <limits>

#include <gtest/gtest.h>

#include "bmsgw/codec/snmp/value_reader.hpp"

#include "snmp_samples.hpp"

namespace bmsgw::codec::snmp {
namespace {

using namespace test;
using core::SnmpAbsent;
using core::SnmpValue;
using namespace std::string_view_literals;

struct ValueCase {
  std::string name;
  SnmpValue value;
  std::string expected;
  core::FieldFormat format{};
  bool is_text = false;
};

class SnmpValueReader : public testing::TestWithParam<ValueCase> {};
TEST_P(SnmpValueReader, Reads) {
  const auto& test = GetParam();
  core::Sample sample;
  std::string text = "what was there before";
  sample.quality = ValueReader(test.is_text, test.format).read(test.value, text, sample.value);
  EXPECT_EQ(shown({sample}), Texts{test.expected});
  const auto element = ValueReader(test.is_text, test.format).element(test.value);
  const auto number = core::number_of(sample.value);
  EXPECT_EQ(element, test.is_text ? std::nullopt : number) << "and so do the elements of a list";
}

ValueCase as_text(std::string name, SnmpValue value, std::string expected) {
  return {std::move(name), value, std::move(expected), {}, true};
}

constexpr auto kMost = std::numeric_limits<double>::max();

INSTANTIATE_TEST_SUITE_P(
    Numbers, SnmpValueReader,
    testing::Values(ValueCase{"Whole", 25, "25"}, ValueCase{"Negative", -3, "-3"},
                    ValueCase{"Scaled", 1234, "real 12.34", format_of(0.01, 2)},
                    ValueCase{"Large", 0x1p63, "real 9.2233720368547758e+18"},
                    ValueCase{"Digits", "25", "25"},
                    ValueCase{"ScaledDigits", "25", "real 2.5", format_of(0.1)},
                    ValueCase{"BlanksAround", " 12.5 ", "real 12.5"}, ValueCase{"NegativeDigits", "-3", "-3"},
                    ValueCase{"NulAtTheEnd", "7\0"sv, "7"},
                    ValueCase{"MoreThan64Bits", "18446744073709551616", "real 1.8446744073709552e+19"},
                    ValueCase{"Words", "n/a", "invalid"}, ValueCase{"Hexadecimal", "0x1F", "invalid"},
                    ValueCase{"Exponent", "1e3", "invalid"}, ValueCase{"Infinity", "inf", "invalid"},
                    ValueCase{"NumberAndUnit", "25 C", "invalid"}, ValueCase{"OnlyASign", "-", "invalid"},
                    ValueCase{"TwoPoints", "1.2.3", "invalid"}, ValueCase{"NoText", "", "unavailable"},
                    ValueCase{"Blanks", "  ", "unavailable"},
                    ValueCase{"Null", SnmpAbsent::null, "unavailable"},
                    ValueCase{"NoSuchInstance", SnmpAbsent::no_such_instance, "unavailable"},
                    ValueCase{"NotFinite", std::numeric_limits<double>::infinity(), "invalid"},
                    ValueCase{"ScaledBeyondAll", kMost, "invalid", format_of(10)},
                    ValueCase{"NotAvailable", 9, "unavailable", without({9, -1})},
                    ValueCase{"NotAvailableIsRaw", -1, "unavailable", without({9, -1}, format_of(0.1))},
                    ValueCase{"NotAvailableReal", 9.0, "unavailable", without({9})},
                    ValueCase{"NotAvailableDigits", "9", "unavailable", without({9})},
                    ValueCase{"Another", 8, "8", without({9})}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Texts, SnmpValueReader,
    testing::Values(as_text("Plain", "BM100", "\"BM100\""), as_text("Utf8", "Batería 1 µ", "\"Batería 1 µ\""),
                    as_text("BlanksAtTheEnd", "a b \r\n\0\0"sv, "\"a b\""),
                    as_text("BlanksBefore", " a", "\" a\""), as_text("Empty", "", "unavailable"),
                    as_text("OnlyNuls", "\0\0"sv, "unavailable"),
                    as_text("Octets", "\x0a\x1b\xff"sv, "\"0a:1b:ff\""),
                    as_text("NulWithin", "a\0b\0"sv, "\"61:00:62:00\""),
                    as_text("NotUtf8", "Bater\xed"sv, "\"42:61:74:65:72:ed\""),
                    as_text("Escape", "\x1b[2J"sv, "\"1b:5b:32:4a\""), as_text("Number", 42, "\"42\""),
                    as_text("Negative", -42, "\"-42\""), as_text("Real", 0.5, "\"0.5\""),
                    as_text("Null", SnmpAbsent::null, "unavailable"),
                    ValueCase{"NotAvailable", 9, "unavailable", without({9}), true}),
    [](const auto& test) { return test.param.name; });

TEST(SnmpValue, LongOctetsAreCut) {
  const std::string octets(1000, '\x01');
  std::string text;
  core::Value value;
  EXPECT_EQ(ValueReader(true, {}).read(std::string_view(octets), text, value), core::Quality::good);
  EXPECT_EQ(text.size(), 64U * 3 - 1);
}

TEST(SnmpValue, CodesAreWholeNumbersOfAnyKind) {
  EXPECT_EQ(code_of(7), 7);
  EXPECT_EQ(code_of(" 7"), 7);
  EXPECT_EQ(code_of(7.0), std::nullopt);
  EXPECT_EQ(code_of("seven"), std::nullopt);
  EXPECT_EQ(code_of(SnmpAbsent::null), std::nullopt);
}

}  // namespace
}  // namespace bmsgw::codec::snmp
