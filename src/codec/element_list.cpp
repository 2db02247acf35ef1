#include "bmsgw/codec/element_list.hpp"

#include <algorithm>

namespace bmsgw::codec {

void ElementList::resize(std::size_t size) {
  elements_.resize(size);
  marks_.resize(size, 0);
}

void ElementList::begin_plan() {
  for (auto& mark : marks_) mark &= kHeard;
  expected_ = 0;
  heard_ = 0;
}

void ElementList::expect(std::size_t first, std::size_t count) {
  for (auto& mark : std::span(marks_).subspan(first, count)) {
    if ((mark & kHeard) != 0) ++heard_;
    mark |= kRead;
  }
  expected_ += count;
}

void ElementList::end_plan() {
  for (std::size_t i = 0; i < marks_.size(); ++i) {
    if ((marks_[i] & kRead) != 0) continue;
    marks_[i] = 0;
    elements_[i].reset();
  }
}

std::span<core::ListElement> ElementList::hear(std::size_t first, std::size_t count) {
  for (auto& mark : std::span(marks_).subspan(first, count)) {
    if ((mark & kHeard) == 0) ++heard_;
    mark |= kHeard;
  }
  return std::span(elements_).subspan(first, count);
}

core::List ElementList::give_out() {
  begin_anew();
  const bool has_value =
      std::ranges::any_of(elements_, [](const core::ListElement& element) { return element.has_value(); });
  return has_value ? core::List(elements_) : core::List();
}

void ElementList::begin_anew() {
  for (auto& mark : marks_) mark &= kRead;
  heard_ = 0;
}

}  // namespace bmsgw::codec
