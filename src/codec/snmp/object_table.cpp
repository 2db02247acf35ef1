// GETNEXT names the first object after the one asked for (RFC 1157, 4.1.3), so it tells without any error
// whether an object is there: v1 refuses a GET of many for the sake of one.
//   scalar a.b.0     asked: a.b      there: a.b.0
//   scalar a.b.3     asked: a.b.2    there: a.b.3
//   column c         asked: c        there: any c.n; elements before n are missing
//   after element k  asked: c.k      c.n: those between are missing; none: all of the rest
//   from element k   asked: c.k-1    c.k: it is there again
#include "bmsgw/codec/snmp/object_table.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace bmsgw::codec::snmp {
namespace {

constexpr std::uint64_t kNoInstance = ~std::uint64_t{0};

/// Of an object in a column with one number as its index.
std::uint64_t instance_of(std::string_view oid, std::string_view column) {
  if (oid.size() < column.size() + 2 || !oid.starts_with(column) || oid[column.size()] != '.')
    return kNoInstance;
  const auto* const end = oid.data() + oid.size();
  std::uint32_t instance = 0;
  const auto got = std::from_chars(oid.data() + column.size() + 1, end, instance);
  return got.ec == std::errc{} && got.ptr == end ? instance : kNoInstance;
}

/// NULL is one: the object is there, and says nothing.
bool is_value(const core::SnmpValue& value) {
  const auto* const absent = std::get_if<core::SnmpAbsent>(&value);
  return absent == nullptr || *absent == core::SnmpAbsent::null;
}

/// Of a scalar: what stands right before it.
std::string before(std::string_view oid) {
  const auto dot = oid.rfind('.');
  if (dot == std::string_view::npos) return std::string(oid);
  const std::string parent(oid.substr(0, dot));
  const auto instance = instance_of(oid, parent);
  return instance == 0 || instance == kNoInstance ? parent : parent + "." + std::to_string(instance - 1);
}

}  // namespace

std::uint32_t ObjectTable::add(const PointSpec& spec) {
  const auto& place = spec.place;
  const auto is_same = [&spec, &place](const Object& object) {
    return object.oid == place.oid && object.list == spec.list && object.first_index == place.first_index;
  };
  const auto found = std::ranges::find_if(objects_, is_same);
  if (found == objects_.end()) {
    objects_.push_back(
        {place.oid, spec.list, place.is_text, place.first_index, place.count, {}, true, {}, {}});
    return static_cast<std::uint32_t>(objects_.size() - 1);
  }
  found->count = std::max(found->count, place.count);
  found->is_text = found->is_text || place.is_text;
  return static_cast<std::uint32_t>(found - objects_.begin());
}

bool ObjectTable::has(std::uint32_t object, std::uint32_t element) const {
  const auto& one = objects_[object];
  return !one.absent && (one.missing.empty() || one.missing[element] == 0);
}

std::size_t ObjectTable::missing_of(std::uint32_t object, std::uint32_t size) const {
  const auto& missing = objects_[object].missing;
  const auto end = missing.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(size, missing.size()));
  return static_cast<std::size_t>(std::count(missing.begin(), end, 1));
}

void ObjectTable::ask_all() {
  for (auto& object : objects_) object.asked = true;
}

bool ObjectTable::is_asking() const {
  return std::ranges::any_of(objects_, &Object::asked);
}

std::string ObjectTable::question(std::uint32_t object) const {
  const auto& one = objects_[object];
  if (one.asked) return one.list ? one.oid : before(one.oid);
  if (!one.seek || one.absent) return {};
  return one.seek->again ? oid_before(object, one.seek->element) : oid_of(object, one.seek->element);
}

void ObjectTable::hear_first(std::uint32_t object, const core::SnmpValue& value, std::string_view oid) {
  auto& one = objects_[object];
  const bool is_it = one.list ? oid != one.oid && core::is_under(oid, one.oid) : oid == one.oid;
  const bool is_there = is_value(value) && is_it;
  if (!is_there || one.absent) restore(one);
  one.asked = false;
  one.absent = !is_there;
  one.seek.reset();
  if (!is_there || !one.list) return;
  const auto instance = instance_of(oid, one.oid);
  if (instance == kNoInstance || instance < one.first_index) return seek_missing(one, 0);
  lose(one, 0, instance - one.first_index);
  find(one, instance - one.first_index);
  seek_missing(one, instance - one.first_index);
}

void ObjectTable::hear_beyond(std::uint32_t object, const core::SnmpValue& value, std::string_view oid) {
  auto& one = objects_[object];
  if (!one.seek) return;
  const auto seek = *std::exchange(one.seek, std::nullopt);
  if (!is_value(value) || !core::is_under(oid, one.oid)) return lose(one, seek.element, one.count);
  const auto instance = instance_of(oid, one.oid);
  const auto least = std::uint64_t{one.first_index} + seek.element + (seek.again ? 0 : 1);
  if (instance == kNoInstance || instance < least) return;
  const auto element = instance - one.first_index;
  lose(one, seek.element, element);
  find(one, element);
  if (seek.again) seek_missing(one, element);
}

void ObjectTable::lose(Object& object, std::uint32_t first, std::uint64_t end) {
  const auto last = static_cast<std::uint32_t>(std::min<std::uint64_t>(end, object.count));
  if (first >= last) return;
  object.missing.resize(object.count, 0);
  std::fill(object.missing.begin() + first, object.missing.begin() + last, std::uint8_t{1});
}

void ObjectTable::find(Object& object, std::uint64_t element) {
  if (element < object.missing.size()) object.missing[element] = 0;
}

void ObjectTable::seek_missing(Object& object, std::uint64_t from) {
  for (auto i = from; i < object.missing.size(); ++i) {
    if (object.missing[i] == 0) continue;
    object.seek = Seek{static_cast<std::uint32_t>(i), true};
    return;
  }
}

void ObjectTable::assume(std::uint32_t object) {
  restore(objects_[object]);
  objects_[object].asked = false;
}

void ObjectTable::refuse(std::uint32_t object) {
  objects_[object].absent = true;
}

void ObjectTable::refuse(std::uint32_t object, std::uint32_t element) {
  auto& one = objects_[object];
  lose(one, element, std::uint64_t{element} + 1);
  if (!one.seek) one.seek = Seek{element, false};
}

void ObjectTable::look_again(std::uint32_t object) {
  auto& one = objects_[object];
  one.absent ? restore(one) : seek_missing(one, 0);
}

void ObjectTable::restore(Object& object) {
  object.absent = false;
  object.seek.reset();
  object.missing.clear();
}

std::optional<std::uint32_t> ObjectTable::element_of(std::uint32_t object, std::string_view oid) const {
  const auto& one = objects_[object];
  const auto instance = instance_of(oid, one.oid);
  if (instance == kNoInstance || instance < one.first_index || instance - one.first_index >= one.count)
    return std::nullopt;
  return static_cast<std::uint32_t>(instance - one.first_index);
}

std::string ObjectTable::oid_of(std::uint32_t object, std::uint32_t element) const {
  const auto& one = objects_[object];
  return one.oid + "." + std::to_string(std::uint64_t{one.first_index} + element);
}

std::string ObjectTable::oid_before(std::uint32_t object, std::uint32_t element) const {
  const auto& one = objects_[object];
  const auto instance = std::uint64_t{one.first_index} + element;
  return instance == 0 ? one.oid : one.oid + "." + std::to_string(instance - 1);
}

}  // namespace bmsgw::codec::snmp
