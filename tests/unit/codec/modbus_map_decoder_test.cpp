// Maps by hand, read from a made device: its register n holds n, unless a test says otherwise.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "bmsgw/codec/modbus/map_decoder.hpp"

#include "modbus_samples.hpp"

namespace bmsgw::codec::modbus {
namespace {

using core::ModbusFunction;
using core::ModbusKind;
using core::Sample;
using test::by;
using test::counted_by;
using test::format_of;
using test::in_group;
using test::list_of;
using test::map_of;
using test::part;
using test::place_of;
using test::point_of;
using test::without;
using test::Words;
using Texts = std::vector<std::string>;
using Culprits = std::vector<MapDecoder::Culprit>;

core::ModbusPlace u16_at(std::uint16_t address) {
  return place_of(ModbusKind::whole, 1, address);
}
core::ModbusPlace u32_at(std::uint16_t address) {
  return place_of(ModbusKind::whole, 2, address);
}

core::ModbusLimits at_most(std::uint16_t registers, std::uint16_t gap = 0) {
  return {registers, 2000, gap, {}};
}

/// A device and the gateway's side of it.
class Rig {
 public:
  explicit Rig(MapSpec map) : map_(std::move(map)), decoder_(map_) {}

  /// Registers or bits, by address.
  std::map<std::uint16_t, std::uint16_t> values;
  std::set<std::uint16_t> illegal;
  std::uint16_t most_registers = 125;

  /// The plan as `3:100+50`, group (1) behind it.
  [[nodiscard]] Texts reads() const {
    Texts texts;
    for (const auto& read : decoder_.reads()) {
      texts.push_back(fmt::format("{}:{}+{}", static_cast<int>(read.function), read.address, read.count));
      if (read.group != 0) texts.back() += fmt::format("({})", read.group);
    }
    return texts;
  }
  /// What an answer to the read tells: `0=12` is point 0.
  Texts answer(std::size_t read) {
    decoder_.on_answer(read, words_of(decoder_.reads()[read]), samples_);
    return take();
  }
  Texts lose(std::size_t read) {
    decoder_.on_lost(read, samples_);
    return take();
  }
  Texts split(std::size_t read, Culprits* culprits = nullptr) {
    const auto found = decoder_.split(read, samples_);
    if (culprits != nullptr) *culprits = found;
    return take();
  }
  /// Every read once, in their order; what is refused is split and asked for again. Requests that it took.
  std::size_t cycle(Culprits& culprits) {
    std::size_t requests = 0;
    for (std::size_t i = 0; i < decoder_.reads().size(); ++requests) {
      const auto read = decoder_.reads()[i];
      if (is_legal(read)) {
        decoder_.on_answer(i++, words_of(read), samples_);
        continue;
      }
      const auto found = decoder_.split(i, samples_);
      culprits.insert(culprits.end(), found.begin(), found.end());
    }
    return requests;
  }
  Texts cycle() {
    Culprits culprits;
    cycle(culprits);
    EXPECT_TRUE(culprits.empty());
    return take();
  }
  Texts take() {
    Texts texts;
    const auto values_shown = test::shown(samples_);
    for (std::size_t i = 0; i < samples_.size(); ++i)
      texts.push_back(fmt::format("{}={}", core::index_of(samples_[i].point), values_shown[i]));
    samples_.clear();
    return texts;
  }
  MapDecoder& decoder() { return decoder_; }

 private:
  [[nodiscard]] bool is_legal(const Read& read) const {
    const auto first = illegal.lower_bound(read.address);
    return read.count <= most_registers && (first == illegal.end() || *first >= read.address + read.count);
  }
  [[nodiscard]] Words words_of(const Read& read) const {
    Words words;
    for (std::uint32_t i = 0; i < read.count; ++i) {
      const auto address = static_cast<std::uint16_t>(read.address + i);
      const auto found = values.find(address);
      words.push_back(found == values.end() ? address : found->second);
    }
    return words;
  }

  MapSpec map_;
  MapDecoder decoder_;
  std::vector<Sample> samples_;
};

TEST(ModbusMap, ReadsSingleValuesTogether) {
  Rig rig(map_of({point_of(u16_at(11)), point_of(part(place_of(ModbusKind::bit, 1, 10), 1, 0)),
                  point_of(part(place_of(ModbusKind::bit, 1, 10), 2, 0)),
                  point_of(place_of(ModbusKind::text, 2, 12)), in_group(1, point_of(u16_at(13))),
                  point_of(by(ModbusFunction::read_discrete_inputs, place_of(ModbusKind::bit, 1, 1)))}));
  EXPECT_EQ(rig.reads(), (Texts{"2:1+1", "3:10+4", "3:13+1(1)"}));
  rig.values = {{12, 0x4142}, {13, 0x4300}};
  EXPECT_EQ(rig.answer(1), (Texts{"0=11", "1=true", "2=false", "3=\"ABC\""}));
  EXPECT_EQ(rig.answer(0), Texts{"5=true"});
  EXPECT_EQ(rig.answer(2), Texts{"4=17152"});
  EXPECT_EQ(rig.lose(1), (Texts{"0=unavailable", "1=unavailable", "2=unavailable", "3=unavailable"}));
}

TEST(ModbusMap, KnowsValuesWithoutValue) {
  Rig rig(map_of({point_of(u16_at(5), without({5})), point_of(place_of(ModbusKind::bcd, 1, 6))}));
  rig.values = {{6, 0x00A0}};
  EXPECT_EQ(rig.answer(0), (Texts{"0=unavailable", "1=invalid"}));
}

TEST(ModbusMap, GivesAListOutWhenAllOfItWasHeard) {
  Rig rig(map_of({list_of(u16_at(0), 5, format_of({0, 0.5, 1})), point_of(u16_at(5))}, at_most(2)));
  EXPECT_EQ(rig.reads(), (Texts{"3:0+2", "3:2+2", "3:4+2"}));
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(rig.answer(0), Texts{});
    EXPECT_EQ(rig.answer(1), Texts{});
    EXPECT_EQ(rig.answer(2), (Texts{"1=5", "0=[0 0.5 1 1.5 2]"}));
  }
  EXPECT_EQ(rig.answer(2), Texts{"1=5"});
  EXPECT_EQ(rig.answer(2), Texts{"1=5"});
  EXPECT_EQ(rig.answer(0), Texts{});
  EXPECT_EQ(rig.answer(1), Texts{"0=[0 0.5 1 1.5 2]"});
}

TEST(ModbusMap, AListLacksWhatWasLost) {
  Rig rig(map_of({list_of(u16_at(0), 5)}, at_most(2)));
  rig.answer(0);
  rig.lose(1);
  EXPECT_EQ(rig.answer(2), Texts{"0=[0 1 - - 4]"});
  EXPECT_EQ(rig.lose(0), Texts{});
  EXPECT_EQ(rig.answer(1), Texts{});
  EXPECT_EQ(rig.lose(2), Texts{"0=[- - 2 3 -]"});
  EXPECT_EQ(rig.cycle(), Texts{"0=[0 1 2 3 4]"});
  rig.lose(0);
  rig.lose(1);
  EXPECT_EQ(rig.lose(2), Texts{"0=unavailable"});
}

TEST(ModbusMap, ReadsRecordsOfSeveralLists) {
  // Voltage and resistance of each of four cells, 10 registers apart.
  auto volts = list_of(u16_at(100), 4);
  auto ohms = list_of(u32_at(102), 4);
  volts.place.stride = ohms.place.stride = 10;
  Rig rig(map_of({volts, ohms}, at_most(125, 1)));
  EXPECT_EQ(rig.reads(), (Texts{"3:100+4", "3:110+4", "3:120+4", "3:130+4"}));
  for (std::uint16_t cell = 0; cell < 4; ++cell) rig.values[static_cast<std::uint16_t>(102 + 10 * cell)] = 0;
  EXPECT_EQ(rig.cycle(), (Texts{"0=[100 110 120 130]", "1=[103 113 123 133]"}));
}

TEST(ModbusMap, ReadsPackedBits) {
  auto packed = list_of(part(place_of(ModbusKind::bit, 1, 20), 12, 0), 22);
  packed.place.stride = 0;
  Rig rig(map_of({packed, list_of(by(ModbusFunction::read_coils, place_of(ModbusKind::bit, 1, 7)), 3)},
                 at_most(1)));
  EXPECT_EQ(rig.reads(), (Texts{"1:7+3", "3:20+1", "3:21+1", "3:22+1"}));
  rig.values = {{7, 1}, {8, 0}, {9, 1}, {20, 0x9FFF}, {21, 0x8001}, {22, 0xFFFE}};
  EXPECT_EQ(rig.cycle(), (Texts{"1=[1 0 1]", "0=[1 0 0 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 1]"}));
}

TEST(ModbusMap, AListBeyondTheLastAddressLacksTheRest) {
  Rig rig(map_of({list_of(u16_at(0xFFFE), 4)}));
  EXPECT_EQ(rig.cycle(), Texts{"0=[65534 65535 - -]"});
}

TEST(ModbusMap, ReadsAsManyElementsAsTheDeviceTells) {
  Rig rig(map_of({point_of(u16_at(0)), counted_by(0, list_of(u16_at(10), 6))}, at_most(3)));
  EXPECT_EQ(rig.reads(), Texts{"3:0+1"});
  EXPECT_FALSE(rig.decoder().is_outdated());
  rig.values[0] = 4;
  EXPECT_EQ(rig.answer(0), Texts{"0=4"});
  EXPECT_TRUE(rig.decoder().is_outdated());
  rig.decoder().replan();
  EXPECT_FALSE(rig.decoder().is_outdated());
  EXPECT_EQ(rig.reads(), (Texts{"3:0+1", "3:10+3", "3:13+1"}));
  EXPECT_EQ(rig.cycle(), (Texts{"0=4", "1=[10 11 12 13]"}));
  EXPECT_FALSE(rig.decoder().is_outdated());
  rig.values[0] = 7;  // more than there may be
  rig.answer(0);
  rig.decoder().replan();
  EXPECT_EQ(rig.cycle(), (Texts{"0=7", "1=[10 11 12 13 14 15]"}));
  rig.values[0] = 2;
  rig.answer(0);
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), (Texts{"3:0+1", "3:10+2"}));
  EXPECT_EQ(rig.cycle(), (Texts{"0=2", "1=[10 11]"}));
}

TEST(ModbusMap, AListOfNobodyKnowsHowManyIsUnavailable) {
  const auto teller = point_of(place_of(ModbusKind::bcd, 1, 0), without({9999}));
  Rig rig(map_of({teller, counted_by(0, list_of(u16_at(10), 6))}));
  struct Row {
    std::uint16_t told;
    Texts expected;
  };
  const Row rows[] = {{0, {"0=0", "1=unavailable"}},
                      {0x9999, {"0=unavailable", "1=unavailable"}},
                      {0x000A, {"0=invalid", "1=unavailable"}}};
  for (const auto& row : rows) {
    rig.values[0] = 2;
    rig.answer(0);
    rig.decoder().replan();
    EXPECT_EQ(rig.reads().size(), 2U);
    rig.values[0] = row.told;
    EXPECT_EQ(rig.answer(0), row.expected);
    EXPECT_TRUE(rig.decoder().is_outdated());
    EXPECT_EQ(rig.answer(1), Texts{});  // of elements that there are no more
    rig.decoder().replan();
    EXPECT_EQ(rig.reads(), Texts{"3:0+1"});
    EXPECT_EQ(rig.answer(0), row.expected);
    EXPECT_FALSE(rig.decoder().is_outdated());
    EXPECT_EQ(rig.lose(0), (Texts{"0=unavailable", "1=unavailable"}));
  }
}

TEST(ModbusMap, HowManyThereAreMayBeScaled) {
  Rig rig(map_of({point_of(u16_at(0), format_of({-1, 1.26, -1})), counted_by(0, list_of(u16_at(10), 6))}));
  rig.values[0] = 3;
  EXPECT_EQ(rig.answer(0), Texts{"0=real 2.52"});
  rig.decoder().replan();
  EXPECT_EQ(rig.answer(1), Texts{"1=[10 11 12]"});
  rig.values[0] = 0;
  EXPECT_EQ(rig.answer(0), (Texts{"0=real -1.26", "1=unavailable"}));
}

TEST(ModbusMap, AListOfAnotherSizeWaitsForItsPlan) {
  Rig rig(map_of({point_of(u16_at(0)), counted_by(0, list_of(u16_at(10), 6))}, at_most(3)));
  rig.values[0] = 6;
  rig.answer(0);
  rig.decoder().replan();
  EXPECT_EQ(rig.answer(1), Texts{});
  rig.values[0] = 5;
  EXPECT_EQ(rig.answer(0), Texts{"0=5"});
  EXPECT_EQ(rig.answer(2), Texts{});
  rig.values[0] = 6;
  EXPECT_EQ(rig.answer(0), Texts{"0=6"});
  EXPECT_EQ(rig.answer(2), Texts{"1=[10 11 12 13 14 15]"});
  // A count that is lost says nothing.
  EXPECT_EQ(rig.lose(0), Texts{"0=unavailable"});
  EXPECT_EQ(rig.answer(1), Texts{});
  EXPECT_EQ(rig.answer(2), Texts{"1=[10 11 12 13 14 15]"});
}

TEST(ModbusMap, WhatWasHeardOfAListCountsAfterReplan) {
  Rig rig(map_of({point_of(u16_at(0)), counted_by(0, list_of(u16_at(10), 9))}, at_most(3)));
  rig.values[0] = 6;
  rig.answer(0);
  rig.decoder().replan();
  EXPECT_EQ(rig.answer(1), Texts{});
  rig.values[0] = 9;
  rig.answer(0);
  rig.decoder().replan();
  EXPECT_EQ(rig.answer(2), Texts{});
  EXPECT_EQ(rig.answer(3), Texts{"1=[10 11 12 13 14 15 16 17 18]"});
  // Nobody could be told that what was heard is all that there is: it begins anew.
  EXPECT_EQ(rig.answer(1), Texts{});
  EXPECT_EQ(rig.answer(2), Texts{});
  rig.values[0] = 6;
  rig.answer(0);
  rig.decoder().replan();
  EXPECT_EQ(rig.answer(1), Texts{});
  EXPECT_EQ(rig.answer(2), Texts{"1=[10 11 12 13 14 15]"});
}

TEST(ModbusMap, FindsWhatIsIllegal) {
  Rig rig(map_of({list_of(u16_at(0), 120), point_of(u16_at(120)), list_of(u16_at(121), 129)}));
  EXPECT_EQ(rig.reads(), (Texts{"3:0+125", "3:125+125"}));
  rig.illegal = {77};
  Culprits culprits;
  // 2 reads, and of the one with 125 values two for each halving.
  EXPECT_LE(rig.cycle(culprits), 2U + 2 * 7);
  EXPECT_EQ(culprits, (Culprits{{0, 77, ModbusFunction::read_holding_registers, 77}}));
  const auto told = rig.take();
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0], "1=120");
  EXPECT_NE(told[1].find(" 76 - 78 "), std::string::npos);
  EXPECT_TRUE(rig.decoder().is_outdated());
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), (Texts{"3:0+77", "3:78+125", "3:203+47"}));
  EXPECT_EQ(rig.cycle().size(), 3U);
  EXPECT_FALSE(rig.decoder().is_outdated());
}

TEST(ModbusMap, FindsSeveralIllegalOnes) {
  Rig rig(map_of({list_of(u16_at(0), 64)}, at_most(125, 3)));
  rig.illegal = {0, 31, 32, 63};
  Culprits culprits;
  EXPECT_LE(rig.cycle(culprits), 1U + 4 * 2 * 6);
  EXPECT_EQ(culprits.size(), 4U);
  EXPECT_EQ(rig.take().size(), 1U);
  ASSERT_TRUE(rig.decoder().is_outdated());
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), (Texts{"3:1+30", "3:33+30"}));  // not across what is parked
}

TEST(ModbusMap, WhenAllIsIllegalNothingIsRead) {
  Rig rig(map_of({list_of(u16_at(0), 100), point_of(u16_at(100))}));
  for (std::uint16_t i = 0; i <= 100; ++i) rig.illegal.insert(i);
  Culprits culprits;
  EXPECT_LE(rig.cycle(culprits), 2U * 101);
  EXPECT_EQ(culprits.size(), 101U);
  EXPECT_EQ(rig.take(), (Texts{"0=unavailable", "1=unavailable"}));
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), Texts{});
}

TEST(ModbusMap, CutsStayWhenNothingIsFound) {
  Rig rig(map_of({list_of(u16_at(0), 130)}));
  rig.most_registers = 40;
  Culprits culprits;
  rig.cycle(culprits);
  EXPECT_TRUE(culprits.empty());
  EXPECT_EQ(rig.take().size(), 1U);
  EXPECT_FALSE(rig.decoder().is_outdated());
  const Texts expected{"3:0+31", "3:31+31", "3:62+31", "3:93+32", "3:125+5"};
  EXPECT_EQ(rig.reads(), expected);
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), expected);
  EXPECT_EQ(rig.cycle().size(), 1U);
  rig.decoder().reset();
  EXPECT_EQ(rig.reads(), (Texts{"3:0+125", "3:125+5"}));
}

TEST(ModbusMap, WhatNobodyWantsMayBeIllegal) {
  Rig rig(map_of({point_of(u16_at(0)), point_of(u16_at(2)), point_of(u16_at(4))}, at_most(125, 1)));
  EXPECT_EQ(rig.reads(), Texts{"3:0+5"});
  rig.illegal = {3};
  Culprits culprits;
  rig.cycle(culprits);
  EXPECT_TRUE(culprits.empty());
  EXPECT_EQ(rig.take(), (Texts{"0=0", "1=2", "2=4"}));
  EXPECT_FALSE(rig.decoder().is_outdated());
}

TEST(ModbusMap, ASearchEndsWithItsLastPart) {
  Rig rig(map_of({list_of(u16_at(0), 8)}));
  EXPECT_EQ(rig.split(0), Texts{});  // 0-3, 4-7
  EXPECT_EQ(rig.split(0), Texts{});  // 0-1, 2-3
  EXPECT_EQ(rig.split(0), Texts{});  // 0, 1
  Culprits culprits;
  EXPECT_EQ(rig.split(0, &culprits), Texts{});
  EXPECT_EQ(culprits.size(), 1U);
  EXPECT_EQ(rig.reads(), (Texts{"3:1+1", "3:2+2", "3:4+4"}));
  rig.answer(1);
  rig.answer(2);
  rig.answer(2);
  EXPECT_FALSE(rig.decoder().is_outdated());
  EXPECT_EQ(rig.answer(0), Texts{"0=[- 1 2 3 4 5 6 7]"});
  EXPECT_TRUE(rig.decoder().is_outdated());
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), Texts{"3:1+7"});
}

TEST(ModbusMap, ParkedValuesStayParkedUntilReset) {
  Rig rig(map_of({point_of(u16_at(0)), point_of(u16_at(5)), counted_by(0, list_of(u16_at(10), 3))}));
  Culprits culprits;
  EXPECT_EQ(rig.split(1, &culprits), Texts{"1=unavailable"});
  EXPECT_EQ(culprits, (Culprits{{1, 0, ModbusFunction::read_holding_registers, 5}}));
  EXPECT_FALSE(rig.decoder().is_outdated());
  rig.values[0] = 2;
  rig.answer(0);
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), (Texts{"3:0+1", "3:10+2"}));
  rig.decoder().reset();
  EXPECT_EQ(rig.reads(), (Texts{"3:0+1", "3:5+1", "3:10+2"}));
  EXPECT_EQ(rig.cycle(), (Texts{"0=2", "1=5", "2=[10 11]"}));
}

TEST(ModbusMap, AParkedCountLeavesNothingToRead) {
  Rig rig(map_of({point_of(u16_at(0)), counted_by(0, list_of(u16_at(10), 3))}));
  rig.values[0] = 3;
  rig.answer(0);
  rig.decoder().replan();
  EXPECT_EQ(rig.split(0), (Texts{"0=unavailable", "1=unavailable"}));
  EXPECT_TRUE(rig.decoder().is_outdated());
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), Texts{});
}

TEST(ModbusMap, ParksAllThatStandsAtThePlace) {
  Rig rig(map_of({point_of(u32_at(8)), point_of(u16_at(8)), point_of(part(u32_at(8), 4, 4)),
                  in_group(1, point_of(u32_at(8))), list_of(u32_at(8), 1)}));
  EXPECT_EQ(rig.reads(), (Texts{"3:8+2", "3:8+2(1)"}));
  Culprits culprits;
  EXPECT_EQ(rig.split(0, &culprits),
            (Texts{"0=unavailable", "2=unavailable", "3=unavailable", "4=unavailable"}));
  EXPECT_EQ(culprits.size(), 4U);
  EXPECT_EQ(rig.reads(), Texts{"3:8+1"});
  EXPECT_EQ(rig.answer(0), Texts{"1=8"});
}

TEST(ModbusMap, ReadsAcrossWhatIsParkedWhereOthersWantIt) {
  Rig rig(map_of({list_of(u32_at(0), 4), point_of(u16_at(2)), point_of(u16_at(3))}));
  rig.values = {{0, 0}, {4, 0}, {6, 0}};
  rig.split(0);
  rig.split(0);
  Culprits culprits;
  rig.split(1, &culprits);
  EXPECT_EQ(culprits, (Culprits{{0, 1, ModbusFunction::read_holding_registers, 2}}));
  EXPECT_EQ(rig.cycle(), (Texts{"1=2", "2=3", "0=[1 - 5 7]"}));
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), Texts{"3:0+8"});
  EXPECT_EQ(rig.cycle(), (Texts{"1=2", "2=3", "0=[1 - 5 7]"}));
}

TEST(ModbusMap, WhatOneSearchFoundMovesNoPartOfAnother) {
  Rig rig(map_of({list_of(u16_at(0), 9)}, at_most(5)));
  EXPECT_EQ(rig.reads(), (Texts{"3:0+5", "3:5+4"}));
  rig.split(1);
  rig.split(0);
  rig.split(0);
  Culprits culprits;
  rig.split(0, &culprits);
  EXPECT_EQ(culprits.size(), 1U);
  rig.answer(0);
  rig.answer(1);
  ASSERT_TRUE(rig.decoder().is_outdated());
  rig.decoder().replan();
  EXPECT_EQ(rig.reads(), (Texts{"3:1+4", "3:5+2", "3:7+2"}));
}

TEST(ModbusMap, AListThatLacksOnlyWhatIsParkedIsGivenOut) {
  auto packed = list_of(place_of(ModbusKind::bit, 1, 50), 17);
  packed.place.stride = 0;
  Rig rig(map_of({list_of(u16_at(0), 3), packed}, at_most(1)));
  rig.values = {{50, 0}, {51, 1}};
  EXPECT_EQ(rig.cycle().size(), 2U);  // what was heard before is no value once it is parked
  rig.answer(0);
  rig.answer(2);
  EXPECT_EQ(rig.split(1), Texts{"0=[0 - 2]"});
  EXPECT_EQ(rig.split(0), Texts{});
  EXPECT_EQ(rig.split(0), Texts{"0=unavailable"});
  Culprits culprits;
  rig.split(0, &culprits);
  ASSERT_EQ(culprits.size(), 16U);
  EXPECT_EQ(culprits.back(), (MapDecoder::Culprit{1, 15, ModbusFunction::read_holding_registers, 50}));
  EXPECT_EQ(rig.answer(0), Texts{"1=[- - - - - - - - - - - - - - - - 1]"});
}

TEST(ModbusMap, AnAnswerOfAnotherLengthIsNone) {
  Rig rig(map_of({list_of(u16_at(0), 3)}));
  std::vector<Sample> samples;
  rig.decoder().on_answer(0, Words{1, 2}, samples);
  EXPECT_EQ(test::shown(samples), Texts{"unavailable"});
}

TEST(ModbusMap, WhatCantBeReadIsLeftOut) {
  core::ModbusLimits limits;
  limits.registers = 2;
  limits.forbidden = {{ModbusFunction::read_holding_registers, 3, 3}};
  Rig rig(map_of({list_of(u16_at(1), 4), point_of(place_of(ModbusKind::text, 3, 10)),
                  counted_by(9, list_of(u16_at(20), 4)), counted_by(0, list_of(u16_at(30), 4))},
                 limits));
  EXPECT_EQ(rig.reads(), (Texts{"3:1+2", "3:4+1"}));
  EXPECT_EQ(rig.cycle(), Texts{"0=[1 2 - 4]"});
}

TEST(ModbusMap, ValuesPartlyOverEachOtherBelongToTheFirstRead) {
  Rig rig(map_of({point_of(u32_at(0)), point_of(u16_at(1)), point_of(u32_at(1))}, at_most(2)));
  rig.values = {{0, 0}};
  EXPECT_EQ(rig.reads(), (Texts{"3:0+2", "3:1+2"}));
  EXPECT_EQ(rig.cycle(), (Texts{"0=1", "1=1", "2=65538"}));
}

TEST(ModbusMapDecoder, AListThatIsLongerThanItsPlacesIsSaidOnce) {
  auto teller = point_of(u16_at(5));
  teller.point = core::PointId{0};
  auto list = list_of(u16_at(100), 10);
  list.point = core::PointId{1};
  list.count_from = 0;
  const MapSpec map{{core::milliseconds(1000)}, {teller, list}, {}};
  MapDecoder decoder(map);
  std::vector<Sample> samples;
  const auto tell = [&](std::uint16_t number) {
    decoder.on_answer(0, std::vector<std::uint16_t>{number}, samples);
    return decoder.take_cut();
  };
  EXPECT_TRUE(tell(10).empty());
  const auto cut = tell(12);
  ASSERT_EQ(cut.size(), 1U);
  EXPECT_EQ(cut[0].point, 1U);
  EXPECT_EQ(cut[0].told, 12);
  EXPECT_TRUE(tell(12).empty());
  EXPECT_EQ(tell(13).size(), 1U);
}

TEST(ModbusMapDecoder, WithoutTheDeviceEverythingIsUnavailableAndWhatWasHeardIsForgotten) {
  auto list = list_of(u16_at(100), 200);
  list.point = core::PointId{0};
  const MapSpec map{{core::milliseconds(1000)}, {list}, {}};
  MapDecoder decoder(map);
  ASSERT_EQ(decoder.reads().size(), 2U);
  std::vector<Sample> samples;
  decoder.on_answer(0, std::vector<std::uint16_t>(decoder.reads()[0].count, 1), samples);
  decoder.on_all_lost(samples);
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0].quality, core::Quality::unavailable);
  samples.clear();
  decoder.on_answer(1, std::vector<std::uint16_t>(decoder.reads()[1].count, 1), samples);
  EXPECT_TRUE(samples.empty()) << "its other half is of before";
}

}  // namespace
}  // namespace bmsgw::codec::modbus
