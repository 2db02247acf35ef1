#include "bmsgw/payload/firmware_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bmsgw::payload {
namespace {

using core::FirmwareProgress;
using nlohmann::json;
using State = FirmwareProgress::State;

TEST(FirmwareJson, TellsHowFarItIs) {
  std::string text = "old";
  format_firmware({State::sending, "serial0", "a \"b\".txt", "2.1.0", 17, 400, 1, ""}, text);
  EXPECT_EQ(json::parse(text), (json{{"state", "sending"},
                                     {"file", "a \"b\".txt"},
                                     {"version", "2.1.0"},
                                     {"frame", 17},
                                     {"frames", 400},
                                     {"percent", 4},
                                     {"repeated", 1}}));
}

TEST(FirmwareJson, WhatWasWrittenIsReadAgain) {
  for (const auto state : {State::waiting, State::booting, State::sending, State::restarting, State::done,
                           State::failed, State::aborted, State::interrupted}) {
    const FirmwareProgress progress{state, "", "unit.txt", "2.1.0", 3, 3, 2, "because \"of\"\n"};
    std::string text;
    format_firmware(progress, text);
    EXPECT_EQ(parse_firmware_progress(text), progress) << text;
  }
}

TEST(FirmwareJson, OtherTextIsNone) {
  for (const char* text : {"", "{", "[]", "7", "{}", R"({"state":7})", R"({"state":"dancing"})"})
    EXPECT_FALSE(parse_firmware_progress(text).has_value()) << text;
}

TEST(FirmwareJson, OfWrongTypesNothingIsTaken) {
  const auto progress = parse_firmware_progress(R"({"state":"done","file":1,"frame":-3,"frames":"x"})");
  EXPECT_EQ(progress, (FirmwareProgress{State::done, "", "", "", 0, 0, 0, ""}));
}

}  // namespace
}  // namespace bmsgw::payload
