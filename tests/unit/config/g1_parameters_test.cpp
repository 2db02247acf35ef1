#include "bmsgw/config/g1_parameters.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "unit/config/folder.hpp"

namespace bmsgw::config {
namespace {

using core::G1Parameter;

/// Lower case first, then letters and digits.
bool is_name(const std::string& text) {
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) != 0; };
  return !text.empty() && std::islower(static_cast<unsigned char>(text.front())) != 0 &&
         std::ranges::all_of(text, is_plain);
}

int decimals_of(double factor) {
  int decimals = 0;
  for (; factor < 1 && decimals < 10; ++decimals) factor *= 10;
  return decimals;
}

TEST(G1Parameters, EveryRowMakesSense) {
  std::set<std::uint16_t> ids;
  std::set<std::string> names;
  std::set<std::string> titles;
  const std::set<std::string> units{"", "V", "A", "Ah", "°C", "%", "s", "min", "h"};
  for (const auto& row : g1_parameters()) {
    SCOPED_TRACE(row.name);
    EXPECT_TRUE(ids.insert(row.id).second);
    EXPECT_TRUE(names.insert(row.name).second);
    EXPECT_TRUE(titles.insert(row.title).second);
    EXPECT_TRUE(is_name(row.name));
    EXPECT_TRUE(row.bytes == 1 || row.bytes == 2 || row.bytes == 4) << int{row.bytes};
    EXPECT_TRUE(units.contains(row.units)) << row.units;
    EXPECT_EQ(row.decimals, decimals_of(row.factor));
    EXPECT_FALSE(row.title.empty());
    EXPECT_FALSE(row.about.empty());
    EXPECT_LT(row.about.size(), 120U);
    EXPECT_EQ(row.kind == G1Parameter::Kind::flags, !row.bits.empty());
    EXPECT_EQ(row.offset == 200, row.units == "V" && row.factor == 0.01 && row.name != "allowedDisbalance" &&
                                     !row.name.starts_with("pwm"));
    EXPECT_EQ(row.offset == -100, row.units == "°C");
    EXPECT_EQ(row.advised_against, row.name.starts_with("groupModule"));
  }
}

/// "Parameter meaning by ID", p. 44-58, row by row: how many there are of each width.
TEST(G1Parameters, AreAllRowsOfTheManual) {
  std::map<std::string, int> widths;
  for (const auto& row : g1_parameters())
    ++widths[(row.is_signed ? "int" : "uint") + std::to_string(row.bytes * 8)];
  EXPECT_EQ(widths,
            (std::map<std::string, int>{{"uint8", 147}, {"uint16", 52}, {"int16", 2}, {"uint32", 3}}));
  EXPECT_EQ(g1_parameters().size(), 204U);
  EXPECT_TRUE(std::ranges::is_sorted(g1_parameters(), {}, &G1Parameter::id));
}

TEST(G1Parameters, AreFoundByIdAndByName) {
  const auto* const capacity = find_g1_parameter("0102");
  ASSERT_NE(capacity, nullptr);
  EXPECT_EQ(capacity->name, "capacity");
  EXPECT_EQ(find_g1_parameter("capacity"), capacity);
  EXPECT_EQ(find_g1_parameter("0c0c"), find_g1_parameter("0C0C"));
  for (const auto* const unknown :
       {"", "102", "0102 ", "00102", "+102", "Capacity", "Capa", "FFFF", "0000"}) {
    EXPECT_EQ(find_g1_parameter(unknown), nullptr) << unknown;
  }
}

/// Of the modules the ids are a sequence, in which the scan spoiled three.
TEST(G1Parameters, OfTheGroupModules) {
  for (std::uint16_t n = 0; n < 32; ++n) {
    const auto name = "groupModule" + std::to_string(n);
    SCOPED_TRACE(name);
    const auto* const cells = find_g1_parameter(name + "Cells");
    const auto* const string = find_g1_parameter(name + "String");
    const auto* const number = find_g1_parameter(name + "SerialNumber");
    ASSERT_TRUE(cells != nullptr && string != nullptr && number != nullptr);
    EXPECT_EQ(cells->id, 0x0C07 + n);
    EXPECT_EQ(string->id, 0x0C67 + n);
    EXPECT_EQ(number->id, 0x0D27 + 2 * n);
    EXPECT_EQ(number->bytes, 2);
  }
}

TEST(G1Parameters, FunctionsByName) {
  const auto* const first = find_g1_parameter("1600");
  const auto* const second = find_g1_parameter("1604");
  ASSERT_TRUE(first != nullptr && second != nullptr);
  EXPECT_EQ(first->bits.size(), 23U);
  EXPECT_EQ(second->bits.size(), 7U);
  std::set<std::string> names;
  for (const auto* row : {first, second}) {
    std::set<int> numbers;
    for (const auto& [number, name] : row->bits) {
      EXPECT_LT(number, 32);
      EXPECT_TRUE(numbers.insert(number).second) << name;
      EXPECT_TRUE(names.insert(name).second) << name;
    }
  }
  const std::pair<std::uint8_t, std::string> broadcast{12, "serialBroadcast"};
  EXPECT_NE(std::ranges::find(first->bits, broadcast), first->bits.end());
}

using G1ParameterFile = Folder;

TEST_F(G1ParameterFile, IsNoProfile) {
  write("settings.json", R"({"serial": {"device": "/dev/bms", "profile": "emus-g1-parameters"}})");
  write("params_config.json", kParams);
  write("profiles/emus-g1-parameters.json", R"({"parameters": []})");
  EXPECT_EQ(
      problems(),
      "E DIR/settings.json:1:46: /serial/profile: \"emus-g1-parameters\" lists the parameters of G1 units "
      "and is no profile; the methods g1.getParameter and g1.setParameter know them without it\n");
}

}  // namespace
}  // namespace bmsgw::config
