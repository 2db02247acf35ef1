#include "codec/modbus/range_table.hpp"

#include <algorithm>
#include <tuple>

namespace bmsgw::codec::modbus {
namespace {

using Range = core::ModbusLimits::Range;

bool is_before(const Range& a, const Range& b) {
  return std::tie(a.function, a.first) < std::tie(b.function, b.first);
}

}  // namespace

RangeTable::RangeTable(std::vector<Range> ranges) {
  std::erase_if(ranges, [](const Range& range) { return range.last < range.first; });
  std::sort(ranges.begin(), ranges.end(), is_before);
  for (const auto& range : ranges) {
    if (!ranges_.empty() && ranges_.back().function == range.function && range.first <= ranges_.back().last) {
      ranges_.back().last = std::max(ranges_.back().last, range.last);
    } else {
      ranges_.push_back(range);
    }
  }
}

bool RangeTable::touches(core::ModbusFunction function, std::uint32_t begin, std::uint32_t end) const {
  const auto ends_before = [function, begin](const Range& range) {
    return range.function != function ? range.function < function : range.last < begin;
  };
  const auto found = std::partition_point(ranges_.begin(), ranges_.end(), ends_before);
  return begin < end && found != ranges_.end() && found->function == function && found->first < end;
}

}  // namespace bmsgw::codec::modbus
