// `decode can FRAME` by the shipped profile.
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "app/decode_command.hpp"
#include "support/shipped_config.hpp"

namespace bmsgw::app {
namespace {

using Json = nlohmann::json;

config::Config config_of(const std::string& settings) {
  config::Places places;
  places.config_dir = BMSGW_SOURCE_DIR "/config";
  auto loaded = config::load_text("settings.json", settings, "params_config.json",
                                  test::read_source_file("config/params_config.json"), places);
  if (!loaded.config) throw std::runtime_error(config::to_string(loaded.problems.front()));
  return std::move(*loaded.config);
}

struct Answer {
  int status = -1;
  std::string out;
  std::string err;
};

Answer decode(const std::string& frame, bool json = false,
              const std::string& settings =
                  R"({"can": {"interface": "can0", "profile": "emus-g1-can", "generation": 3}})") {
  std::ostringstream out;
  std::ostringstream err;
  const auto status = decode_can(config_of(settings), frame, json, out, err);
  return {status, out.str(), err.str()};
}

TEST(DecodeCan, PutsTheScrambledTotalVoltageTogether) {
  const auto answer = decode("19B50001#4A94800203000100");
  EXPECT_EQ(answer.out, R"(19B50001#4A94800203000100
packet can0/BatteryVoltage

param                     place  raw       value   unit  quality  route
MinCellVoltage               b0  4A        2.74    V     good     minVolt
MaxCellVoltage               b1  94        3.48    V     good     maxVolt
AverageCellVoltage           b2  80        3.28    V     good     avgVolt
TotalVoltage        b5,b6,b3,b4  00010203  660.51  V     good     totalVolt  likely
)");
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(answer.status, 0);
}

TEST(DecodeCan, ShowsTheSameAsJson) {
  const auto json = Json::parse(decode("19B50001#4A94800203000100", true).out);
  EXPECT_EQ(json["frame"], "19B50001#4A94800203000100");
  EXPECT_EQ(json["notes"], Json::parse(R"(["packet can0/BatteryVoltage"])"));
  ASSERT_EQ(json["fields"].size(), 4U);
  EXPECT_EQ(
      json["fields"][3],
      Json::parse(R"({"param": "TotalVoltage", "place": "b5,b6,b3,b4", "raw": "00010203", "value": 660.51,
                            "unit": "V", "quality": "good", "route": "totalVolt", "certainty": "likely"})"));
  EXPECT_FALSE(json["fields"][0].contains("certainty")) << "what is certain isn't remarked on";
}

TEST(DecodeCan, SaysWhereInTheListAFrameStands) {
  EXPECT_EQ(decode("19B50102#4A9480").out, R"(19B50102#4A9480
packet can0/CellVoltages
lists go on with element 16 here

param         place  raw     value             unit  quality  route
CellVoltages   b0-7  4A9480  2.74, 3.48, 3.28  V     good     cellVolts
)");
  const auto json = Json::parse(decode("19B50102#4A9480", true).out);
  EXPECT_EQ(json["notes"][1], "lists go on with element 16 here");
  EXPECT_EQ(json["fields"][0]["value"], Json::parse("[2.74, 3.48, 3.28]"));
}

struct Row {
  const char* name;
  const char* frame;
  int status;
  const char* out;  ///< a part of it
  const char* err;  ///< a part of it
};

TEST(DecodeCan, ExplainsWhatItIsGiven) {
  const Row rows[] = {
      {"split cell count", "19B50000#0000010300000002", 0, "b2,b7  0102  258", ""},
      {"a flag per row", "19B50000#0100000000000000", 0, "b0.0  1     true", ""},
      {"signed", "19B50500#FF83000A00004B62", 0, "b0-1  FF83  -12.5", ""},
      {"a code that means no value", "19B50500#0000FFFF00004B62", 0, "unavailable  charge", ""},
      {"an interpretation that nobody has checked", "19B50600#0001000200030004", 0, "unverified", ""},
      {"too short for some", "19B50001#4A9480", 0, "unavailable  totalVolt", ""},
      {"not the packet's length", "19B50000#0000", 0, "its length is 2, and only frames of dlc 8 are decoded",
       ""},
      {"id that no packet has", "7E0#11", 0, "no packet of can0 has the id S7E0", ""},
      {"the same number with 11 bits", "001#4A94800203000100", 0, "no packet of can0 has the id S001", ""},
      {"length 0", "19B50001#", 0, "somebody's request, or the unit's \"no data\"", ""},
      {"remote", "19B50001#R", 0, "A request", ""},
      {"pasted with a line end", " 19B50001#4A\r\n", 0, "2.74", ""},
      {"half a byte", "19B50001#4A9", 1, "", "\"9\" is no byte of data"},
      {"nothing", "", 1, "", "is no frame: there is no # behind the id"},
      {"a sentence", "BV1,?,4F", 1, "", "is no frame: there is no # behind the id"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto answer = decode(row.frame);
    EXPECT_EQ(answer.status, row.status);
    EXPECT_NE(answer.out.find(row.out), std::string::npos) << answer.out;
    EXPECT_NE(answer.err.find(row.err), std::string::npos) << answer.err;
    EXPECT_NE(answer.out.empty(), answer.err.empty());
  }
}

TEST(DecodeCan, TellsRequestsInJson) {
  const auto json = Json::parse(decode("19B50001#R", true).out);
  EXPECT_EQ(json["request"], true);
  EXPECT_TRUE(json["fields"].empty());
}

TEST(DecodeCan, SaysThatNoBusIsConfigured) {
  const auto answer = decode("19B50001#4A", false, R"({"serial": {"protocol": "g1"}})");
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.err, "settings.json has no enabled CAN bus to decode it by\n");
}

}  // namespace
}  // namespace bmsgw::app
