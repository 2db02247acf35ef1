//   BV2,00,0000,08,8B85858585868587,CRC     string, first cell, size of the group, its cells
//   BV2,00,0008,08,878782807D7F7F7D,CRC     ... one sentence per group of 1 to 8 cells
// G1 Control Unit Serial Protocol 2.1.0, BB2 p. 9, BT2 p. 12, BT4 p. 13, BV2 p. 15. Cells are numbered from 0
// over all strings. Over CAN the id says the group: 0x0100 + group (EMUS CAN protocol, individual cell
// voltages, option A).
#include "bmsgw/codec/list_assembler.hpp"

#include <algorithm>

namespace bmsgw::codec {

bool ListAssembler::overlaps(std::size_t first, std::size_t size) const {
  const auto end = std::min(first + size, filled_.size());
  for (auto place = first; place < end; ++place) {
    if (filled_[place] != 0) return true;
  }
  return false;
}

std::size_t ListAssembler::full_size(std::optional<std::size_t> expected) const {
  return std::min(expected.value_or(longest_), kMaxElements);
}

bool ListAssembler::add(std::size_t first, std::span<const core::ListElement> part,
                        std::optional<std::size_t> expected, core::MonoTime now, Ready& ready) {
  if (part.size() > kMaxElements || first > kMaxElements - part.size()) return false;
  if (overlaps(first, part.size())) give_out(expected, ready);
  const auto end = first + part.size();
  if (elements_.size() < end) {
    elements_.resize(end);
    filled_.resize(end, 0);
  }
  std::copy(part.begin(), part.end(), elements_.begin() + static_cast<std::ptrdiff_t>(first));
  std::fill_n(filled_.begin() + static_cast<std::ptrdiff_t>(first), part.size(), std::uint8_t{1});
  filled_count_ += part.size();
  deadline_ = now + kQuiet;
  const auto full = full_size(expected);
  if (full > 0 && filled_count_ >= full) give_out(expected, ready);
  return true;
}

void ListAssembler::flush_due(core::MonoTime now, std::optional<std::size_t> expected, Ready& ready) {
  if (deadline_ != core::kNever && now >= deadline_) give_out(expected, ready);
}

void ListAssembler::give_out(std::optional<std::size_t> expected, Ready& ready) {
  longest_ = std::max(longest_, elements_.size());
  auto& list = given_[next_given_];
  next_given_ = 1 - next_given_;
  list.assign(elements_.begin(), elements_.end());
  if (list.size() < full_size(expected)) list.resize(full_size(expected));
  clear();
  ready.emplace_back(list);
}

void ListAssembler::clear() {
  elements_.clear();
  filled_.clear();
  filled_count_ = 0;
  deadline_ = core::kNever;
}

}  // namespace bmsgw::codec
