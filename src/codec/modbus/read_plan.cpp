//   atoms   [a---]   [b-]        [c------]  [d-]
//               [e]    [f----]
//   reads   [================]   [=============]
// Taken from the left, each read begins with the first value that has none yet and takes all that it can
// reach. That is the fewest: whatever reads this first value can't begin later, so it can't end further on
// than the limit lets this read end, nor pass what stops it (gaps, forbidden ranges, cuts stop every read
// alike). So all that another choice would read besides, this one reads as well. Values within others cost
// nothing; of the rest, each begins and ends behind the one before, so one pass is enough after sorting.
#include "bmsgw/codec/modbus/read_plan.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "codec/modbus/range_table.hpp"

namespace bmsgw::codec::modbus {
namespace {

std::uint32_t end_of(const Atom& atom) {
  return std::uint32_t{atom.address} + atom.count;
}

bool are_together(const Atom& a, const Atom& b) {
  return a.group == b.group && a.function == b.function;
}

/// By group, function and address; of two at one address the larger.
bool is_before(const Atom& a, const Atom& b) {
  return std::tie(a.group, a.function, a.address, b.count) <
         std::tie(b.group, b.function, b.address, a.count);
}

std::uint32_t most_items(core::ModbusFunction function, const core::ModbusLimits& limits) {
  const auto limit = core::is_of_bits(function) ? limits.bits : limits.registers;
  return std::min(limit, core::most_items(function));
}

/// In their order, without those that stand within another.
std::vector<Atom> outermost(std::vector<Atom> atoms) {
  std::sort(atoms.begin(), atoms.end(), is_before);
  std::size_t kept = 0;
  for (const auto& atom : atoms) {
    const auto* const last = kept == 0 ? nullptr : &atoms[kept - 1];
    if (last == nullptr || !are_together(*last, atom) || end_of(atom) > end_of(*last)) atoms[kept++] = atom;
  }
  atoms.resize(kept);
  return atoms;
}

Read read_of(const Atom& first, const Atom& last) {
  return {first.function, first.address, static_cast<std::uint16_t>(end_of(last) - first.address),
          first.group};
}

/// What keeps atoms apart.
class Planner {
 public:
  Planner(const core::ModbusLimits& limits, const Obstacles& obstacles)
      : limits_(limits), forbidden_(limits.forbidden), holes_(obstacles.holes), cuts_(obstacles.cuts) {
    std::sort(cuts_.begin(), cuts_.end());
  }

  [[nodiscard]] bool can_be_read(const Atom& atom) const {
    return atom.count > 0 && end_of(atom) <= 0x10000U && atom.count <= most_items(atom.function, limits_) &&
           !forbidden_.touches(atom.function, atom.address, end_of(atom));
  }

  /// Whether a read from `first` to `last` may go on to `next`.
  [[nodiscard]] bool reaches(const Atom& first, const Atom& last, const Atom& next) const {
    if (!are_together(first, next)) return false;
    if (end_of(next) - first.address > most_items(first.function, limits_)) return false;
    return may_cross(last, next) && !is_cut(last, next);
  }

 private:
  [[nodiscard]] bool may_cross(const Atom& last, const Atom& next) const {
    if (next.address <= end_of(last)) return true;
    return next.address - end_of(last) <= limits_.gap &&
           !forbidden_.touches(next.function, end_of(last), next.address) &&
           !holes_.touches(next.function, end_of(last), next.address);
  }
  [[nodiscard]] bool is_cut(const Atom& last, const Atom& next) const {
    const auto cut = std::ranges::upper_bound(cuts_, Obstacles::Cut{last.function, last.group, last.address});
    return cut != cuts_.end() && *cut <= Obstacles::Cut{next.function, next.group, next.address};
  }

  const core::ModbusLimits& limits_;
  RangeTable forbidden_;
  RangeTable holes_;
  std::vector<Obstacles::Cut> cuts_;
};

}  // namespace

std::vector<Read> plan_reads(std::vector<Atom> atoms, const core::ModbusLimits& limits,
                             const Obstacles& obstacles) {
  const Planner planner(limits, obstacles);
  std::erase_if(atoms, [&planner](const Atom& atom) { return !planner.can_be_read(atom); });
  atoms = outermost(std::move(atoms));
  std::vector<Read> reads;
  for (std::size_t first = 0; first < atoms.size();) {
    auto last = first;
    while (last + 1 < atoms.size() && planner.reaches(atoms[first], atoms[last], atoms[last + 1])) ++last;
    reads.push_back(read_of(atoms[first], atoms[last]));
    first = last + 1;
  }
  return reads;
}

std::vector<Read> split(const Read& read, std::vector<Atom> atoms) {
  atoms = outermost(std::move(atoms));
  if (atoms.size() < 2) return {read};
  const auto half = atoms.size() / 2;
  return {read_of(atoms.front(), atoms[half - 1]), read_of(atoms[half], atoms.back())};
}

}  // namespace bmsgw::codec::modbus
