#include "bmsgw/core/point_table.hpp"

namespace bmsgw::core {

void PointTable::resize(std::size_t points) {
  cells_.resize(points);
  stores_.resize(points);
  // Growing moves the stores: the views are taken anew.
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (std::holds_alternative<std::string_view>(cells_[i].value))
      cells_[i].value = std::string_view(stores_[i].text);
    if (std::holds_alternative<List>(cells_[i].value)) cells_[i].value = List(stores_[i].list);
  }
}

void PointTable::keep_content(PointId point, const Value& value) {
  auto& cell = cells_[index_of(point)];
  auto& store = stores_[index_of(point)];
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    store.text.assign(*text);
    cell.value = std::string_view(store.text);
  } else if (const auto* list = std::get_if<List>(&value)) {
    store.list.assign(list->begin(), list->end());
    cell.value = List(store.list);
  }
}

}  // namespace bmsgw::core
