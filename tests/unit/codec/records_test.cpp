#include "bmsgw/codec/g1/records.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace bmsgw::codec::g1 {
namespace {

// Times in these tables: 1BCAC4D3 is 2014-10-10 16:24:51, 1BCE6DCE 2014-10-13 11:02:38.

std::string text_of(std::optional<std::int64_t> unix_ms) {
  return unix_ms ? " @" + std::to_string(*unix_ms / 1000) : std::string();
}

std::string text_of(const Statistic& statistic) {
  std::ostringstream text;
  text << int{statistic.id} << " '" << statistic.name << "'";
  if (statistic.value) text << " " << *statistic.value << " " << statistic.unit;
  if (const auto* count = std::get_if<Statistic::Count>(&statistic.info)) text << " count " << count->times;
  if (const auto* cell = std::get_if<Statistic::Cell>(&statistic.info)) text << " cell " << cell->id;
  if (const auto* spread = std::get_if<Statistic::Spread>(&statistic.info)) {
    text << " from " << spread->lowest << " to " << spread->highest << " lowest cell " << spread->lowest_cell;
  }
  if (const auto* unknown = std::get_if<Statistic::Unknown>(&statistic.info))
    text << " info " << unknown->raw;
  return text.str() + text_of(statistic.unix_ms);
}

std::string text_of(const std::optional<LogEvent>& event) {
  if (!event) return "empty";
  std::ostringstream text;
  text << event->sequence << ": " << event->id << " '" << event->text << "'";
  if (event->parameter) text << " " << std::hex << *event->parameter;
  return text.str() + text_of(event->unix_ms);
}

std::string text_of(const std::vector<Reset>& resets) {
  std::string text;
  for (const auto& reset : resets) {
    text += std::to_string(reset.number) + text_of(reset.unix_ms);
    for (const auto name : reset_flag_names(reset.flags)) text += " " + std::string(name);
    text += ";";
  }
  return text;
}

std::string text_of(const core::CanFrame& message) {
  std::ostringstream text;
  text << std::hex << std::uppercase << message.id.number()
       << (message.id.is_extended() ? " extended" : " standard") << (message.remote ? " remote " : " ")
       << int{message.length} << ":";
  for (std::size_t i = 0; i < message.length; ++i) text << " " << int{message.data[i]};
  return text.str();
}

std::string text_of(const ParameterValue& parameter) {
  std::ostringstream text;
  text << std::hex << std::uppercase << parameter.id << "=" << parameter.raw << " digits "
       << int{parameter.digits};
  return text.str();
}

std::string text_of(const UnitVersion& version) {
  const auto number = version.serial_number ? std::to_string(*version.serial_number) : "-";
  return std::string(version.hardware) + " " + number + " " + std::string(version.firmware);
}

std::string text_of(const UnitTime& time) {
  const auto uptime = time.uptime_s ? " up " + std::to_string(*time.uptime_s) : "";
  return std::to_string(time.unix_ms) + uptime;
}

std::string text_of(std::uint8_t level) {
  return std::to_string(level);
}

std::string text_of(bool result) {
  return result ? "set" : "not set";
}

struct Row {
  const char* name;
  const char* sentence;
  const char* expected;  ///< the record, or the error
};

template <typename Decode>
void check(const std::vector<Row>& rows, Decode decode) {
  Sentence sentence;
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    ASSERT_TRUE(split_sentence(row.sentence, sentence));
    const auto record = decode(sentence);
    EXPECT_EQ(record ? text_of(*record) : "error: " + to_string(record.error()), row.expected);
  }
}

TEST(Records, Statistics) {
  check(
      {
          // G1 Control Unit Serial Protocol 2.1.0, p. 29; the examples are printed without CRC and last comma
          {"p. 29", "SS1,00,00000003,,,72", "0 'Total discharge' 3 Ah"},
          {"p. 29", "SS1,01,00000005,,,CB", "1 'Total charge' 5 Ah"},
          {"p. 29", "SS1,0A,85,0000,1BCE6DCE,1D", "10 'Min Cell Voltage' 3.33 V cell 0 @1413198158"},
          {"p. 29", "SS1,0B,86,0000,1BCE6DD3,00", "11 'Max Cell Voltage' 3.34 V cell 0 @1413198163"},
          // p. 31-38
          {"energy", "SS1,02,00001000,,,00", "2 'Total discharge energy' 4096 Wh"},
          {"time", "SS1,05,00000E10,,,00", "5 'Total charge time' 3600 s"},
          {"distance", "SS1,06,0000000A,,,00", "6 'Total distance' 10 pulses"},
          {"count without a value", "SS1,07,,0002,,00", "7 'Master clear count' count 2"},
          {"current", "SS1,08,00FF,,1BCE6DCE,00", "8 'Max Discharge Current' 25.5 A @1413198158"},
          {"12: lowest is the last byte, then highest, then its cell", "SS1,0C,14,00127185,1BCE6DCE,00",
           "12 'Max Cell Voltage Difference' 0.2 V from 3.33 to 3.13 lowest cell 18 @1413198158"},
          {"pack voltage", "SS1,0D,15AD,,1BCE6DCE,00", "13 'Min Pack Voltage' 55.49 V @1413198158"},
          {"temperature below zero", "SS1,0F,5A,0003,1BCE6DCE,00",
           "15 'Min Cell Module Temperature' -10 °C cell 3 @1413198158"},
          {"17", "SS1,11,0A,0005786E,1BCE6DCE,00",
           "17 'Max Cell Module Temperature Difference' 10 °C from 10 to 20 lowest cell 5 @1413198158"},
          {"49", "SS1,31,0A,0100786E,1BCE6DCE,00",
           "49 'Max Cell Temperature Difference' 10 °C from 10 to 20 lowest cell 256 @1413198158"},
          {"count with time", "SS1,12,,0010,1BCE6DCE,00", "18 'BMS starts count' count 16 @1413198158"},
          {"last of the first block", "SS1,27,,01,,00", "39 'Charge restarts count' count 1"},
          {"first of the second block", "SS1,2D,,01,,00", "45 'Cell overheat protection count' count 1"},
          {"not listed", "SS1,28,01,02,,00", "40 '' 1  info 2"},
          {"beyond the table", "SS1,FF,,,,00", "255 ''"},
          {"values not valid now", "SS1,0A,,,,00", "10 'Min Cell Voltage'"},
          {"a spread longer than documented: its end counts", "SS1,0C,14,ABCD00127185,,00",
           "12 'Max Cell Voltage Difference' 0.2 V from 3.33 to 3.13 lowest cell 18"},
          {"more fields", "SS1,00,00000003,,,FF,00", "0 'Total discharge' 3 Ah"},
          {"fewer fields", "SS1,00,00000003,00", "0 'Total discharge' 3 Ah"},
          // errors
          {"identifier empty", "SS1,,00000003,,,00", "error: field 1 is missing or empty"},
          {"no fields", "SS1,00", "error: field 1 is missing or empty"},
          {"identifier above a byte", "SS1,0100,03,,,00", "error: field 1 is out of range"},
          {"identifier not hexadecimal", "SS1,0X,03,,,00", "error: field 1 is not hexadecimal"},
          {"value not hexadecimal", "SS1,00,0.3,,,00", "error: field 2 is not hexadecimal"},
          {"spread cut short", "SS1,0C,14,127185,,00", "error: field 3 has the wrong number of digits"},
          {"info not hexadecimal", "SS1,0A,85,-1,,00", "error: field 3 is not hexadecimal"},
          {"time beyond 32 bits", "SS1,0A,85,00,11BCE6DCE,00", "error: field 4 is out of range"},
          {"request of all, p. 28", "SS1,?,F1", "error: field 1 asks for something and carries no value"},
          {"request of one, p. 28", "SS1,01,90", "error: field 1 asks for something and carries no value"},
          {"clearing, p. 28", "SS1,c,CB", "error: field 1 asks for something and carries no value"},
          {"another sentence", "LG1,00,03,,,00", "error: the name is of another sentence"},
      },
      decode_statistic);
}

TEST(Records, Events) {
  check(
      {
          {"p. 24", "LG1,03,01,FFFFFF,1BCAC4D3,FC", "3: 1 'BMS started' ffffff @1412958291"},
          {"p. 24", "LG1,04,03,FFFFFF,1BCAC4C6,19",
           "4: 3 'Established communication to cells' ffffff @1412958278"},
          {"empty log, p. 24", "LG1,,D7", "empty"},
          {"8, a condition", "LG1,00,08,,,00", "0: 8 'Discharge current critically high'"},
          {"9, whose text the scan lost: the recovery of 8", "LG1,00,09,,,00",
           "0: 9 'Discharge critical high current recovered'"},
          {"10, which the scan lost", "LG1,00,0A,,,00", "0: 10 'Charge current critically high'"},
          {"11, to which the scan gave 10's text", "LG1,00,0B,,,00",
           "0: 11 'Charge critical high current recovered'"},
          {"12", "LG1,00,0C,,,00", "0: 12 'Cell module temperature critically high'"},
          {"13, the recovery of 12", "LG1,00,0D,,,00",
           "0: 13 'Critical high cell module temperature recovered'"},
          {"28", "LG1,00,1C,,,00", "0: 28 'Charging finished'"},
          {"29", "LG1,00,1D,,,00", "0: 29 'Charging error occurred'"},
          {"last of the first block", "LG1,00,1F,,,00", "0: 31 'Restarting charging'"},
          {"between the blocks", "LG1,00,20,,,00", "0: 32 ''"},
          {"the last that is not listed", "LG1,00,29,,,00", "0: 41 ''"},
          {"first of the second block", "LG1,00,2A,,,00", "0: 42 'Cell temperature critically high'"},
          {"last", "LG1,00,2D,,,00", "0: 45 'Power reduction due to high cell temperature recovered'"},
          {"beyond the table", "LG1,00,2E,,,00", "0: 46 ''"},
          {"a second firmware's longer sentence", "LG1,00,01,,1BCAC4D3,05,00",
           "0: 1 'BMS started' @1412958291"},
          // errors
          {"cut behind the sequence number", "LG1,03,00", "error: field 2 is missing or empty"},
          {"identifier empty", "LG1,03,,FFFFFF,1BCAC4D3,00", "error: field 2 is missing or empty"},
          {"sequence empty", "LG1,,01,FFFFFF,1BCAC4D3,00", "error: field 1 is missing or empty"},
          {"identifier not hexadecimal", "LG1,03,0G,FFFFFF,1BCAC4D3,00", "error: field 2 is not hexadecimal"},
          {"time too long", "LG1,03,01,FFFFFF,001BCAC4D3,00", "3: 1 'BMS started' ffffff @1412958291"},
          {"time out of range", "LG1,03,01,FFFFFF,100000000,00", "error: field 4 is out of range"},
          {"request, p. 24", "LG1,?,ED", "error: field 1 asks for something and carries no value"},
          {"clearing, p. 24", "LG1,c,D7", "error: field 1 asks for something and carries no value"},
          {"another sentence", "SS1,,00", "error: the name is of another sentence"},
      },
      decode_log_event);
}

TEST(Records, Resets) {
  check(
      {
          {"p. 28", "RS2,1BCAB37C,40,1BCAB16F,04,1BCAB16D,05,1BCAB168,04,1BCAB167,05,DF",
           "1 @1412953852 User caused;2 @1412953327 Brown-out;3 @1412953325 Power-on Brown-out;4 @1412953320 "
           "Brown-out;5 @1412953319 Power-on Brown-out;"},
          {"one", "RS2,1BCAB37C,01,00", "1 @1412953852 Power-on;"},
          {"every flag", "RS2,1BCAB37C,FF,00",
           "1 @1412953852 Power-on External Brown-out Watchdog JTAG Stack overflow User caused;"},
          {"no flag", "RS2,1BCAB37C,00,00", "1 @1412953852;"},
          {"an unused place", "RS2,,,1BCAB37C,08,00", "2 @1412953852 Watchdog;"},
          {"none", "RS2,,00", ""},
          {"a sixth is not documented", "RS2,0,1,0,1,0,1,0,1,0,1,0,1,00",
           "1 @946684800 Power-on;2 @946684800 Power-on;3 @946684800 Power-on;4 @946684800 Power-on;5 "
           "@946684800 "
           "Power-on;"},
          // errors
          {"cut behind a time", "RS2,1BCAB37C,40,1BCAB16F,00", "error: field 4 is missing or empty"},
          {"flags without a time", "RS2,,40,00", "error: field 1 is missing or empty"},
          {"time not hexadecimal", "RS2,1BCAB37G,40,00", "error: field 1 is not hexadecimal"},
          {"flags not hexadecimal", "RS2,1BCAB37C,4x,00", "error: field 2 is not hexadecimal"},
          {"request", "RS2,?,00", "error: field 1 asks for something and carries no value"},
          {"another sentence", "RS1,,3F", "error: the name is of another sentence"},
      },
      decode_resets);
}

TEST(Records, CanMessages) {
  check(
      {
          {"received, p. 18", "CN1,18FF50E5,1,0,8,0B90006000000000,4C",
           "18FF50E5 extended 8: B 90 0 60 0 0 0 0"},
          {"sent, p. 18", "CN2,1806E5F4,1,0,8,0B90006200000000,FC", "1806E5F4 extended 8: B 90 0 62 0 0 0 0"},
          {"standard identifier", "CN1,00000123,0,0,2,ABCD,00", "123 standard 2: AB CD"},
          {"standard: only the lower 11 bits count", "CN1,FFFFFFFF,0,0,1,01,00", "7FF standard 1: 1"},
          {"no data", "CN1,18FF50E5,1,0,0,,00", "18FF50E5 extended 0:"},
          {"remote request with a length", "CN1,18FF50E5,1,1,3,,00", "18FF50E5 extended remote 3: 0 0 0"},
          {"more data than its length", "CN1,123,0,0,1,ABCD,00", "123 standard 1: AB"},
          // errors
          {"as the scan has it: a digit short", "CN1,18FF50E5,1,0,8,0B9000600000000,4C",
           "error: field 5 has the wrong number of digits"},
          {"cut in its data", "CN1,18FF50E5,1,0,8,0B90,00", "error: field 5 has the wrong number of digits"},
          {"cut behind its length", "CN1,18FF50E5,1,0,8,00", "error: field 5 has the wrong number of digits"},
          {"cut behind its identifier", "CN1,18FF50E5,00", "error: field 2 is missing or empty"},
          {"length above 8", "CN1,18FF50E5,1,0,9,0B9000600000000000,00", "error: field 4 is out of range"},
          {"length hexadecimal", "CN1,18FF50E5,1,0,A,00,00", "error: field 4 is not decimal"},
          {"length empty", "CN1,18FF50E5,1,0,,00,00", "error: field 4 is missing or empty"},
          {"flag above 1", "CN1,18FF50E5,2,0,0,,00", "error: field 2 is out of range"},
          {"30 bits", "CN1,3FFFFFFF,1,0,0,,00", "error: field 1 is out of range"},
          {"more than 32 bits", "CN1,1FFFFFFFF,0,0,0,,00", "error: field 1 is out of range"},
          {"data not hexadecimal", "CN1,123,0,0,2,ABXD,00", "error: field 5 is not hexadecimal"},
          {"data above 8 bytes", "CN1,123,0,0,8,000000000000000000,00",
           "error: field 5 has the wrong number of digits"},
          {"another sentence", "CN3,123,0,0,0,,00", "error: the name is of another sentence"},
      },
      decode_can_message);
}

TEST(Records, Parameters) {
  check(
      {
          {"p. 16", "CF2,0C0E,00,C0", "C0E=0 digits 2"},
          {"word", "CF2,1901,0140,00", "1901=140 digits 4"},
          {"double word", "CF2,1600,00001200,00", "1600=1200 digits 8"},
          // errors
          {"request, p. 16", "CF2,0C0E,?,30", "error: field 2 asks for something and carries no value"},
          {"value empty", "CF2,0C0E,,00", "error: field 2 is missing or empty"},
          {"cut behind its identifier", "CF2,0C0E,00", "error: field 2 is missing or empty"},
          {"identifier empty", "CF2,,00,00", "error: field 1 is missing or empty"},
          {"identifier too long", "CF2,10C0E,00,00", "error: field 1 is out of range"},
          {"value not hexadecimal", "CF2,0C0E,G0,00", "error: field 2 is not hexadecimal"},
          {"another sentence", "CF1,0C0E,00,00", "error: the name is of another sentence"},
      },
      decode_parameter);
}

TEST(Records, Versions) {
  check(
      {
          {"p. 42", "VR1,BMS1,00000382,2.0.18_RC1_ZVU,9D", "BMS1 898 2.0.18_RC1_ZVU"},
          {"in the boot loader", "VR1,BMS1,00000382,boot,00", "BMS1 898 boot"},
          {"without a number", "VR1,BMS1,,boot,00", "BMS1 - boot"},
          // errors
          {"cut", "VR1,BMS1,00000382,00", "error: field 3 is missing or empty"},
          {"number not hexadecimal", "VR1,BMS1,38X,2.0,00", "error: field 2 is not hexadecimal"},
          {"number too large", "VR1,BMS1,100000000,2.0,00", "error: field 2 is out of range"},
          {"request", "VR1,?,D7", "error: field 1 asks for something and carries no value"},
          {"another sentence", "VR2,BMS1,00000382,2.0,00", "error: the name is of another sentence"},
      },
      decode_version);
}

TEST(Records, Times) {
  check(
      {
          {"p. 41", "TD1,2014,10,07,14,50,07,00,000003E5,60", "1412693407000 up 997"},
          {"the first one", "TD1,2000,01,01,00,00,00,00,00000000,00", "946684800000 up 0"},
          {"leap day", "TD1,2024,02,29,23,59,59,00,,00", "1709251199000"},
          {"cut behind the time", "TD1,2014,10,07,14,50,07,00", "1412693407000"},
          // errors
          {"no such day", "TD1,2023,02,29,00,00,00,00,00,00", "error: field 3 is out of range"},
          {"no month", "TD1,2014,00,07,14,50,07,00,00,00", "error: field 2 is out of range"},
          {"a clock that was never set", "TD1,0,0,0,0,0,0,0,0,00", "error: field 1 is out of range"},
          {"hour", "TD1,2014,10,07,24,50,07,00,00,00", "error: field 4 is out of range"},
          {"not decimal", "TD1,2014,1A,07,14,50,07,00,00,00", "error: field 2 is not decimal"},
          {"year far off", "TD1,99999999999999999999,10,07,14,50,07,00,00,00",
           "error: field 1 is not decimal"},
          {"uptime not hexadecimal", "TD1,2014,10,07,14,50,07,00,-1,00", "error: field 8 is not hexadecimal"},
          {"cut in the time", "TD1,2014,10,07,14,50,00", "error: field 6 is missing or empty"},
          {"another sentence", "TC1,78,B0", "error: the name is of another sentence"},
      },
      decode_time);
}

TEST(Records, AccessLevels) {
  check(
      {
          {"p. 26", "PW1,0,AF", "0"},
          {"two digits", "PW1,01,00", "1"},
          {"highest", "PW1,2,00", "2"},
          {"somebody has to log in", "PW1,?,B7", "error: field 1 asks for something and carries no value"},
          {"no such level", "PW1,3,00", "error: field 1 is out of range"},
          {"logging out", "PW1,,B2", "error: field 1 is missing or empty"},
          {"a password", "PW1,mypass12,27", "error: field 1 is not hexadecimal"},
      },
      decode_access);
}

TEST(Records, PasswordResults) {
  check(
      {
          {"p. 26", "PW2,1,E3", "set"},
          {"failed", "PW2,0,00", "not set"},
          {"clearing", "PW2,,56", "error: field 1 is missing or empty"},
          {"another number", "PW2,2,00", "error: field 1 is out of range"},
          {"another sentence", "PW1,1,00", "error: the name is of another sentence"},
      },
      decode_password_result);
}

}  // namespace
}  // namespace bmsgw::codec::g1
