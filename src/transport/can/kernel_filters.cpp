#include "transport/can/kernel_filters.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace bmsgw::transport {
namespace {

static_assert(core::CanId::kExtendedFlag == CAN_EFF_FLAG);

/// Ids first ... last as words, so of one kind.
struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

/// Ids that share all bits but the lowest `free_bits`, which is what one filter can say.
struct Block {
  std::uint32_t first;
  unsigned free_bits;

  [[nodiscard]] std::uint32_t mask() const { return ~0U << free_bits; }
  [[nodiscard]] std::uint64_t size() const { return 1ULL << free_bits; }
  [[nodiscard]] std::uint32_t last() const { return first | ~mask(); }
};

bool same_kind(std::uint32_t a, std::uint32_t b) {
  return ((a ^ b) & CAN_EFF_FLAG) == 0;
}

std::vector<Range> sorted_ranges(std::span<const WantedIds> wanted) {
  std::vector<Range> ranges;
  for (const WantedIds& ids : wanted) {
    if (ids.count == 0) continue;
    ranges.push_back({ids.id.word(), (ids.id + std::min(ids.count - 1, ids.id.following())).word()});
  }
  std::sort(ranges.begin(), ranges.end(), [](Range a, Range b) { return a.first < b.first; });
  return ranges;
}

/// Ranges that overlap or follow one another become one.
std::vector<Range> joined(const std::vector<Range>& sorted) {
  std::vector<Range> ranges;
  for (const Range& next : sorted) {
    const bool touches = !ranges.empty() && same_kind(ranges.back().last, next.first) &&
                         next.first - ranges.back().first <= ranges.back().last - ranges.back().first + 1;
    if (touches) {
      ranges.back().last = std::max(ranges.back().last, next.last);
    } else {
      ranges.push_back(next);
    }
  }
  return ranges;
}

/// The fewest blocks that are exactly this range: each as large as its beginning and the rest allow.
void append_blocks(Range range, std::vector<Block>& blocks) {
  std::uint64_t next = range.first;
  while (next <= range.last) {
    const auto left = static_cast<std::uint32_t>(range.last - next + 1);
    const auto aligned =
        static_cast<unsigned>(std::countr_zero(static_cast<std::uint32_t>(next) | CAN_EFF_FLAG));
    const auto fits = static_cast<unsigned>(std::bit_width(left)) - 1;
    blocks.push_back({static_cast<std::uint32_t>(next), std::min(aligned, fits)});
    next += blocks.back().size();
  }
}

/// The smallest block around both.
Block cover(const Block& a, const Block& b) {
  const auto free_bits = static_cast<unsigned>(std::bit_width(a.first ^ b.last()));
  return {a.first & (~0U << free_bits), free_bits};
}

/// How many ids more would pass if both were one; the two kinds stay apart.
std::uint64_t cost(const Block& a, const Block& b) {
  if (!same_kind(a.first, b.first)) return std::numeric_limits<std::uint64_t>::max();
  return cover(a, b).size() - a.size() - b.size();
}

/// Joins the two neighbours that let the fewest other ids pass, and what lies in their cover besides.
void widen_once(std::vector<Block>& blocks) {
  std::size_t best = 0;
  for (std::size_t i = 1; i + 1 < blocks.size(); ++i) {
    if (cost(blocks[i], blocks[i + 1]) < cost(blocks[best], blocks[best + 1])) best = i;
  }
  const Block wide = cover(blocks[best], blocks[best + 1]);
  const auto inside = [&wide](const Block& block) {
    return block.first >= wide.first && block.last() <= wide.last();
  };
  const auto begin = std::find_if(blocks.begin(), blocks.end(), inside);
  const auto end = std::find_if_not(begin, blocks.end(), inside);
  *begin = wide;
  blocks.erase(begin + 1, end);
}

}  // namespace

std::vector<can_filter> compile_kernel_filters(std::span<const WantedIds> wanted, bool with_remote,
                                               std::size_t most) {
  std::vector<Block> blocks;
  for (const Range& range : joined(sorted_ranges(wanted))) append_blocks(range, blocks);
  while (blocks.size() > most) widen_once(blocks);

  std::vector<can_filter> filters;
  filters.reserve(blocks.size());
  const std::uint32_t always = CAN_EFF_FLAG | (with_remote ? 0U : CAN_RTR_FLAG);
  for (const Block& block : blocks) {
    const std::uint32_t number_bits = (block.first & CAN_EFF_FLAG) != 0 ? CAN_EFF_MASK : CAN_SFF_MASK;
    filters.push_back({block.first, always | (number_bits & block.mask())});
  }
  return filters;
}

}  // namespace bmsgw::transport
