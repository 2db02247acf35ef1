//   answer -> the read's portions -> single values: decoded, told
//                                 -> elements of lists: put into their place; told when nothing is missing
// What is read together is worked out once, in map_decoder_plan.cpp.
#include "bmsgw/codec/modbus/map_decoder.hpp"

#include <algorithm>
#include <cmath>

namespace bmsgw::codec::modbus {

using core::Quality;
using core::Sample;

std::span<const MapDecoder::Portion> MapDecoder::portions_of(std::size_t read) const {
  return std::span(portions_).subspan(plans_[read].first_portion, plans_[read].portions);
}

void MapDecoder::on_answer(std::size_t read, std::span<const std::uint16_t> values,
                           std::vector<Sample>& samples) {
  if (values.size() != reads_[read].count) return on_lost(read, samples);
  for (const auto& portion : portions_of(read)) {
    if (!map_.points[portion.point].list) {
      take_value(portion, values, samples);
      continue;
    }
    auto& point = points_[portion.point];
    const auto elements = point.elements.hear(portion.first, portion.count);
    point.reader.read_elements(values.subspan(portion.offset), portion.first, elements);
  }
  give_whole_lists(read, samples);
  note_answered(read);
}

void MapDecoder::on_lost(std::size_t read, std::vector<Sample>& samples) {
  for (const auto& portion : portions_of(read)) {
    if (map_.points[portion.point].list) {
      const auto elements = points_[portion.point].elements.hear(portion.first, portion.count);
      std::ranges::fill(elements, core::ListElement());
      continue;
    }
    tell_unavailable(portion.point, samples);
    for (const auto list : points_[portion.point].lists) {
      if (points_[list].size == 0) tell_unavailable(list, samples);
    }
  }
  give_whole_lists(read, samples);
}

void MapDecoder::on_all_lost(std::vector<Sample>& samples) {
  for (std::uint32_t point = 0; point < points_.size(); ++point) {
    if (map_.points[point].list) points_[point].elements.begin_anew();
    tell_unavailable(point, samples);
  }
}

void MapDecoder::take_value(const Portion& portion, std::span<const std::uint16_t> values,
                            std::vector<Sample>& samples) {
  auto& point = points_[portion.point];
  auto& sample = samples.emplace_back();
  sample.point = map_.points[portion.point].point;
  sample.quality = point.reader.read(values.subspan(portion.offset), point.text, sample.value);
  if (point.lists.empty()) return;
  const auto teller = sample;  // the samples may move
  for (const auto list : point.lists) tell_size(list, teller, samples);
}

/// More elements than there are places for are cut; who doesn't say how many says that there are none.
void MapDecoder::tell_size(std::uint32_t list, const Sample& teller, std::vector<Sample>& samples) {
  const auto number = teller.quality == Quality::good ? core::number_of(teller.value) : std::nullopt;
  const double most = map_.points[list].place.count;
  if (number && *number > most && *number != points_[list].told) cut_.push_back({list, *number});
  points_[list].told = number.value_or(0);
  set_size(list, static_cast<std::uint32_t>(std::clamp(std::round(number.value_or(0)), 0.0, most)));
  if (points_[list].size == 0) tell_unavailable(list, samples);
}

void MapDecoder::set_size(std::uint32_t list, std::uint32_t size) {
  points_[list].size = size;
  if (size != points_[list].elements.size()) is_outdated_ = true;
}

void MapDecoder::give_whole_lists(std::size_t read, std::vector<Sample>& samples) {
  for (const auto& portion : portions_of(read)) {
    if (map_.points[portion.point].list) give_if_whole(portion.point, samples);
  }
}

/// One that has another size by now says nothing any more.
void MapDecoder::give_if_whole(std::uint32_t list, std::vector<Sample>& samples) {
  auto& point = points_[list];
  if (!point.elements.is_whole() || point.elements.size() != point.size) return;
  const auto given = point.elements.give_out();
  if (given.empty()) return tell_unavailable(list, samples);
  samples.push_back({map_.points[list].point, Quality::good, given});
}

void MapDecoder::tell_unavailable(std::uint32_t point, std::vector<Sample>& samples) const {
  samples.push_back({map_.points[point].point, Quality::unavailable, {}});
}

void MapDecoder::note_answered(std::size_t read) {
  auto& plan = plans_[read];
  if (plan.search == Refusals::kNoSearch || plan.answered) return;
  plan.answered = true;
  end_search(plan.search);
}

/// If none of its parts is open.
void MapDecoder::end_search(std::uint32_t search) {
  const auto is_open = [search](const ReadPlan& plan) { return plan.search == search && !plan.answered; };
  if (std::ranges::none_of(plans_, is_open) && refusals_.end(search)) is_outdated_ = true;
}

}  // namespace bmsgw::codec::modbus
