#include "bmsgw/codec/g1/crc8.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bmsgw::codec::g1 {
namespace {

struct Row {
  const char* name;
  std::string text;
  int expected;
};

TEST(Crc8, IsThatOfTheProtocol) {
  const Row rows[] = {
      {"check value of CRC-8/MAXIM", "123456789", 0xA1},
      {"nothing", "", 0x00},
      {"one character", "A", 0x18},
      {"p. 6, request example", "VR1,?,", 0xD7},
      {"p. 14, BV1 example", "BV1,0050,4A,94,80,335B,,", 0xD3},
      // The document prints 93, but its own version notes say that this example's CRC was wrong once already.
      {"p. 5, ST1 example", "ST1,00,00,0000,000128E3,07,0000,00,00040802,", 0xA2},
      {"bytes beyond ASCII", "\xFF\x80", 0x0D},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(crc8(row.text), row.expected);
  }
}

/// The document's own function, p. 6, with the scan's slips mended.
std::uint8_t documented_crc8(const std::string& text) {
  std::uint8_t crc = 0;
  for (const char c : text) {
    auto data = static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) {
      const bool feedback = ((crc ^ data) & 0x01U) != 0;
      if (feedback) crc = crc ^ 0x18U;
      crc = static_cast<std::uint8_t>((crc >> 1U) & 0x7FU);
      if (feedback) crc = crc | 0x80U;
      data = static_cast<std::uint8_t>(data >> 1U);
    }
  }
  return crc;
}

TEST(Crc8, AgreesWithTheDocumentsFunctionAtEveryLength) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(crc8(text), documented_crc8(text)) << "length " << i;
    text.push_back(static_cast<char>(i * 37 + 11));
  }
}

}  // namespace
}  // namespace bmsgw::codec::g1
