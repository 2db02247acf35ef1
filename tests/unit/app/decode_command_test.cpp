#include "app/decode_command.hpp"

#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/shipped_config.hpp"

namespace bmsgw::app {
namespace {

using Json = nlohmann::json;

/// A configuration with what the shipped one has none of.
config::Config special_config() {
  const std::string settings = R"({"serial": {"protocol": "g1", "name": "pack", "key_prefix": "a_"}})";
  const std::string params = R"({
    "protocols": {"g1": {
      "formats": {
        "VOLT": {"encoding": "HEX_DEC", "factor": 0.01, "decimals": 2, "units": "V", "type": "FIXED"},
        "BYTES": {"encoding": "HEX_DEC_BYTE_ARRAY", "factor": 0.1, "decimals": 1}
      },
      "packets": {
        "AA1": {"params": {
          "Volt": {"field": 1, "format": "VOLT", "valid_bot": 10, "valid_top": 50, "route_to_mqtt": "volt"},
          "Cells": {"field": 3, "format": "BYTES", "packing": "LIST", "expand": true,
                    "valid_bot": 1, "valid_top": 20, "route_to_mqtt": "cell"},
          "Stage": {"field": 2, "format": "UHEX", "names": {"1": "One"}, "route_to_mqtt": "stage"},
          "Raw": {"field": 1, "format": "UHEX"},
          "Gated": {"field": 4, "format": "UHEX", "valid_if": {"packet": "AA1", "field": 5, "bit": 0}}
        }}
      }
    }},
    "routes": [{"from": {"prot": "g1", "sentence": "AA1", "param": "Volt"}, "to": {"prot": "mqtt", "param": "twice"}}]
  })";
  auto loaded = config::load_text("settings.json", settings, "params_config.json", params, {});
  if (!loaded.config) throw std::runtime_error(config::to_string(loaded.problems.front()));
  return std::move(*loaded.config);
}

struct Answer {
  int status = -1;
  std::string out;
  std::string err;
};

Answer decode(const config::Config& config, const std::string& sentence, bool json = false) {
  std::ostringstream out;
  std::ostringstream err;
  const auto status = decode_g1(config, sentence, json, out, err);
  return {status, out.str(), err.str()};
}

TEST(DecodeCommand, ShowsEveryFieldInATable) {
  const auto answer = decode(test::shipped_config(), "BV1,0050,4A,94,80,335B,,D3");
  EXPECT_EQ(answer.out, R"(BV1,0050,4A,94,80,335B,,D3   CRC D3 is right

param               field  raw   value   unit  quality  route
NumberOfCells           1  0050  80      -     good     cellCount
MinCellVoltage          2  4A    2.74    V     good     minVolt
MaxCellVoltage          3  94    3.48    V     good     maxVolt
AverageCellVoltage      4  80    3.28    V     good     avgVolt
TotalVoltage            5  335B  131.47  V     good     totalVolt
-                       6  -     -       -     -        -
)");
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(answer.status, 0);
}

TEST(DecodeCommand, ShowsTheSameAsJson) {
  const auto answer = decode(test::shipped_config(), "BV1,0050,4A,94,80,335B,,D3", true);
  const auto json = Json::parse(answer.out);
  EXPECT_EQ(json["sentence"], "BV1,0050,4A,94,80,335B,,D3");
  EXPECT_EQ(json["crc"], Json::parse(R"({"given": "D3", "right": true})"));
  ASSERT_EQ(json["fields"].size(), 6U);
  EXPECT_EQ(json["fields"][1],
            Json::parse(R"({"param": "MinCellVoltage", "field": 2, "raw": "4A", "value": 2.74,
                                               "unit": "V", "quality": "good", "route": "minVolt"})"));
  EXPECT_EQ(json["fields"][5],
            Json::parse(R"({"param": null, "field": 6, "raw": "", "value": null, "unit": null,
                                               "quality": null, "route": null})"));
}

TEST(DecodeCommand, JudgesAndWritesAsTheGatewayDoes) {
  const auto answer = decode(special_config(), "AA1,1EDC,02,0AFF14,07,01,1A");
  EXPECT_EQ(answer.out, R"(AA1,1EDC,02,0AFF14,07,01,1A   CRC 1A is right

param  field  raw     value       unit  quality  route
Volt       1  1EDC    79.00       V     invalid  a_volt, a_twice
Raw        1  1EDC    7900        -     good     -
Stage      2  02      2           -     good     a_stage
Cells      3  0AFF14  1, null, 2  -     good     a_cell_*
Gated      4  07      7           -     good     -
-          5  01      -           -     -        -
)");
}

struct Row {
  const char* name;
  const char* sentence;
  int status;
  const char* out;  ///< a part of it
  const char* err;  ///< a part of it
};

TEST(DecodeCommand, ExplainsWhatItIsGiven) {
  const Row rows[] = {
      {"a code with its name", "ST1,03,00,0000,00000000,07,0000,00,00000000,F3", 1, "Main Charging Stage (3)",
       ""},
      {"a flag per row", "OT1,80,00,80,00,14", 0, "ChargingIndication      3  80   true", ""},
      {"wrong CRC", "BV1,0050,4A,94,80,335B,,D4", 1, "CRC D4 is wrong, D3 would be right", ""},
      {"wrong CRC: the fields all the same", "BV1,0050,4A,94,80,335B,,D4", 1, "131.47", ""},
      {"CRC in lower case", "BV1,0050,4A,94,80,335B,,d3", 1, "CRC d3 is wrong, D3 would be right", ""},
      {"pasted with a line end and a '#'", " #VR1,BMS1,00000382,2.0.18_RC1_ZVU,9D\r\n", 0, "898", ""},
      {"a field missing is an empty one", "CV1,000015AD,76", 1,
       "Current           2  -         -      A     unavailable", ""},
      {"not hexadecimal", "CV1,00X015AD,0004,00", 1, "00X015AD  -      V     invalid", ""},
      {"degrees", "BT1,0050,78,7A,78,,1A", 0, "20     °C    good", ""},
      {"request", "BV1,?,4F", 0, "A request", ""},
      {"request to read a parameter", "CF2,0C0E,?,30", 0, "A request", ""},
      {"request of one statistic", "SS1,01,90", 0, "A request", ""},
      {"a sentence that is not configured", "PW1,0,AF", 0, "no param of serial0 is configured for it", ""},
      {"statistic", "SS1,0A,85,0000,1BCE6DCE,1D", 0, "Min Cell Voltage (10)", ""},
      {"statistic, time", "SS1,0A,85,0000,1BCE6DCE,1D", 0, "2014-10-13 11:02:38", ""},
      {"event", "LG1,03,01,FFFFFF,1BCAC4D3,FC", 0, "BMS started (1)", ""},
      {"empty log", "LG1,,D7", 0, "the events log is empty", ""},
      {"resets", "RS2,1BCAB37C,40,1BCAB16F,04,1BCAB16D,05,1BCAB168,04,1BCAB167,05,DF", 0,
       "Power-on, Brown-out", ""},
      {"CAN message", "CN1,18FF50E5,1,0,8,0B90006000000000,4C", 0, "0B 90 00 60 00 00 00 00", ""},
      {"parameter", "CF2,0C0E,00,C0", 0, "raw value", ""},
      {"a record that can't be read", "CF2,0C0E,xx,4E", 1, "no record: field 2 is not hexadecimal", ""},
      {"nothing", "", 1, "", "there is no sentence"},
      {"blanks", " \r\n", 1, "", "there is no sentence"},
      {"no comma", "hello", 1, "", "with commas between them"},
      {"no name", ",0050,D3", 1, "", "starts with a name"},
      {"no CRC: it is given", "BV1,?", 1, "", "it would be BV1,?,4F"},
      {"no CRC behind a comma", "BV1,?,", 1, "", "it would be BV1,?,4F"},
      {"not ASCII", "BV1,\xC3\xA4,D3", 1, "", "printable ASCII"},
  };
  const auto config = test::shipped_config();
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto answer = decode(config, row.sentence);
    EXPECT_EQ(answer.status, row.status);
    EXPECT_NE(answer.out.find(row.out), std::string::npos) << answer.out;
    EXPECT_NE(answer.err.find(row.err), std::string::npos) << answer.err;
    EXPECT_NE(answer.out.empty(), answer.err.empty());
  }
}

TEST(DecodeCommand, NamesACodeAndTellsRequestsInJson) {
  const auto config = test::shipped_config();
  const auto stage = Json::parse(decode(config, "ST1,03,00", true).out);
  EXPECT_EQ(stage["fields"][0]["value"], "Main Charging Stage");
  EXPECT_EQ(stage["fields"][0]["code"], 3);
  EXPECT_EQ(stage["crc"]["right"], false);
  EXPECT_EQ(stage["crc"]["expected"], "84");
  const auto cells = Json::parse(decode(config, "BV2,00,0008,02,8B85,00", true).out);
  EXPECT_EQ(cells["fields"][3]["value"], Json::parse("[3.39, 3.33]"));
  const auto request = Json::parse(decode(config, "BV1,?,4F", true).out);
  EXPECT_EQ(request["request"], true);
  EXPECT_EQ(request["fields"][0]["raw"], "?");
}

TEST(DecodeCommand, SaysThatNoBusIsConfigured) {
  auto loaded = config::load_text("settings.json", R"({"serial": {"protocol": "g1", "enabled": false}})",
                                  "params_config.json", R"({"protocols": {"g1": {"packets": {}}}})", {});
  ASSERT_TRUE(loaded.config);
  const auto answer = decode(*loaded.config, "BV1,?,4F");
  EXPECT_EQ(answer.status, 1);
  EXPECT_NE(answer.err.find("no enabled serial bus"), std::string::npos) << answer.err;
}

}  // namespace
}  // namespace bmsgw::app
