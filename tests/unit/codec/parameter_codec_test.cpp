#include "bmsgw/codec/g1/parameter_codec.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "bmsgw/config/g1_parameters.hpp"

namespace bmsgw::codec::g1 {
namespace {

const core::G1Parameter& parameter(std::string_view name) {
  const auto* const found = config::find_g1_parameter(name);
  if (found == nullptr) throw std::invalid_argument(std::string(name));
  return *found;
}

TEST(ParameterCodec, EachRowComesBackFromItsTextAndItsValue) {
  for (const auto& row : config::g1_parameters()) {
    SCOPED_TRACE(row.name);
    const auto least = least_raw(row);
    const auto most = most_raw(row);
    for (const auto raw : {least, most, std::int64_t{0}, std::int64_t{1}, (least + most) / 2, most - 1}) {
      const auto text = format_parameter(row, raw);
      ASSERT_TRUE(text.has_value()) << raw;
      EXPECT_EQ(text->size(), row.bytes * 2U);
      EXPECT_EQ(parse_parameter(row, *text), raw);
      EXPECT_EQ(raw_of(row, value_of(row, raw)), raw);
    }
    EXPECT_EQ(format_parameter(row, least - 1), std::nullopt);
    EXPECT_EQ(format_parameter(row, most + 1), std::nullopt);
    EXPECT_EQ(raw_of(row, value_of(row, most) + row.factor), std::nullopt);
    EXPECT_EQ(raw_of(row, value_of(row, least) - row.factor), std::nullopt);
  }
}

TEST(ParameterCodec, Values) {
  struct Case {
    const char* name;
    const char* text;
    double value;
  };
  const Case cases[] = {
      {"cellUnderVoltageActivateAt", "50", 2.8},
      {"cellOverVoltageActivateAt", "A0", 3.6},
      {"cellOverVoltageActivateAt", "87", 3.35},
      {"allowedDisbalance", "05", 0.05},
      {"fanOnTemperature", "5A", -10},
      {"fanOnTemperature", "FF", 155},
      {"capacity", "0960", 240},
      {"capacity", "0003", 0.3},
      {"climateMinStateOfCharge", "07D0", 20},
      {"climateMinStateOfCharge", "FFFF", -0.01},
      {"climateMinStateOfCharge", "8000", -327.68},
      {"climateMinStateOfCharge", "7fff", 327.67},
      {"currentSensorHReference", "FFFE", -2},
      {"pulsesPerDistanceUnit", "80000000", 2147483648.0},
      {"pulsesPerDistanceUnit", "FFFFFFFF", 4294967295.0},
      {"functionFlags0", "00001200", 4608},
      {"broadcastPeriodActive", "0A", 1},
      {"preChargeCurrent", "FF", 25.5},
      {"climateMaxDurationNotCharging", "18", 24},
  };
  for (const auto& entry : cases) {
    SCOPED_TRACE(std::string(entry.name) + " " + entry.text);
    const auto& row = parameter(entry.name);
    const auto raw = parse_parameter(row, entry.text);
    ASSERT_TRUE(raw.has_value());
    EXPECT_EQ(value_of(row, *raw), entry.value)
        << "the very number, so that JSON shows it as people write it";
    EXPECT_EQ(raw_of(row, entry.value), raw);
  }
}

TEST(ParameterCodec, TextThatIsNoValueOfIt) {
  for (const auto* const text : {"", "0", "000", "00000", "0G", "-1", " 1", "0x", "+1"}) {
    EXPECT_EQ(parse_parameter(parameter("cellStrings"), text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_parameter(parameter("capacity"), "60"), std::nullopt);
  EXPECT_EQ(parse_parameter(parameter("functionFlags0"), "1200"), std::nullopt);
}

TEST(ParameterCodec, ValuesBetweenTheSteps) {
  const auto& row = parameter("capacity");
  EXPECT_EQ(raw_of(row, 24.04), 240);
  EXPECT_EQ(raw_of(row, 24.06), 241);
  EXPECT_EQ(raw_of(row, 6553.54), 65535);
  EXPECT_EQ(raw_of(row, -0.04), 0);
  for (const double value : {6553.56, -0.06, 1e300, -1e300, std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity(), std::nan("")}) {
    EXPECT_EQ(raw_of(row, value), std::nullopt) << value;
  }
}

TEST(ParameterCodec, Characters) {
  const auto& row = parameter("distanceUnitName");
  EXPECT_EQ(characters_of(row, 0x6B6D), "km");
  EXPECT_EQ(characters_of(row, 0x6D00), "m");
  EXPECT_EQ(characters_of(row, 0), "");
  EXPECT_EQ(characters_of(row, 0x07FF), "??");
  EXPECT_EQ(raw_of(row, std::string_view("km")), 0x6B6D);
  EXPECT_EQ(raw_of(row, std::string_view("m")), 0x6D00);
  EXPECT_EQ(raw_of(row, std::string_view("")), 0);
  EXPECT_EQ(raw_of(row, std::string_view("mil")), std::nullopt);
  EXPECT_EQ(raw_of(row, std::string_view("\xC2\xB5")), std::nullopt);
  EXPECT_EQ(raw_of(row, std::string_view("m\n")), std::nullopt);
}

}  // namespace
}  // namespace bmsgw::codec::g1
