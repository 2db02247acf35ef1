#include "bmsgw/codec/modbus/refusals.hpp"

#include <algorithm>

namespace bmsgw::codec::modbus {
namespace {

Atom atom_of(const Read& read) {
  return {read.function, read.address, read.count, read.group};
}

Atom of_any_group(Atom atom) {
  atom.group = 0;
  return atom;
}

}  // namespace

void Refusals::cut(const Read& read, std::uint16_t middle, std::optional<std::uint16_t> next) {
  auto search = search_of(read);
  if (search == kNoSearch) {
    search = static_cast<std::uint32_t>(searches_.size());
    searches_.push_back({read, {}});
  }
  auto& cuts = searches_[search].cuts;
  cuts.push_back({read.function, read.group, read.address});
  cuts.push_back({read.function, read.group, middle});
  if (next) cuts.push_back({read.function, read.group, *next});
}

void Refusals::park(const Read& value) {
  const auto atom = of_any_group(atom_of(value));
  parked_.insert(std::ranges::lower_bound(parked_, atom), atom);
  const auto search = search_of(value);
  if (search != kNoSearch) searches_[search].found = true;
}

bool Refusals::is_parked(const Atom& atom) const {
  return std::ranges::binary_search(parked_, of_any_group(atom));
}

Obstacles Refusals::obstacles() const {
  Obstacles obstacles;
  for (const auto& atom : parked_) {
    const auto last = static_cast<std::uint16_t>(atom.address + atom.count - 1);
    obstacles.holes.push_back({atom.function, atom.address, last});
  }
  for (const auto& search : searches_)
    obstacles.cuts.insert(obstacles.cuts.end(), search.cuts.begin(), search.cuts.end());
  return obstacles;
}

std::uint32_t Refusals::search_of(const Read& read) const {
  const auto covers = [atom = atom_of(read)](const Search& search) { return search.extent.covers(atom); };
  const auto found = std::ranges::find_if(searches_, covers);
  return found == searches_.end() ? kNoSearch : static_cast<std::uint32_t>(found - searches_.begin());
}

bool Refusals::end(std::uint32_t search) {
  auto& one = searches_[search];
  one.ended = one.found;
  return one.ended;
}

void Refusals::forget_ended() {
  std::erase_if(searches_, [](const Search& search) { return search.ended; });
}

void Refusals::clear() {
  searches_.clear();
  parked_.clear();
}

}  // namespace bmsgw::codec::modbus
