#include "config/snmp_place_reader.hpp"

#include <array>

#include "bmsgw/core/snmp.hpp"

#include "config/family_keys.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"
#include "config/raw_code.hpp"

namespace bmsgw::config {
namespace {

using core::Encoding;

constexpr const char* kMeansNothing = "means nothing over SNMP";
constexpr std::array<const char*, 11> kOthersKeys{"encoding", "signed",      "big_end",      "bits",
                                                  "bit",      "field",       "index_field",  "start",
                                                  "parts",    "pack_length", "bit_numbering"};
constexpr std::array<const char*, 2> kListKeys{"count", "count_from"};

/// SNMP itself says what a value is; of a format the scaling is left.
void settle(core::FieldFormat& format, bool is_text) {
  format.encoding = is_text ? Encoding::str : Encoding::hex_dec;
  format.is_signed = !is_text;
  format.big_end = true;
  format.bits.reset();
}

std::optional<core::SnmpAlarm::Owner> read_owner(const JsonView& view) {
  if (view.text() == "index") return core::SnmpAlarm::Owner{true, std::nullopt};
  const auto list = read_param_name(view);
  return list ? std::optional(core::SnmpAlarm::Owner{false, list}) : std::nullopt;
}

std::vector<std::int64_t> read_codes(const JsonView& view) {
  std::vector<std::int64_t> codes;
  for (const auto& entry : view.entries()) {
    if (const auto code = entry.integer()) codes.push_back(*code);
  }
  return codes;
}

/// Reads one param.
class PlaceReader {
 public:
  PlaceReader(const JsonView& param, const SnmpPacketKeys& packet, const FormatResolver& formats,
              ParamConfig& config, ProblemList& problems)
      : param_(param),
        packet_(packet),
        formats_(formats),
        config_(config),
        keys_(config.snmp.emplace()),
        problems_(problems) {}

  void read(const std::optional<std::string>& oid);

 private:
  void read_raw();
  void read_list();
  void read_scale();
  void read_format_by();
  void read_alarm();
  void read_write();
  [[nodiscard]] std::string fault_of_write() const;
  void check_format();
  void check_meaningless();

  const JsonView& param_;
  const SnmpPacketKeys& packet_;
  const FormatResolver& formats_;
  ParamConfig& config_;
  SnmpKeys& keys_;
  ProblemList& problems_;
};

void PlaceReader::read(const std::optional<std::string>& oid) {
  keys_.place.oid = oid.value_or("");
  read_raw();
  read_list();
  read_scale();
  read_format_by();
  read_alarm();
  read_write();
  check_format();
  check_meaningless();
}

void PlaceReader::read_raw() {
  const auto raw = param_["raw"].text().value_or("number");
  keys_.place.is_text = raw == "text";
  if (raw != "text" && raw != "number")
    problems_.error(param_["raw"], "over SNMP a value is a number or a text, not " + in_quotes(raw));
  if (!keys_.place.is_text && config_.format.encoding == Encoding::str && param_["format"].given())
    problems_.warning(param_["format"], "is one of texts; over SNMP \"raw\": \"text\" says that");
  settle(config_.format, keys_.place.is_text);
}

void PlaceReader::read_list() {
  auto& place = keys_.place;
  if (!config_.list) {
    warn_of(param_, kListKeys, "means nothing without \"packing\": \"LIST\"", problems_);
    return;
  }
  if (place.is_text) problems_.error(param_, "a list holds numbers: give each text a param of its own");
  const auto& count = param_["count"].given() ? param_["count"] : packet_.count;
  const auto& source = param_["count_from"].given() ? param_["count_from"] : packet_.count_from;
  place.count = static_cast<std::uint32_t>(count.integer().value_or(1));
  place.first_index = static_cast<std::uint32_t>(packet_.first_index.integer().value_or(1));
  keys_.count_from = read_param_name(source);
  if (!count.given() && keys_.count_from)
    problems_.error(source, "needs a \"count\": the most elements there can be");
  if (!count.given() && !keys_.count_from)
    problems_.error(param_, "\"count\" is missing, here or in its packet: how many elements there are");
  const auto last = place.oid + "." + std::to_string(place.first_index);
  if (!place.oid.empty() && !core::is_oid(last))
    problems_.error(param_["oid"], "has no room for the instance: 128 numbers are the most");
}

void PlaceReader::read_scale() {
  const auto scale = param_["scale"];
  const auto until = param_["until_settled"];
  keys_.until_settled = until.given();
  keys_.scale = (until.given() ? until : scale).text().value_or("");
  if (scale.given() && until.given())
    problems_.error(until, "goes by its own format: it can't have a \"scale\" too");
  if (!keys_.scale.empty() && keys_.place.is_text)
    problems_.error(until.given() ? until : scale, "a text has no scale");
}

void PlaceReader::read_format_by() {
  const auto choice = param_["format_by"];
  keys_.format_by = read_param_name(choice);
  if (!keys_.format_by) return;
  if (!keys_.scale.empty())
    problems_.error(choice, "decides on the factor, and so does the scale: leave one of them out");
  if (keys_.place.is_text) problems_.error(choice, "a text has no format");
  const auto formats = choice["formats"];
  if (formats.is_object() && formats.members().empty())
    problems_.error(formats, "has no format: there would never be a value");
  for (const auto& entry : formats.members()) {
    const auto code = code_of(entry, problems_);
    if (!code || !entry.text()) continue;
    keys_.formats.emplace_back(*code, formats_.resolve(param_, entry));
    settle(keys_.formats.back().second, false);
  }
}

void PlaceReader::read_alarm() {
  const auto alarm = param_["alarm"];
  const auto quantity = alarm["quantity"].text();
  if (!quantity) return;
  keys_.alarm = core::SnmpAlarm{*quantity, read_codes(alarm["normal"]), read_owner(alarm["string"]),
                                read_owner(alarm["battery"]), alarm["item"].text() == "index"};
}

/// Why it can't be written; empty: it can.
std::string PlaceReader::fault_of_write() const {
  if (config_.list) return "a list can't be written, only single values";
  if (keys_.place.is_text) return "a text can't be written, only numbers";
  const bool depends = keys_.format_by || !keys_.scale.empty();
  return depends ? "a value whose format is found out can't be written" : "";
}

void PlaceReader::read_write() {
  const auto write = param_["write"];
  keys_.verify = param_["verify"].boolean().value_or(true);
  if (write.integer()) problems_.error(write, "over SNMP it is true or false");
  if (write.boolean() != true) {
    if (param_["verify"].given() && !keys_.verify)
      problems_.warning(param_["verify"], "means nothing without \"write\"");
    return;
  }
  const auto fault = fault_of_write();
  keys_.writable = fault.empty();
  if (!fault.empty()) problems_.error(write, fault);
}

void PlaceReader::check_format() {
  const auto& format = config_.format;
  if (keys_.place.is_text && (format.factor != 1 || format.offset != 0))
    problems_.warning(param_, "\"factor\" and \"offset\" mean nothing for a text");
}

void PlaceReader::check_meaningless() {
  warn_of(param_, kOthersKeys, kMeansNothing, problems_);
  warn_of(param_, kModbusParamKeys, kMeansNothing, problems_);
  const auto condition = param_["valid_if"];
  if (condition.given())
    problems_.error(condition, "a flag that makes values valid is not looked at over SNMP: leave it out");
}

}  // namespace

void read_snmp_place(const JsonView& param, const SnmpPacketKeys& packet,
                     const std::optional<std::string>& oid, const FormatResolver& formats,
                     ParamConfig& config, ProblemList& problems) {
  PlaceReader(param, packet, formats, config, problems).read(oid);
}

std::optional<core::ParamName> read_param_name(const JsonView& view) {
  const auto packet = view["packet"].text();
  const auto param = view["param"].text();
  if (!packet || !param) return std::nullopt;
  return core::ParamName{*packet, *param};
}

}  // namespace bmsgw::config
