#include "explanation_printer.hpp"

#include <algorithm>
#include <array>
#include <ostream>

#include <nlohmann/json.hpp>

namespace bmsgw::app {
namespace {

using Json = nlohmann::ordered_json;
using Cells = std::array<std::string, 8>;
using Widths = std::array<std::size_t, 8>;

constexpr std::size_t kFieldColumn = 1;

std::string or_dash(const std::string& text) {
  return text.empty() ? "-" : text;
}

/// Without a text's quotes or a list's brackets; a named code with its number.
std::string shown_value(const FieldRow& row) {
  if (row.value.empty()) return "-";
  const auto json = Json::parse(row.value);
  if (json.is_array()) return row.value.substr(1, row.value.size() - 2);
  const auto text = json.is_string() ? json.get<std::string>() : row.value;
  const bool is_named = row.code && text != std::to_string(*row.code);
  return is_named ? text + " (" + std::to_string(*row.code) + ")" : text;
}

Cells cells_of(const FieldRow& row) {
  return {or_dash(row.param), row.place.empty() ? std::to_string(row.field) : row.place,
          or_dash(row.raw),   shown_value(row),
          or_dash(row.unit),  or_dash(row.quality),
          or_dash(row.route), row.certainty};
}

/// Columns that a terminal takes for UTF-8 text.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void print_row(const Cells& cells, const Widths& widths, std::ostream& out) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string padding(widths[i] - width_of(cells[i]), ' ');
    line += i == kFieldColumn ? padding + cells[i] : cells[i] + padding;
    line += "  ";
  }
  out << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
}

void print_table(const std::vector<FieldRow>& rows, std::ostream& out) {
  const bool has_places = std::ranges::any_of(rows, [](const FieldRow& row) { return !row.place.empty(); });
  std::vector<Cells> table{
      {"param", has_places ? "place" : "field", "raw", "value", "unit", "quality", "route", ""}};
  for (const auto& row : rows) table.push_back(cells_of(row));
  Widths widths{};
  for (const auto& cells : table) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width_of(cells[i]));
  }
  for (const auto& cells : table) print_row(cells, widths, out);
}

Json json_text(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json json_row(const FieldRow& row) {
  Json json{{"param", json_text(row.param)},
            {row.place.empty() ? "field" : "place", row.place.empty() ? Json(row.field) : Json(row.place)},
            {"raw", row.raw},
            {"value", row.value.empty() ? Json() : Json::parse(row.value)},
            {"unit", json_text(row.unit)},
            {"quality", json_text(row.quality)},
            {"route", json_text(row.route)}};
  if (row.code) json["code"] = *row.code;
  if (!row.certainty.empty()) json["certainty"] = row.certainty;
  return json;
}

std::string verdict_text(const std::optional<CrcVerdict>& crc) {
  if (!crc) return "";
  return "   CRC " + crc->given +
         (crc->right() ? " is right" : " is wrong, " + crc->expected + " would be right");
}

}  // namespace

void print_explanation(const Subject& subject, const Explanation& explanation, std::ostream& out) {
  out << subject.text << verdict_text(subject.crc) << "\n";
  if (explanation.is_request) {
    out << "A request: it asks the unit for something and carries no values.\n";
    return;
  }
  for (const auto& note : explanation.notes) out << note << "\n";
  if (explanation.rows.empty()) return;
  out << "\n";
  print_table(explanation.rows, out);
}

void print_explanation_json(const Subject& subject, const Explanation& explanation, std::ostream& out) {
  Json json{{subject.crc ? "sentence" : "frame", subject.text}};
  if (subject.crc) json["crc"] = {{"given", subject.crc->given}, {"right", subject.crc->right()}};
  if (subject.crc && !subject.crc->right()) json["crc"]["expected"] = subject.crc->expected;
  if (explanation.is_request) json["request"] = true;
  if (!explanation.notes.empty()) json["notes"] = explanation.notes;
  json["fields"] = Json::array();
  for (const auto& row : explanation.rows) json["fields"].push_back(json_row(row));
  out << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

}  // namespace bmsgw::app
