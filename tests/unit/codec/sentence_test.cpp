#include "bmsgw/codec/g1/sentence.hpp"

#include <gtest/gtest.h>

namespace bmsgw::codec::g1 {
namespace {

using Fields = std::vector<std::string_view>;

TEST(Sentence, IsCutAtItsCommas) {
  struct Row {
    const char* name;
    std::string_view text;
    bool expected;
    std::string_view sentence;
    Fields fields;
  };
  const Row rows[] = {
      {"BV1, p. 14", "BV1,0050,4A,94,80,335B,,D3", true, "BV1", {"0050", "4A", "94", "80", "335B", ""}},
      {"BT1 without cells, p. 11", "BT1,,,,,,F9", true, "BT1", {"", "", "", "", ""}},
      {"request, p. 6", "VR1,?,D7", true, "VR1", {"?"}},
      {"command without parameter, p. 27", "RS1,,3F", true, "RS1", {""}},
      {"no field at all", "RS1,00", true, "RS1", {}},
      {"text with spaces and dots", "VR1,BMS 1,2.0,00", true, "VR1", {"BMS 1", "2.0"}},
      {"no comma", "BV1", false, "", {}},
      {"no name", ",0050,D3", false, "", {}},
      {"nothing", "", false, "", {}},
  };
  Sentence sentence;
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    ASSERT_EQ(split_sentence(row.text, sentence), row.expected);
    if (!row.expected) continue;
    EXPECT_EQ(sentence.name, row.sentence);
    EXPECT_EQ(sentence.fields, row.fields);
  }
}

TEST(Sentence, HasEmptyFieldsWhereItHasNone) {
  Sentence sentence;
  ASSERT_TRUE(split_sentence("CS1,01,00,64", sentence));
  EXPECT_EQ(sentence.field(1), "01");
  EXPECT_EQ(sentence.field(2), "00");
  EXPECT_EQ(sentence.field(3), "");
  EXPECT_EQ(sentence.field(0), "");
}

TEST(Sentence, TellsARequest) {
  struct Row {
    std::string_view text;
    bool expected;
  };
  const Row rows[] = {
      {"VR1,?,D7", true}, {"CF2,0C0E,?,30", true},  {"CF2,0C0E,00,C0", false},
      {"LG1,,D7", false}, {"BV1,?,0050,00", false}, {"RS1,00", false},
  };
  Sentence sentence;
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    ASSERT_TRUE(split_sentence(row.text, sentence));
    EXPECT_EQ(sentence.is_request(), row.expected);
  }
}

TEST(Sentence, IsEncodedWithItsCrc) {
  EXPECT_EQ(encode_sentence("BV1", "0050,4A,94,80,335B,"), "BV1,0050,4A,94,80,335B,,D3");
  EXPECT_EQ(encode_sentence("RS1", ""), "RS1,,3F");
  EXPECT_EQ(encode_sentence("TC1", "78"), "TC1,78,B0");
  EXPECT_EQ(encode_read_request("VR1"), "VR1,?,D7");
  EXPECT_EQ(encode_read_request("CF2", "0C0E"), "CF2,0C0E,?,30");
}

TEST(Sentence, AReadRequestIsNothingElseWhateverItsArguments) {
  EXPECT_EQ(encode_read_request("CF2", "0C0E\r\nRS1,,3F\r\n"), encode_sentence("CF2", "0C0ERS13F,?"));
  EXPECT_EQ(encode_read_request("RS1,,3F\n"), encode_sentence("RS13F", "?"));
  EXPECT_EQ(encode_read_request("CF2", "0C0E,01"), encode_sentence("CF2", "0C0E01,?"));
  EXPECT_EQ(encode_read_request("CF2", ",\n"), encode_sentence("CF2", "?"));
}

TEST(Sentence, NamesArePackedIntoANumber) {
  EXPECT_EQ(pack_name("BV1"), 0x425631U);
  EXPECT_EQ(pack_name("ABCDEFGH"), 0x4142434445464748U);
  EXPECT_EQ(pack_name(""), std::nullopt);
  EXPECT_EQ(pack_name("ABCDEFGHI"), std::nullopt);
  EXPECT_NE(pack_name("BV1"), pack_name("BV2"));
}

TEST(Sentence, TimesCountFrom2000) {
  EXPECT_EQ(unix_ms_from_2000(0), 946'684'800'000);
  EXPECT_EQ(unix_ms_from_2000(0x1BCAC4D3), 1'412'958'291'000);  // 2014-10-10 16:24:51, LG1 example, p. 24
  EXPECT_EQ(unix_ms_from_2000(0xFFFFFFFF), 5'241'652'095'000);
}

}  // namespace
}  // namespace bmsgw::codec::g1
