//   answer -> the read's items -> single values: decoded, told
//                              -> elements of lists: put into their place; told when nothing is missing
// What is read together is worked out once, in agent_decoder_plan.cpp; which objects there are, in
// agent_decoder_presence.cpp; by what factor, in agent_decoder_scale.cpp.
#include "bmsgw/codec/snmp/agent_decoder.hpp"

#include <algorithm>
#include <cmath>

namespace bmsgw::codec::snmp {

using core::Quality;
using core::Sample;

void AgentDecoder::on_answer(std::size_t read, std::span<const core::SnmpValue> values,
                             std::span<const std::string_view> oids, std::vector<Sample>& samples) {
  if (reads_[read].group == Read::kPresence) return hear_presence(read, values, oids, samples);
  if (reads_[read].request.kind == core::SnmpRequest::Kind::get_bulk) {
    if (oids.size() != values.size() || values.size() < plans_[read].places) return on_lost(read, samples);
    take_rows(read, values, oids);
  } else {
    if (values.size() != plans_[read].places) return on_lost(read, samples);
    for (const auto& item : items_of(read)) take(item, values[item.place], samples);
  }
  settle(read, samples);
  give_whole_lists(read, samples);
}

Sample AgentDecoder::decode_alone(std::uint32_t point, const core::SnmpValue& value) const {
  Sample sample{map_.points[point].point, Quality::unavailable, {}};
  const auto* const reader = points_[point].is_over ? nullptr : reader_of(point);
  std::string text;
  if (reader != nullptr) sample.quality = reader->read(value, text, sample.value);
  if (core::is_view(sample.value)) sample.value = {};
  return sample;
}

void AgentDecoder::on_lost(std::size_t read, std::vector<Sample>& samples) {
  if (reads_[read].group == Read::kPresence) return lose_presence(read);
  const auto rows = std::max(reads_[read].request.repetitions, 1U);
  for (const auto& item : items_of(read)) {
    auto& point = points_[item.point];
    if (item.element != kWhole) {
      std::ranges::fill(point.elements.hear(item.element, rows), core::ListElement());
      continue;
    }
    tell_unavailable(item.point, samples);
    for (const auto list : point.lists) {
      if (points_[list].size == 0) tell_unavailable(list, samples);
    }
  }
  give_whole_lists(read, samples);
}

void AgentDecoder::on_all_lost(std::vector<Sample>& samples) {
  for (std::uint32_t i = 0; i < points_.size(); ++i) {
    points_[i].elements.begin_anew();
    points_[i].code.reset();
    tell_unavailable(i, samples);
  }
  for (auto& scale : scales_) scale.forget();
}

void AgentDecoder::take(const Item& item, const core::SnmpValue& value, std::vector<Sample>& samples) {
  if (points_[item.point].is_over) return;
  if (item.element == kWhole) return take_value(item.point, value, samples);
  points_[item.point].elements.hear(item.element, 1)[0] = element_of(item.point, value);
}

void AgentDecoder::take_value(std::uint32_t index, const core::SnmpValue& value,
                              std::vector<Sample>& samples) {
  auto& point = points_[index];
  auto& sample = samples.emplace_back();
  sample.point = map_.points[index].point;
  if (point.is_teller) point.code = code_of(value);
  if (point.is_scaled && !point.is_ready) note_raw(index, value);
  const auto* const reader = reader_of(index);
  sample.quality = reader == nullptr ? Quality::unavailable : reader->read(value, point.text, sample.value);
  point.known = sample.quality == Quality::good ? core::number_of(sample.value) : std::nullopt;
  if (point.lists.empty()) return;
  const auto teller = sample;  // the samples may move
  for (const auto list : point.lists) tell_size(list, teller, samples);
}

/// An answer that ends in the midst of the table was cut to what the agent can send (RFC 3416, 4.2.3): what
/// it lacks is asked for anew, in smaller pieces.
void AgentDecoder::take_rows(std::size_t read, std::span<const core::SnmpValue> values,
                             std::span<const std::string_view> oids) {
  const auto columns = plans_[read].places;
  const auto asked = reads_[read].request.repetitions;
  auto rows = static_cast<std::uint32_t>(std::min<std::size_t>(values.size() / columns, asked));
  const auto last = (rows - 1) * columns;
  const bool is_cut =
      rows < asked && is_within(read, values.subspan(last, columns), oids.subspan(last, columns));
  if (is_cut) {
    limits_.varbinds = rows * columns;
    is_outdated_ = true;
  }
  for (const auto& item : items_of(read))
    take_column(item, is_cut ? rows : asked, columns, values.first(rows * columns), oids);
}

/// Whether any of the row is still one of those that were asked for. At the end of everything the last name
/// is repeated.
bool AgentDecoder::is_within(std::size_t read, std::span<const core::SnmpValue> values,
                             std::span<const std::string_view> oids) const {
  for (const auto& item : items_of(read)) {
    const auto* const absent = std::get_if<core::SnmpAbsent>(&values[item.place]);
    if (absent != nullptr && *absent == core::SnmpAbsent::end_of_view) continue;
    const auto element = objects_.element_of(points_[item.point].object, oids[item.place]);
    if (element && *element >= item.element && *element < item.element + reads_[read].request.repetitions)
      return true;
  }
  return false;
}

/// Each value where its name says; what is beyond the rows, or not in their order, isn't there.
void AgentDecoder::take_column(const Item& item, std::uint32_t rows, std::uint32_t columns,
                               std::span<const core::SnmpValue> values,
                               std::span<const std::string_view> oids) {
  if (points_[item.point].is_over) return;
  const auto elements = points_[item.point].elements.hear(item.element, rows);
  std::ranges::fill(elements, core::ListElement());
  std::uint32_t next = item.element;
  for (std::size_t at = item.place; at < values.size(); at += columns) {
    const auto element = objects_.element_of(points_[item.point].object, oids[at]);
    if (!element || *element < next || *element >= item.element + rows) continue;
    elements[*element - item.element] = element_of(item.point, values[at]);
    next = *element + 1;
  }
}

core::ListElement AgentDecoder::element_of(std::uint32_t index, const core::SnmpValue& value) {
  const auto& point = points_[index];
  if (point.is_scaled) return point.is_ready ? point.reader.raw(value) : note_raw(index, value);
  const auto* const reader = reader_of(index);
  return reader == nullptr ? std::nullopt : reader->element(value);
}

/// Nothing: nobody knows yet how to.
const ValueReader* AgentDecoder::reader_of(std::uint32_t index) const {
  const auto& point = points_[index];
  const auto& choice = map_.points[index].choice;
  if (!choice) return point.is_ready ? &point.reader : nullptr;
  if (choice->teller >= points_.size() || !points_[choice->teller].code) return nullptr;
  const auto code = *points_[choice->teller].code;
  const auto found = std::ranges::find(point.choices, code, &std::pair<std::int64_t, ValueReader>::first);
  return found == point.choices.end() ? nullptr : &found->second;
}

/// More elements than there are places for are cut; who doesn't say how many says that there are none.
void AgentDecoder::tell_size(std::uint32_t list, const Sample& teller, std::vector<Sample>& samples) {
  auto& point = points_[list];
  const auto number = teller.quality == Quality::good ? core::number_of(teller.value) : std::nullopt;
  const double most = map_.points[list].place.count;
  const double told = number.value_or(0);
  if (told > most && point.told != told) cut_.push_back({list, told});
  if (point.told && *point.told != told) look_again(point.object);
  point.told = told;
  set_size(list, static_cast<std::uint32_t>(std::clamp(std::round(told), 0.0, most)));
  if (point.size == 0) tell_unavailable(list, samples);
}

void AgentDecoder::set_size(std::uint32_t list, std::uint32_t size) {
  points_[list].size = size;
  if (size != points_[list].elements.size()) is_outdated_ = true;
}

void AgentDecoder::give_whole_lists(std::size_t read, std::vector<Sample>& samples) {
  for (const auto list : lists_of(read)) {
    const auto& point = points_[list];
    // One that has another size by now says nothing any more.
    if (point.elements.is_whole() && point.elements.size() == point.size && !point.is_over)
      give_list(list, samples);
  }
}

void AgentDecoder::give_list(std::uint32_t index, std::vector<Sample>& samples) {
  auto& point = points_[index];
  if (point.is_scaled && point.is_ready) {
    for (auto& element : point.elements.all()) element = element ? point.reader.scaled(*element) : element;
  }
  const auto given = point.elements.give_out();
  if (given.empty() || !point.is_ready) return tell_unavailable(index, samples);
  const auto first = std::ranges::find_if(given, &core::ListElement::has_value);
  point.known = *first;
  samples.push_back({map_.points[index].point, Quality::good, given});
}

void AgentDecoder::tell_unavailable(std::uint32_t index, std::vector<Sample>& samples) {
  if (points_[index].is_over) return;
  points_[index].known.reset();
  samples.push_back({map_.points[index].point, Quality::unavailable, {}});
}

}  // namespace bmsgw::codec::snmp
