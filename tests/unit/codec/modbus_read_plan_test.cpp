// Plans by hand; and of made maps, against every way to put their values together.
#include <algorithm>
#include <chrono>
#include <optional>
#include <random>
#include <tuple>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "bmsgw/codec/modbus/read_plan.hpp"

namespace bmsgw::codec::modbus {
namespace {

using core::ModbusFunction;
using core::ModbusLimits;
using Random = std::mt19937;

constexpr auto kHolding = ModbusFunction::read_holding_registers;
constexpr auto kInput = ModbusFunction::read_input_registers;
constexpr auto kCoils = ModbusFunction::read_coils;

ModbusLimits limits_of(std::uint16_t registers, std::uint16_t gap = 0,
                       std::vector<ModbusLimits::Range> forbidden = {}) {
  return {registers, 2000, gap, std::move(forbidden)};
}

/// `count` values one behind the other, each of `size` items, `stride` apart.
std::vector<Atom> row_of(std::uint16_t address, std::uint16_t count, std::uint16_t size = 1,
                         std::uint16_t stride = 1) {
  std::vector<Atom> atoms;
  for (std::uint32_t i = 0; i < count; ++i)
    atoms.push_back({kHolding, static_cast<std::uint16_t>(address + i * stride), size, 0});
  return atoms;
}

/// `3:100+50` is function 3, address 100, 50 items; of another group than 0 `(1)` behind it.
std::vector<std::string> shown(const std::vector<Read>& reads) {
  std::vector<std::string> texts;
  for (const auto& read : reads) {
    texts.push_back(fmt::format("{}:{}+{}", static_cast<int>(read.function), read.address, read.count));
    if (read.group != 0) texts.back() += fmt::format("({})", read.group);
  }
  return texts;
}

TEST(ModbusReadPlan, ReadsTheFewest) {
  struct Row {
    const char* name;
    std::vector<Atom> atoms;
    ModbusLimits limits;
    std::vector<std::string> expected;
  };
  const Row rows[] = {
      {"nothing", {}, {}, {}},
      {"neighbours", row_of(10, 5), {}, {"3:10+5"}},
      {"254 cells", row_of(0, 254), {}, {"3:0+125", "3:125+125", "3:250+4"}},
      {"values are never torn", row_of(0, 63, 2, 2), {}, {"3:0+124", "3:124+2"}},
      {"not in order, twice", {{kHolding, 5, 2, 0}, {kHolding, 3, 2, 0}, {kHolding, 5, 2, 0}}, {}, {"3:3+4"}},
      {"a gap", row_of(0, 3, 1, 3), {}, {"3:0+1", "3:3+1", "3:6+1"}},
      {"a gap that may be read", row_of(0, 3, 1, 3), limits_of(125, 2), {"3:0+7"}},
      {"a gap too wide", row_of(0, 3, 1, 4), limits_of(125, 2), {"3:0+1", "3:4+1", "3:8+1"}},
      {"a gap, but too long", row_of(0, 3, 1, 3), limits_of(6, 2), {"3:0+4", "3:6+1"}},
      {"groups and functions apart",
       {{kHolding, 0, 1, 1}, {kInput, 1, 1, 0}, {kHolding, 2, 1, 0}, {kHolding, 1, 1, 0}, {kCoils, 3, 1, 0}},
       {},
       {"1:3+1", "3:1+2", "4:1+1", "3:0+1(1)"}},
      {"bits have their own limit",
       {{kCoils, 0, 1, 0}, {kCoils, 1999, 1, 0}},
       {1, 2000, 1998, {}},
       {"1:0+2000"}},
      {"no more bits than there may be",
       {{kCoils, 0, 1, 0}, {kCoils, 1, 1, 0}},
       {125, 1, 0, {}},
       {"1:0+1", "1:1+1"}},
      {"never more than the protocol has", row_of(0, 126), limits_of(200), {"3:0+125", "3:125+1"}},
      {"within another",
       {{kHolding, 0, 100, 0}, {kHolding, 5, 2, 0}, {kHolding, 100, 1, 0}},
       {},
       {"3:0+101"}},
      {"one within the next read's is read there",
       {{kHolding, 0, 1, 0}, {kHolding, 1, 8, 0}, {kHolding, 5, 2, 0}},
       limits_of(8),
       {"3:0+1", "3:1+8"}},
      {"partly over each other",
       {{kHolding, 0, 4, 0}, {kHolding, 3, 4, 0}},
       limits_of(6),
       {"3:0+4", "3:3+4"}},
      {"up to the end", {{kHolding, 0xFFFF, 1, 0}, {kHolding, 0xFFFD, 2, 0}}, {}, {"3:65533+3"}},
      {"beyond the end", {{kHolding, 0xFFFF, 2, 0}}, {}, {}},
      {"larger than the limit", {{kHolding, 0, 5, 0}, {kHolding, 5, 1, 0}}, limits_of(4), {"3:5+1"}},
      {"no items", {{kHolding, 0, 0, 0}}, {}, {}},
      {"forbidden in a gap", row_of(0, 3, 1, 3), limits_of(125, 2, {{kHolding, 4, 4}}), {"3:0+4", "3:6+1"}},
      {"forbidden by another function", row_of(0, 3, 1, 3), limits_of(125, 2, {{kInput, 4, 4}}), {"3:0+7"}},
      {"a value in what is forbidden",
       row_of(0, 3),
       limits_of(125, 2, {{kHolding, 1, 1}}),
       {"3:0+1", "3:2+1"}},
      {"a value half in it",
       row_of(0, 3, 2, 2),
       limits_of(125, 2, {{kHolding, 0, 0}, {kHolding, 5, 9}}),
       {"3:2+2"}},
      {"forbidden ranges one in the other",
       row_of(0, 5, 1, 4),
       limits_of(125, 9, {{kHolding, 1, 9}, {kHolding, 2, 3}, {kHolding, 14, 13}}),
       {"3:0+1", "3:12+5"}},
  };
  for (const auto& row : rows) EXPECT_EQ(shown(plan_reads(row.atoms, row.limits)), row.expected) << row.name;
}

TEST(ModbusReadPlan, GoesAroundWhatIsRefused) {
  const Obstacles obstacles{{{kHolding, 0, 6}, {kHolding, 0, 9}, {kHolding, 1, 3}, {kInput, 0, 3}},
                            {{kHolding, 1, 2}}};
  const auto limits = limits_of(125, 2);
  EXPECT_EQ(shown(plan_reads(row_of(0, 12), limits, obstacles)),
            (std::vector<std::string>{"3:0+6", "3:6+3", "3:9+3"}));
  EXPECT_EQ(shown(plan_reads(row_of(0, 4, 1, 3), limits, obstacles)),
            (std::vector<std::string>{"3:0+1", "3:3+1", "3:6+1", "3:9+1"}));
  // What starts before the cut and ends behind it is on its near side.
  EXPECT_EQ(shown(plan_reads(row_of(1, 4, 2, 2), limits, obstacles)),
            (std::vector<std::string>{"3:1+6", "3:7+2"}));
}

TEST(ModbusReadPlan, CutsInTwo) {
  const Read read{kHolding, 10, 9, 0};
  EXPECT_EQ(shown(split(read, row_of(10, 9))), (std::vector<std::string>{"3:10+4", "3:14+5"}));
  EXPECT_EQ(shown(split(read, row_of(10, 3, 1, 4))), (std::vector<std::string>{"3:10+1", "3:14+5"}));
  EXPECT_EQ(shown(split(read, {{kHolding, 10, 8, 0}, {kHolding, 18, 1, 0}})),
            (std::vector<std::string>{"3:10+8", "3:18+1"}));
  EXPECT_EQ(split(read, {{kHolding, 10, 9, 0}}), std::vector{read});
  EXPECT_EQ(split(read, {{kHolding, 10, 9, 0}, {kHolding, 12, 1, 0}}), std::vector{read});
  EXPECT_EQ(split(read, {}), std::vector{read});
}

struct Case {
  std::vector<Atom> atoms;
  ModbusLimits limits;
};

std::uint16_t below(Random& random, std::uint32_t end) {
  return static_cast<std::uint16_t>(std::uniform_int_distribution<std::uint32_t>(0, end - 1)(random));
}

Case small_case(Random& random) {
  Case made{{}, limits_of(static_cast<std::uint16_t>(1 + below(random, 9)), below(random, 4))};
  for (auto i = below(random, 8); i > 0; --i)
    made.atoms.push_back({below(random, 8) == 0 ? kInput : kHolding, below(random, 18),
                          static_cast<std::uint16_t>(1 + below(random, 4)), below(random, 8) == 0 ? 1U : 0U});
  for (auto i = below(random, 3); i > 0; --i) {
    const auto first = below(random, 20);
    made.limits.forbidden.push_back({kHolding, first, static_cast<std::uint16_t>(first + below(random, 3))});
  }
  return made;
}

bool is_in(const Atom& atom, std::uint32_t item) {
  return item >= atom.address && item < std::uint32_t{atom.address} + atom.count;
}
bool is_forbidden(const ModbusLimits& limits, ModbusFunction function, std::uint32_t item) {
  return std::ranges::any_of(limits.forbidden, [=](const ModbusLimits::Range& range) {
    return range.function == function && item >= range.first && item <= range.last;
  });
}

/// Whether a device takes it: item by item, as the words of the limits say.
bool is_allowed(const Read& read, const std::vector<Atom>& atoms, const ModbusLimits& limits) {
  std::uint32_t unwanted = 0;
  for (std::uint32_t item = read.address; item < std::uint32_t{read.address} + read.count; ++item) {
    const bool wanted = std::ranges::any_of(atoms, [&read, item](const Atom& atom) {
      return atom.function == read.function && atom.group == read.group && is_in(atom, item);
    });
    unwanted = wanted ? 0 : unwanted + 1;
    if (unwanted > limits.gap || is_forbidden(limits, read.function, item)) return false;
  }
  return read.count <= limits.registers;
}

Read alone(const Atom& atom) {
  return {atom.function, atom.address, atom.count, atom.group};
}

/// The read of both, when a device takes it.
std::optional<Read> joined(const Read& read, const Atom& atom) {
  if (read.function != atom.function || read.group != atom.group) return std::nullopt;
  const auto begin = std::min(read.address, atom.address);
  const auto end = std::max(read.address + read.count, atom.address + atom.count);
  return Read{read.function, begin, static_cast<std::uint16_t>(end - begin), read.group};
}

/// Every way to put the atoms from `next` on into reads.
std::size_t fewest(const std::vector<Atom>& atoms, std::size_t next, std::vector<Read>& reads,
                   const ModbusLimits& limits) {
  if (next == atoms.size()) {
    const bool all =
        std::ranges::all_of(reads, [&](const Read& read) { return is_allowed(read, atoms, limits); });
    return all ? reads.size() : atoms.size() + 1;
  }
  reads.push_back(alone(atoms[next]));
  auto best = fewest(atoms, next + 1, reads, limits);
  reads.pop_back();
  for (auto& read : reads) {
    const auto before = read;
    const auto both = joined(read, atoms[next]);
    if (!both) continue;
    read = *both;
    best = std::min(best, fewest(atoms, next + 1, reads, limits));
    read = before;
  }
  return best;
}

/// Those that can be read at all.
std::vector<Atom> readable(const Case& made) {
  auto atoms = made.atoms;
  std::erase_if(atoms, [&made](const Atom& atom) { return !is_allowed(alone(atom), {atom}, made.limits); });
  return atoms;
}

bool overlap_partly(const std::vector<Atom>& atoms) {
  for (const auto& a : atoms) {
    for (const auto& b : atoms) {
      if (a.function == b.function && a.group == b.group && a.address < b.address &&
          b.address < a.address + a.count && a.address + a.count < b.address + b.count)
        return true;
    }
  }
  return false;
}

TEST(ModbusReadPlan, NoOtherPlanHasFewerReads) {
  Random random(20240517);
  std::size_t planned = 0;
  for (int round = 0; round < 20'000; ++round) {
    const auto made = small_case(random);
    const auto reads = plan_reads(made.atoms, made.limits);
    const auto atoms = readable(made);
    std::vector<Read> none;
    ASSERT_EQ(reads.size(), fewest(atoms, 0, none, made.limits)) << "round " << round;
    planned += reads.size();
  }
  EXPECT_GT(planned, 20'000U);
}

TEST(ModbusReadPlan, ReadsEveryValueOnceAndNothingThatIsForbidden) {
  Random random(42);
  std::size_t apart = 0;
  for (int round = 0; round < 20'000; ++round) {
    const auto made = small_case(random);
    const auto reads = plan_reads(made.atoms, made.limits);
    const auto atoms = readable(made);
    for (const auto& read : reads) ASSERT_TRUE(is_allowed(read, atoms, made.limits)) << "round " << round;
    const bool exactly = !overlap_partly(atoms);
    apart += exactly ? 1U : 0U;
    for (const auto& atom : atoms) {
      const auto covering =
          std::ranges::count_if(reads, [&atom](const Read& read) { return read.covers(atom); });
      ASSERT_TRUE(exactly ? covering == 1 : covering >= 1) << "round " << round;
    }
    ASSERT_TRUE(std::is_sorted(reads.begin(), reads.end(), [](const Read& a, const Read& b) {
      return std::tie(a.group, a.function, a.address) < std::tie(b.group, b.function, b.address);
    }));
  }
  EXPECT_GT(apart, 1000U);
}

TEST(ModbusReadPlan, CutsUntilNothingCanBeCut) {
  Random random(7);
  for (int round = 0; round < 2000; ++round) {
    const auto made = small_case(random);
    const auto atoms = readable(made);
    for (const auto& read : plan_reads(made.atoms, made.limits)) {
      std::vector<Atom> covered;
      std::ranges::copy_if(atoms, std::back_inserter(covered),
                           [&read](const Atom& atom) { return read.covers(atom); });
      const auto halves = split(read, covered);
      ASSERT_LE(halves.size(), 2U);
      for (const auto& half : halves)
        ASSERT_TRUE(halves.size() == 1 ? half == read : half.count < read.count);
      for (const auto& atom : covered)
        ASSERT_TRUE(std::ranges::any_of(halves, [&atom](const Read& half) { return half.covers(atom); }));
    }
  }
}

/// Planning is linear after sorting: had each value to be compared with each, this would take minutes.
TEST(ModbusReadPlan, PlansTheLargestMapsAtOnce) {
  Random random(1);
  std::vector<Atom> atoms;
  for (std::uint32_t group = 0; group < 4; ++group) {
    for (std::uint32_t address = 0; address < 0x10000; ++address)
      atoms.push_back({kHolding, static_cast<std::uint16_t>(address), 1, group});
  }
  std::shuffle(atoms.begin(), atoms.end(), random);
  auto limits = limits_of(125, 3);
  for (std::uint32_t first = 0; first < 0x10000; first += 50)
    limits.forbidden.push_back(
        {kHolding, static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(first)});
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(plan_reads(atoms, limits).size(), 4U * 1311);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace bmsgw::codec::modbus
