#include "record_rows.hpp"

#include <chrono>

#include <fmt/core.h>

#include "bmsgw/codec/g1/records.hpp"
#include "bmsgw/payload/json_writer.hpp"

namespace bmsgw::app {
namespace {

using codec::g1::Sentence;
using codec::g1::Statistic;

/// Makes the rows of one sentence.
class RowMaker {
 public:
  explicit RowMaker(const Sentence& sentence) : sentence_(sentence) {}

  void add_text(const char* param, std::size_t field, std::string_view text) {
    payload::append_json_text(add(param, field, ""), text);
  }
  void add_number(const char* param, std::size_t field, double number, std::string_view unit = {}) {
    payload::append_json_number(add(param, field, unit), number);
  }
  void add_flag(const char* param, std::size_t field, bool flag) {
    add(param, field, "") = flag ? "true" : "false";
  }
  /// A code with its name, if it has one.
  void add_code(const char* param, std::size_t field, std::uint64_t code, std::string_view name) {
    if (name.empty()) return add_number(param, field, static_cast<double>(code));
    add_text(param, field, name);
    made.rows.back().code = static_cast<std::int64_t>(code);
  }
  /// A time of the unit's clock, which knows no time zone.
  void add_time(const char* param, std::size_t field, std::optional<std::int64_t> unix_ms) {
    if (!unix_ms) return;
    const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(*unix_ms)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    add_text(param, field,
             fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                         static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                         clock.hours().count(), clock.minutes().count(), clock.seconds().count()));
  }

  Explanation made;

 private:
  std::string& add(const char* param, std::size_t field, std::string_view unit) {
    auto& row = made.rows.emplace_back();
    row.param = param;
    row.field = field;
    row.raw = sentence_.field(field);
    row.unit = unit;
    row.quality = "good";
    return row.value;
  }

  const Sentence& sentence_;
};

void add_info(RowMaker& rows, const Statistic& statistic) {
  constexpr std::size_t kField = 3;
  if (const auto* count = std::get_if<Statistic::Count>(&statistic.info)) {
    rows.add_number("count", kField, static_cast<double>(count->times));
  } else if (const auto* cell = std::get_if<Statistic::Cell>(&statistic.info)) {
    rows.add_number("cell", kField, static_cast<double>(cell->id));
  } else if (const auto* spread = std::get_if<Statistic::Spread>(&statistic.info)) {
    rows.add_number("lowest", kField, spread->lowest, statistic.unit);
    rows.add_number("highest", kField, spread->highest, statistic.unit);
    rows.add_number("lowest cell", kField, static_cast<double>(spread->lowest_cell));
  } else if (const auto* unknown = std::get_if<Statistic::Unknown>(&statistic.info)) {
    rows.add_number("info", kField, static_cast<double>(unknown->raw));
  }
}

void add_rows(RowMaker& rows, const Statistic& statistic) {
  rows.add_code("statistic", 1, statistic.id, statistic.name);
  if (statistic.value) rows.add_number("value", 2, *statistic.value, statistic.unit);
  add_info(rows, statistic);
  rows.add_time("updated", 4, statistic.unix_ms);
}

void add_rows(RowMaker& rows, const std::optional<codec::g1::LogEvent>& event) {
  if (!event) {
    rows.made.notes.emplace_back("the events log is empty");
    return;
  }
  rows.add_number("sequence", 1, static_cast<double>(event->sequence));
  rows.add_code("event", 2, event->id, event->text);
  if (event->parameter) rows.add_number("parameter", 3, static_cast<double>(*event->parameter));
  rows.add_time("time", 4, event->unix_ms);
}

void add_rows(RowMaker& rows, const std::vector<codec::g1::Reset>& resets) {
  for (const auto& reset : resets) {
    std::string causes;
    for (const auto name : codec::g1::reset_flag_names(reset.flags)) {
      causes.append(causes.empty() ? "" : ", ").append(name);
    }
    rows.add_time("reset", std::size_t{reset.number} * 2 - 1, reset.unix_ms);
    rows.add_text("cause", std::size_t{reset.number} * 2, causes);
  }
}

void add_rows(RowMaker& rows, const core::CanFrame& message) {
  std::string data;
  for (std::size_t i = 0; i < message.length && !message.remote; ++i) {
    data += fmt::format("{}{:02X}", i == 0 ? "" : " ", message.data[i]);
  }
  const bool is_extended = message.id.is_extended();
  rows.add_text("id", 1, fmt::format(fmt::runtime(is_extended ? "{:08X}" : "{:03X}"), message.id.number()));
  rows.add_flag("extended", 2, is_extended);
  rows.add_flag("remote request", 3, message.remote);
  rows.add_number("length", 4, message.length);
  rows.add_text("data", 5, data);
}

void add_rows(RowMaker& rows, const codec::g1::ParameterValue& parameter) {
  rows.add_text("parameter", 1, fmt::format("{:04X}", parameter.id));
  rows.add_number("raw value", 2, static_cast<double>(parameter.raw));
}

template <typename T>
Explanation explain(const Sentence& sentence, const codec::g1::RecordResult<T>& record) {
  RowMaker rows(sentence);
  if (record) {
    add_rows(rows, *record);
  } else {
    rows.made.is_request = record.error().reason == codec::g1::DecodeError::Reason::request;
    if (!rows.made.is_request) rows.made.notes.push_back("no record: " + to_string(record.error()));
  }
  return std::move(rows.made);
}

}  // namespace

Explanation explain_record(const Sentence& sentence) {
  const auto name = sentence.name;
  if (name == "SS1") return explain(sentence, codec::g1::decode_statistic(sentence));
  if (name == "LG1") return explain(sentence, codec::g1::decode_log_event(sentence));
  if (name == "RS2") return explain(sentence, codec::g1::decode_resets(sentence));
  if (name == "CN1" || name == "CN2") return explain(sentence, codec::g1::decode_can_message(sentence));
  if (name == "CF2") return explain(sentence, codec::g1::decode_parameter(sentence));
  return {};
}

}  // namespace bmsgw::app
