#include "bmsgw/codec/g1/firmware_file.hpp"

#include <gtest/gtest.h>

namespace bmsgw::codec::g1 {
namespace {

using namespace std::string_literals;

// BMS1, 2.1.0 with its zero byte, no serial number.
constexpr const char* kHead = "0004424D5331 0006322E312E3000 0000\n";

core::FirmwareImage image_of(const std::string& text) {
  const auto parsed = parse_firmware(text, "unit.txt", "abc");
  const auto* wrong = std::get_if<std::string>(&parsed);
  EXPECT_EQ(wrong, nullptr) << *wrong;
  return wrong == nullptr ? std::get<core::FirmwareImage>(parsed) : core::FirmwareImage{};
}

std::string complaint_of(const std::string& text) {
  const auto parsed = parse_firmware(text, "unit.txt", "abc");
  const auto* wrong = std::get_if<std::string>(&parsed);
  return wrong == nullptr ? "none" : *wrong;
}

TEST(FirmwareFile, TheHeadIsReadAndTheOthersAreSentWithTheirLength) {
  const auto image = image_of(kHead + "0002A1B2\r\n0003 01 02 03"s);
  EXPECT_EQ(image.file, "unit.txt");
  EXPECT_EQ(image.sha256, "abc");
  EXPECT_EQ(image.hardware, "BMS1");
  EXPECT_EQ(image.version, "2.1.0");
  EXPECT_EQ(image.serial, "");
  EXPECT_EQ(image.frames, (std::vector<std::string>{"\x00\x02\xA1\xB2"s, "\x00\x03\x01\x02\x03"s}));
}

TEST(FirmwareFile, EmptyFramesAreNotSent) {
  const auto image = image_of(kHead + "0000 0001AA 0000 0000 0001BB"s);
  EXPECT_EQ(image.frames, (std::vector<std::string>{"\x00\x01\xAA"s, "\x00\x01\xBB"s}));
}

TEST(FirmwareFile, SmallDigitsAreDigitsToo) {
  EXPECT_EQ(image_of("0000 0000 0000 0001fa").frames.at(0), "\x00\x01\xFA"s);
}

TEST(FirmwareFile, AHeadFrameThatIsNoTextIsToldInDigits) {
  const auto image = image_of("0000 0000 000400000382 0001AA");
  EXPECT_EQ(image.hardware, "");
  EXPECT_EQ(image.serial, "00000382");
  EXPECT_EQ(image_of("0000 0000 00083030303030333832 0001AA").serial, "00000382");
}

struct BadCase {
  const char* name;
  std::string text;
  const char* expected;
};

TEST(FirmwareFile, WhatIsWrongIsToldWithItsPlace) {
  const std::vector<BadCase> cases{
      {"nothing", "", "it has 0 frames"},
      {"head only", kHead, "no frame to be sent"},
      {"only empty frames", kHead + "0000 0000"s, "no frame to be sent"},
      {"an empty frame at its end", kHead + "0001AA 0000"s, "its last frame is empty"},
      {"two frames", "0000 0000", "it has 2 frames"},
      {"a letter", kHead + "0002A1XX"s, "line 2: only the digits"},
      {"a byte of one digit", kHead + "0002A1B\n2"s, "line 2: a byte has one digit"},
      {"an odd number of digits", kHead + "0001A"s, "line 2: the last byte has one digit"},
      {"a length of one byte", kHead + "0001AA\n00"s,
       "frame 5 (line 3, byte 19): its length has one byte only"},
      {"beyond the end", kHead + "\n0004AABB"s, "frame 4 (line 3, byte 16): it says 4 bytes, and 2 are left"},
      {"a huge frame", kHead + "1000"s + std::string(0x2000, '0'), "it has 4096 bytes; at most 4094"},
      {"a huge file", std::string(kLargestFirmware + 1, '0'), "has at most 4194304"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_NE(complaint_of(c.text).find(c.expected), std::string::npos) << complaint_of(c.text);
  }
}

}  // namespace
}  // namespace bmsgw::codec::g1
