//   {"description": "...", "parameters": [
//     {"id": "0102", "name": "capacity", "title": "Capacity", "type": "uint16", "factor": 0.1, "decimals": 1,
//      "units": "Ah", "about": "..."},      besides: "offset", "text", "bits": {"0": "name"},
//      "advised_against"
// The file is our own and compiled in: what is wrong with it is found by its test, so at() may throw.
#include "bmsgw/config/g1_parameters.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

#include "config/embedded_files.hpp"

namespace bmsgw::config {
namespace {

using core::G1Parameter;
using nlohmann::json;

std::uint16_t number_of(std::string_view text, int base) {
  std::uint16_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, base);
  return number;
}

/// uint8, int16, ...
void read_type(const std::string& type, G1Parameter& parameter) {
  constexpr int kBitsOfByte = 8;
  parameter.is_signed = type.front() == 'i';
  const auto bits = number_of(std::string_view(type).substr(type.find_first_of("0123456789")), 10);
  parameter.bytes = static_cast<std::uint8_t>(bits / kBitsOfByte);
}

void read_bits(const json& bits, G1Parameter& parameter) {
  for (const auto& [number, name] : bits.items()) {
    parameter.bits.emplace_back(static_cast<std::uint8_t>(number_of(number, 10)), name.get<std::string>());
  }
  std::ranges::sort(parameter.bits);
  parameter.kind = G1Parameter::Kind::flags;
}

G1Parameter read(const json& row) {
  G1Parameter parameter;
  parameter.id = number_of(row.at("id").get<std::string>(), 16);
  parameter.name = row.at("name").get<std::string>();
  parameter.title = row.at("title").get<std::string>();
  parameter.about = row.at("about").get<std::string>();
  read_type(row.at("type").get<std::string>(), parameter);
  parameter.offset = row.value("offset", 0.0);
  parameter.factor = row.value("factor", 1.0);
  parameter.decimals = row.value("decimals", std::int8_t{0});
  parameter.units = row.value("units", "");
  parameter.advised_against = row.value("advised_against", false);
  if (row.value("text", false)) parameter.kind = G1Parameter::Kind::text;
  if (row.contains("bits")) read_bits(row.at("bits"), parameter);
  return parameter;
}

std::vector<G1Parameter> read_all() {
  const auto document = json::parse(k_g1_parameters);
  std::vector<G1Parameter> parameters;
  for (const auto& row : document.at("parameters")) parameters.push_back(read(row));
  std::ranges::sort(parameters, {}, &G1Parameter::id);
  return parameters;
}

bool is_id(std::string_view text) {
  constexpr std::size_t kDigits = 4;
  return text.size() == kDigits && text.find_first_not_of("0123456789ABCDEFabcdef") == std::string_view::npos;
}

}  // namespace

const std::vector<G1Parameter>& g1_parameters() {
  static const std::vector<G1Parameter> parameters = read_all();
  return parameters;
}

const G1Parameter* find_g1_parameter(std::string_view id_or_name) {
  const auto& all = g1_parameters();
  const auto place = is_id(id_or_name) ? std::ranges::find(all, number_of(id_or_name, 16), &G1Parameter::id)
                                       : std::ranges::find(all, id_or_name, &G1Parameter::name);
  return place == all.end() ? nullptr : &*place;
}

}  // namespace bmsgw::config
