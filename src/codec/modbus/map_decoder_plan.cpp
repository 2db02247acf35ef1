//   points -> claims: the items of each value and element, and whose they are -> reads -> portions: what a
//   read has of a point
// And what the device refuses: a read is cut in two until one value is left, which is parked. So one among n
// is found by about 2 log2 n requests, k of them by never more than 2 n.
#include <algorithm>
#include <iterator>
#include <tuple>

#include "bmsgw/codec/modbus/map_decoder.hpp"
#include "bmsgw/codec/modbus/value_codec.hpp"

namespace bmsgw::codec::modbus {
namespace {

std::uint32_t end_of(const Read& read) {
  return std::uint32_t{read.address} + read.count;
}
std::uint32_t end_of(const Atom& atom) {
  return std::uint32_t{atom.address} + atom.count;
}

/// Those of a plan are in this order, strictly: of two that overlap partly one begins later.
bool is_before(const Read& a, const Read& b) {
  return std::tie(a.group, a.function, a.address, a.count) <
         std::tie(b.group, b.function, b.address, b.count);
}

bool is_same_place(const Atom& atom, const Read& read) {
  return atom.function == read.function && atom.address == read.address && atom.count == read.count;
}

}  // namespace

MapDecoder::MapDecoder(const MapSpec& map) : map_(map) {
  points_.reserve(map.points.size());
  for (const auto& spec : map.points) {
    const auto size = spec.list && !spec.count_from ? std::uint32_t{spec.place.count} : 0U;
    points_.push_back({ValueReader(spec.place, spec.format), {}, 0, size, {}, {}});
  }
  for (std::uint32_t i = 0; i < map.points.size(); ++i) {
    const auto& teller = map.points[i].count_from;
    if (map.points[i].list && teller && *teller < points_.size()) points_[*teller].lists.push_back(i);
  }
  replan();
}

void MapDecoder::replan() {
  refusals_.forget_ended();
  for (auto& point : points_) point.elements.resize(point.size);
  plan();
  // What is whole because the rest of it went is told next time: there is nobody to tell now.
  for (auto& point : points_) {
    if (point.elements.is_whole()) point.elements.begin_anew();
  }
  is_outdated_ = false;
}

void MapDecoder::reset() {
  refusals_.clear();
  replan();
}

void MapDecoder::plan() {
  const auto answered = answered_parts();
  const auto wanted = claims();
  std::vector<Atom> atoms;
  atoms.reserve(wanted.size());
  for (const auto& claim : wanted) atoms.push_back(claim.atom);
  reads_ = plan_reads(std::move(atoms), map_.limits, refusals_.obstacles());
  plan_portions(wanted);
  plan_lists();
  plan_searches(answered);
}

/// By point and element.
std::vector<MapDecoder::Claim> MapDecoder::claims() const {
  std::vector<Claim> claims;
  for (std::uint32_t i = 0; i < points_.size(); ++i) {
    const auto& spec = map_.points[i];
    if (spec.list) {
      claim_elements(i, claims);
    } else {
      claim({{spec.place.function, spec.place.address, items_of(spec.place), spec.group}, i}, claims);
    }
  }
  return claims;
}

void MapDecoder::claim_elements(std::uint32_t point, std::vector<Claim>& claims) const {
  const auto& place = map_.points[point].place;
  const auto size = static_cast<std::uint32_t>(points_[point].elements.size());
  for (std::uint32_t first = 0; first < size;) {
    const auto bit = place.bit + first;
    const auto count = is_packed(place) ? std::min(16 - bit % 16, size - first) : 1U;
    const auto address = place.address + (is_packed(place) ? bit / 16 : first * place.stride);
    if (address > 0xFFFFU) return;
    const Atom atom{place.function, static_cast<std::uint16_t>(address), items_of(place),
                    map_.points[point].group};
    claim({atom, point, first, count}, claims);
    first += count;
  }
}

void MapDecoder::claim(const Claim& claim, std::vector<Claim>& claims) const {
  if (!refusals_.is_parked(claim.atom)) claims.push_back(claim);
}

/// Neighbouring elements of a list are one portion.
void MapDecoder::plan_portions(const std::vector<Claim>& claims) {
  portions_.clear();
  for (const auto& claim : claims) {
    const auto read = read_of(claim.atom);
    if (!read) continue;
    auto* const last = portions_.empty() ? nullptr : &portions_.back();
    if (last != nullptr && last->read == *read && last->point == claim.point &&
        last->first + last->count == claim.first) {
      last->count += claim.count;
    } else {
      const auto offset = static_cast<std::uint16_t>(claim.atom.address - reads_[*read].address);
      portions_.push_back({*read, claim.point, claim.first, claim.count, offset});
    }
  }
  std::ranges::stable_sort(portions_, {}, &Portion::read);
  plans_.assign(reads_.size(), {});
  for (std::uint32_t i = 0; i < portions_.size(); ++i) {
    auto& plan = plans_[portions_[i].read];
    if (plan.portions++ == 0) plan.first_portion = i;
  }
}

/// The first that covers it: reads that come later also end later. Nothing: it can't be read.
std::optional<std::uint32_t> MapDecoder::read_of(const Atom& atom) const {
  const auto comes_before = [&atom](const Read& read) {
    return std::tuple(read.group, read.function, end_of(read)) <
           std::tuple(atom.group, atom.function, end_of(atom));
  };
  const auto found = std::partition_point(reads_.begin(), reads_.end(), comes_before);
  if (found == reads_.end() || !found->covers(atom)) return std::nullopt;
  return static_cast<std::uint32_t>(found - reads_.begin());
}

void MapDecoder::plan_lists() {
  for (auto& point : points_) point.elements.begin_plan();
  for (const auto& portion : portions_) {
    if (map_.points[portion.point].list) points_[portion.point].elements.expect(portion.first, portion.count);
  }
  for (auto& point : points_) point.elements.end_plan();
}

std::vector<Read> MapDecoder::answered_parts() const {
  std::vector<Read> answered;
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    if (plans_[i].answered) answered.push_back(reads_[i]);
  }
  return answered;
}

void MapDecoder::plan_searches(const std::vector<Read>& answered) {
  for (std::size_t i = 0; i < reads_.size(); ++i) {
    plans_[i].search = refusals_.search_of(reads_[i]);
    plans_[i].answered = std::binary_search(answered.begin(), answered.end(), reads_[i], is_before);
  }
}

std::vector<MapDecoder::Culprit> MapDecoder::split(std::size_t read, std::vector<core::Sample>& samples) {
  const auto refused = reads_[read];
  std::vector<Atom> atoms;
  for (const auto& claim : claims()) {
    if (refused.covers(claim.atom)) atoms.push_back(claim.atom);
  }
  const auto halves = modbus::split(refused, std::move(atoms));
  if (halves.size() == 1) {
    auto culprits = park(read);
    tell_parked(culprits, samples);
    return culprits;
  }
  const auto* const next = read + 1 < reads_.size() ? &reads_[read + 1] : nullptr;
  const bool is_next = next != nullptr && next->group == refused.group && next->function == refused.function;
  refusals_.cut(refused, halves[1].address, is_next ? std::optional(next->address) : std::nullopt);
  plan();
  return {};
}

std::vector<MapDecoder::Culprit> MapDecoder::park(std::size_t read) {
  const auto refused = reads_[read];
  const auto search = plans_[read].search;
  std::vector<Culprit> culprits;
  for (const auto& claim : claims()) {
    if (!is_same_place(claim.atom, refused)) continue;
    for (std::uint32_t i = 0; i < claim.count; ++i)
      culprits.push_back({claim.point, claim.first + i, refused.function, refused.address});
  }
  refusals_.park(refused);
  plan();
  if (search != Refusals::kNoSearch) end_search(search);
  return culprits;
}

/// `culprits`: those of a point are neighbours.
void MapDecoder::tell_parked(const std::vector<Culprit>& culprits, std::vector<core::Sample>& samples) {
  for (std::size_t i = 0; i < culprits.size(); ++i) {
    const auto index = culprits[i].point;
    if (i > 0 && culprits[i - 1].point == index) continue;
    const auto& point = points_[index];
    if (map_.points[index].list && point.elements.expected() > 0) {
      give_if_whole(index, samples);
      continue;
    }
    tell_unavailable(index, samples);
    for (const auto list : point.lists) {
      set_size(list, 0);
      tell_unavailable(list, samples);
    }
  }
}

}  // namespace bmsgw::codec::modbus
