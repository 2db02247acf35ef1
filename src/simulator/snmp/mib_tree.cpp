#include "simulator/snmp/mib_tree.hpp"

#include <algorithm>
#include <utility>

namespace bmsgw::simulator::snmp {

std::optional<Value> MibTree::Place::value() const {
  if (column->read) return column->read(element);
  return column->kept[element];
}

void MibTree::Place::set(const Value& value) const {
  column->kept[element] = value;
  if (column->written) column->written(element, value);
}

void MibTree::add_table(const Oid& oid, std::size_t count, Column column) {
  const auto shared = std::make_shared<Column>(std::move(column));
  for (std::size_t i = 0; i < count; ++i)
    add_single(joined(oid, static_cast<std::uint32_t>(i + 1)), shared, i);
}

void MibTree::add_scalar(const Oid& oid, Column column) {
  add_single(joined(oid, 0), std::make_shared<Column>(std::move(column)), 0);
}

bool MibTree::add_single(const Oid& instance, const std::shared_ptr<Column>& column, std::size_t element) {
  const bool added = places_.try_emplace(instance, Place{column.get(), element}).second;
  if (added && (columns_.empty() || columns_.back() != column)) columns_.push_back(column);
  return added;
}

const MibTree::Place* MibTree::find(const Oid& oid) const {
  const auto found = places_.find(oid);
  return found == places_.end() ? nullptr : &found->second;
}

MibTree::Iterator MibTree::next(const Oid& oid) const {
  auto found = places_.upper_bound(oid);
  while (found != places_.end() && !found->second.value()) ++found;
  return found;
}

bool MibTree::knows_object(const Oid& instance) const {
  if (instance.empty()) return false;
  const Oid object(instance.begin(), instance.end() - 1);
  const auto found = places_.lower_bound(object);
  if (found == places_.end() || found->first.size() <= object.size()) return false;
  return std::equal(object.begin(), object.end(), found->first.begin());
}

std::optional<std::int64_t> MibTree::number(const Oid& scalar) const {
  const auto* place = find(joined(scalar, 0));
  const auto value = place == nullptr ? std::nullopt : place->value();
  return value ? std::optional(value->number) : std::nullopt;
}

void MibTree::keep(const Oid& scalar, std::int64_t number) {
  const auto* place = find(joined(scalar, 0));
  if (place != nullptr && !place->column->kept.empty()) place->column->kept[0].number = number;
}

}  // namespace bmsgw::simulator::snmp
