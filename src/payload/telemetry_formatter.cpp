#include "bmsgw/payload/telemetry_formatter.hpp"

#include <utility>

#include "bmsgw/payload/json_writer.hpp"

namespace bmsgw::payload {
namespace {

using core::index_of;
using core::OutputDescription;
using core::Record;
using core::RecordBatch;

constexpr std::string_view kClosing = "}}]";
constexpr std::size_t kOpeningBytes = 48;  // `,{"ts":<20 digits>,"values":{` and what closes it

}  // namespace

TelemetryFormatter::TelemetryFormatter(const std::vector<OutputDescription>& outputs, std::size_t max_bytes)
    : outputs_(outputs), max_bytes_(max_bytes), last_object_(outputs.size(), 0) {}

void TelemetryFormatter::format(const RecordBatch& batch, std::vector<std::string>& messages) {
  for (const auto& record : batch.records()) add_record(batch, record, messages);
  close_message(messages);
}

void TelemetryFormatter::add_record(const RecordBatch& batch, const Record& record,
                                    std::vector<std::string>& messages) {
  entries_.clear();
  format_entries(batch, record);
  if (entries_.empty()) return;
  if (entries_.size() + kOpeningBytes > max_bytes_) {
    ++oversized_;
    return;
  }
  if (message_.size() + entries_.size() + kOpeningBytes > max_bytes_) close_message(messages);
  auto& last_object = last_object_[index_of(record.output)];
  if (!object_open_ || object_ms_ != record.unix_ms || last_object == object_number_) {
    open_object(record.unix_ms);
  } else {
    message_.push_back(',');
  }
  last_object = object_number_;
  message_.append(entries_);
}

void TelemetryFormatter::open_object(std::int64_t unix_ms) {
  message_.append(object_open_ ? "}},{\"ts\":" : "[{\"ts\":");
  append_json_integer(message_, unix_ms);
  message_.append(",\"values\":{");
  object_open_ = true;
  object_ms_ = unix_ms;
  ++object_number_;
}

void TelemetryFormatter::close_message(std::vector<std::string>& messages) {
  if (!std::exchange(object_open_, false)) return;
  message_.append(kClosing);
  messages.push_back(message_);
  message_.clear();
}

void TelemetryFormatter::append_key(const std::string& key, std::string_view suffix) {
  if (!entries_.empty()) entries_.push_back(',');
  if (suffix.empty()) {
    append_json_text(entries_, key);
  } else {
    append_json_text(entries_, key + std::string(suffix));
  }
  entries_.push_back(':');
}

void TelemetryFormatter::format_entries(const RecordBatch& batch, const Record& record) {
  const auto& output = outputs_[index_of(record.output)];
  format_value(output, batch.value_of(record));
  if (!record.tell_quality) return;
  append_key(output.key, "Quality");
  append_json_text(entries_, core::to_string(record.quality));
}

void TelemetryFormatter::format_value(const OutputDescription& output, const core::Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return;
  if (const auto* list = std::get_if<core::List>(&value); list != nullptr && output.expand) {
    return format_expanded(output, *list);
  }
  const auto* integer = std::get_if<std::int64_t>(&value);
  const auto name = integer != nullptr ? output.names.find(*integer) : output.names.end();
  append_key(output.key);
  if (name != output.names.end()) {
    append_json_text(entries_, name->second);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    entries_.append(*flag ? "true" : "false");
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_text_value(output, *text);
  } else if (const auto* elements = std::get_if<core::List>(&value)) {
    format_list(output, *elements);
  } else if (const auto* keys = std::get_if<core::KeyList>(&value)) {
    format_keys(*keys);
  } else if (const auto* real = std::get_if<double>(&value)) {
    format_number(output, *real);
  } else if (!output.names.empty()) {
    append_json_text(entries_,
                     std::to_string(*integer));  // a code without a name stays a text, as its neighbours
  } else if (output.fixed) {
    append_json_fixed(entries_, static_cast<double>(*integer), output.decimals);
  } else {
    append_json_integer(entries_, *integer);
  }
  if (integer == nullptr || output.names.empty()) return;
  append_key(output.key, "Code");
  append_json_integer(entries_, *integer);
}

void TelemetryFormatter::append_text_value(const OutputDescription& output, std::string_view text) {
  if (output.json) {
    entries_.append(text);
  } else {
    append_json_text(entries_, text);
  }
}

void TelemetryFormatter::format_number(const OutputDescription& output, double number) {
  if (output.fixed && output.decimals >= 0) {
    append_json_fixed(entries_, number, output.decimals);
  } else {
    append_json_number(entries_, number);
  }
}

void TelemetryFormatter::format_list(const OutputDescription& output, core::List list) {
  entries_.push_back('[');
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) entries_.push_back(',');
    if (list[i]) {
      format_number(output, *list[i]);
    } else {
      entries_.append("null");
    }
  }
  entries_.push_back(']');
}

void TelemetryFormatter::format_expanded(const OutputDescription& output, core::List list) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i]) continue;  // the server drops nulls
    append_key(output.key, "_" + std::to_string(i));
    format_number(output, *list[i]);
  }
}

void TelemetryFormatter::format_keys(core::KeyList keys) {
  entries_.push_back('[');
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) entries_.push_back(',');
    const auto& key = outputs_[index_of(keys[i].output)].key;
    const bool whole = keys[i].element == core::KeyRef::kWhole;
    append_json_text(entries_, whole ? key : key + "_" + std::to_string(keys[i].element));
  }
  entries_.push_back(']');
}

}  // namespace bmsgw::payload
