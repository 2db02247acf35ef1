// What the agent has. First each object is asked for by GETNEXT. Where an element of a column is refused all
// the same, GETNEXT tells as well which one comes next, so that what ends before the map does costs two
// requests and not one for each of what is missing.
#include <algorithm>

#include "bmsgw/codec/snmp/agent_decoder.hpp"

namespace bmsgw::codec::snmp {

using Kind = core::SnmpRequest::Kind;

void AgentDecoder::ask_presence() {
  limits_ = map_.limits;  // it may have been a bad moment that made requests smaller
  limits_.bulk = limits_.bulk && !no_bulk_;
  objects_.ask_all();
  is_outdated_ = true;
}

void AgentDecoder::hear_presence(std::size_t read, std::span<const core::SnmpValue> values,
                                 std::span<const std::string_view> oids, std::vector<core::Sample>& samples) {
  const auto questions = questions_of(read);
  if (values.size() != questions.size() || oids.size() != questions.size()) return lose_presence(read);
  for (std::size_t i = 0; i < questions.size(); ++i) hear_question(questions[i], values[i], oids[i], samples);
  is_outdated_ = true;
}

void AgentDecoder::hear_question(const Question& question, const core::SnmpValue& value, std::string_view oid,
                                 std::vector<core::Sample>& samples) {
  const auto object = question.object;
  const bool was_absent = objects_[object].absent;
  question.is_first ? objects_.hear_first(object, value, oid) : objects_.hear_beyond(object, value, oid);
  if (objects_[object].absent && !was_absent) tell_absent(object, samples);
  if (!objects_[object].absent) tell_empty(object, samples);
}

/// Nobody knows: it is tried.
void AgentDecoder::lose_presence(std::size_t read) {
  for (const auto& question : questions_of(read))
    question.is_first ? objects_.assume(question.object) : objects_.stop_seeking(question.object);
  is_outdated_ = true;
}

bool AgentDecoder::on_absent(std::size_t read, std::uint32_t index, std::vector<core::Sample>& samples) {
  if (index == 0 || index > plans_[read].places) return false;
  is_outdated_ = true;
  if (reads_[read].group == Read::kPresence) {
    hear_question(questions_of(read)[index - 1], core::SnmpAbsent::end_of_view, {}, samples);
    return true;
  }
  const auto items = items_of(read);
  const auto item = *std::ranges::find(items, index - 1, &Item::place);
  const auto object = points_[item.point].object;
  if (item.element == kWhole || reads_[read].request.kind == Kind::get_bulk) {
    objects_.refuse(object);
    tell_absent(object, samples);
  } else {
    objects_.refuse(object, item.element);
    tell_empty(object, samples);
  }
  return true;
}

/// Lists of which nobody says how many elements they have are read as far as the map goes.
void AgentDecoder::tell_absent(std::uint32_t object, std::vector<core::Sample>& samples) {
  for (std::uint32_t i = 0; i < points_.size(); ++i) {
    auto& point = points_[i];
    if (point.object != object) continue;
    tell_unavailable(i, samples);
    point.code.reset();
    for (const auto list : point.lists) {
      points_[list].told.reset();
      set_size(list, map_.points[list].place.count);
    }
  }
}

/// Lists that have no element left.
void AgentDecoder::tell_empty(std::uint32_t object, std::vector<core::Sample>& samples) {
  for (std::uint32_t i = 0; i < points_.size(); ++i) {
    const auto size = points_[i].size;
    if (points_[i].object == object && size > 0 && objects_.missing_of(object, size) == size)
      tell_unavailable(i, samples);
  }
}

void AgentDecoder::look_again(std::uint32_t object) {
  if (!objects_[object].absent && objects_[object].missing.empty()) return;
  objects_.look_again(object);
  is_outdated_ = true;
}

bool AgentDecoder::on_too_big(std::size_t read) {
  const auto& request = reads_[read].request;
  const auto objects = plans_[read].places * std::max(request.repetitions, 1U);
  if (objects <= 1) return false;
  limits_.varbinds = objects / 2;
  limits_.bytes /= 2;
  is_outdated_ = true;
  return true;
}

std::size_t AgentDecoder::absent() const {
  std::size_t count = 0;
  for (const auto& point : points_) {
    if (point.is_over) continue;
    count += objects_[point.object].absent ? 1 : objects_.missing_of(point.object, point.size);
  }
  return count;
}

bool AgentDecoder::is_absent(const PointPlan& point) const {
  return objects_[point.object].absent ||
         (point.size > 0 && objects_.missing_of(point.object, point.size) == point.size);
}

std::size_t AgentDecoder::absent_points() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(points_, [this](const PointPlan& point) { return is_absent(point); }));
}

std::vector<std::uint32_t> AgentDecoder::absent_list() const {
  std::vector<std::uint32_t> absent;
  for (std::uint32_t i = 0; i < points_.size(); ++i) {
    if (is_absent(points_[i])) absent.push_back(i);
  }
  return absent;
}

void AgentDecoder::stop_bulk() {
  no_bulk_ = true;
  limits_.bulk = false;
  is_outdated_ = true;
}

std::span<const AgentDecoder::Question> AgentDecoder::questions_of(std::size_t read) const {
  return std::span(questions_).subspan(plans_[read].first, plans_[read].count);
}

}  // namespace bmsgw::codec::snmp
