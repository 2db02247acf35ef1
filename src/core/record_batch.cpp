#include "bmsgw/core/record_batch.hpp"

namespace bmsgw::core {
namespace {

template <typename T, typename Source>
void store(std::vector<T>& into, const Source& items, Record& record) {
  record.offset = static_cast<std::uint32_t>(into.size());
  record.size = static_cast<std::uint32_t>(items.size());
  into.insert(into.end(), items.begin(), items.end());
}

template <typename T>
std::span<const T> part(const std::vector<T>& of, const Record& record) {
  return std::span<const T>(of).subspan(record.offset, record.size);
}

}  // namespace

void RecordBatch::keep_content(const Value& value, Record& record) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    store(text_, *text, record);
    record.value = std::string_view{};
  } else if (const auto* list = std::get_if<List>(&value)) {
    store(elements_, *list, record);
    record.value = List{};
  } else if (const auto* keys = std::get_if<KeyList>(&value)) {
    store(keys_, *keys, record);
    record.value = KeyList{};
  }
}

void RecordBatch::append(const RecordBatch& other) {
  for (const auto& record : other.records_) {
    add(record.unix_ms, record.output, record.quality, record.tell_quality, other.value_of(record));
  }
}

void RecordBatch::clear() {
  records_.clear();
  text_.clear();
  elements_.clear();
  keys_.clear();
}

Value RecordBatch::value_of(const Record& record) const {
  if (std::holds_alternative<std::string_view>(record.value)) {
    return std::string_view(text_.data() + record.offset, record.size);
  }
  if (std::holds_alternative<List>(record.value)) return part(elements_, record);
  if (std::holds_alternative<KeyList>(record.value)) return part(keys_, record);
  return record.value;
}

std::size_t RecordBatch::bytes() const {
  return records_.size() * sizeof(Record) + text_.size() + elements_.size() * sizeof(ListElement) +
         keys_.size() * sizeof(KeyRef);
}

}  // namespace bmsgw::core
