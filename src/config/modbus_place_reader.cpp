#include "config/modbus_place_reader.hpp"

#include <array>
#include <string>

#include "config/family_keys.hpp"
#include "config/modbus_form_reader.hpp"
#include "config/param_reader.hpp"
#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

using core::ModbusFunction;
using core::ModbusKind;

constexpr std::array<const char*, 8> kOthersKeys{"encoding", "signed",        "field",       "index_field",
                                                 "start",    "bit_numbering", "pack_length", "parts"};
constexpr std::array<const char*, 3> kListKeys{"count", "stride", "count_from"};

/// Reads one param.
class PlaceReader {
 public:
  PlaceReader(const JsonView& param, const ModbusPacketKeys& packet, ParamConfig& config,
              ProblemList& problems)
      : param_(param),
        packet_(packet),
        config_(config),
        keys_(config.modbus.emplace()),
        problems_(problems) {}

  void read(const AddressBook::Found& found);

 private:
  void read_list();
  void read_single();
  void read_count_from(const JsonView& count);
  void read_write();
  [[nodiscard]] std::string fault_of_write(ModbusFunction function) const;
  void check_meaningless();

  const JsonView& param_;
  const ModbusPacketKeys& packet_;
  ParamConfig& config_;
  ModbusKeys& keys_;
  ProblemList& problems_;
};

void PlaceReader::read(const AddressBook::Found& found) {
  auto& place = keys_.place;
  place.address = found.wire.address;
  place.function = function_of(packet_.function, found, problems_);
  read_form(param_, place, config_.format, problems_);
  if (config_.list) {
    read_list();
  } else {
    read_single();
  }
  read_write();
  check_meaningless();
}

bool is_packed(const core::ModbusPlace& place) {
  return place.kind == ModbusKind::bit && !core::is_of_bits(place.function);
}

void PlaceReader::read_list() {
  auto& place = keys_.place;
  const auto& count = param_["count"].given() ? param_["count"] : packet_.count;
  const auto& stride = param_["stride"].given() ? param_["stride"] : packet_.stride;
  place.count = static_cast<std::uint16_t>(count.integer().value_or(1));
  const auto usual = is_packed(place) ? 0 : place.registers;
  place.stride = static_cast<std::uint16_t>(stride.integer().value_or(usual));
  if (stride.given() && place.stride < place.registers)
    problems_.error(stride, "is " + std::to_string(place.stride) + ", and an element takes " +
                                std::to_string(place.registers) + " registers: they would overlap");
  read_count_from(count);
}

void PlaceReader::read_single() {
  keys_.place.stride = keys_.place.registers;
  warn_of(param_, kListKeys, "means nothing without \"packing\": \"LIST\"", problems_);
}

void PlaceReader::read_count_from(const JsonView& count) {
  const auto& source = param_["count_from"].given() ? param_["count_from"] : packet_.count_from;
  const auto packet = source["packet"].text();
  const auto param = source["param"].text();
  if (!packet || !param) return;
  if (!count.given()) problems_.error(source, "needs a \"count\": the most elements there can be");
  keys_.count_from = ModbusKeys::Source{*packet, *param};
}

/// Why it can't be written so; empty: it can.
std::string PlaceReader::fault_of_write(ModbusFunction function) const {
  const auto& place = keys_.place;
  const auto reads = std::to_string(static_cast<int>(place.function));
  if (place.function != core::reading_function(function)) {
    const bool is_writable = place.function == ModbusFunction::read_coils ||
                             place.function == ModbusFunction::read_holding_registers;
    const auto* const right = core::is_of_bits(place.function) ? "5 or 15" : "6 or 16";
    return "what function " + reads + " reads is " +
           (is_writable ? std::string("written by ") + right : "never written: leave it out");
  }
  if (config_.list) return "a list can't be written, only single values";
  if (place.kind == ModbusKind::text) return "a text can't be written, only numbers";
  const bool is_part = place.bits != 0 || is_packed(place);
  if (is_part) return "a part of a register can't be written without the rest of it";
  if (function == ModbusFunction::write_register && place.registers > 1)
    return "writes one register, and the value takes " + std::to_string(place.registers) +
           ": 16 writes several";
  return "";
}

void PlaceReader::read_write() {
  const auto write = param_["write"];
  const auto number = write.integer();
  keys_.verify = param_["verify"].boolean().value_or(true);
  if (write.boolean()) {
    problems_.error(write, "on Modbus it is the function that writes: 5, 6, 15 or 16");
  } else if (!number) {
    if (param_["verify"].given() && keys_.verify == false)
      problems_.warning(param_["verify"], "means nothing without \"write\"");
  }
  if (!number) return;
  keys_.write = static_cast<ModbusFunction>(*number);
  const auto fault = fault_of_write(*keys_.write);
  if (!fault.empty()) problems_.error(write, fault);
}

void PlaceReader::check_meaningless() {
  if (config_.list && keys_.place.kind == ModbusKind::text)
    problems_.error(param_, "a list holds numbers: give each text a param of its own");
  warn_of(param_, kOthersKeys, "means nothing on Modbus", problems_);
  warn_of(param_, kSnmpParamKeys, "means nothing on Modbus", problems_);
  const auto condition = param_["valid_if"];
  if (condition.given())
    problems_.error(condition, "a flag that makes values valid is not looked at on Modbus: leave it out");
  const auto& format = config_.format;
  const bool is_scaled = format.factor != 1 || format.offset != 0;
  if (is_scaled && (keys_.place.kind == ModbusKind::text || keys_.place.kind == ModbusKind::bit))
    problems_.warning(param_, "\"factor\" and \"offset\" mean nothing for a text or a bit");
}

}  // namespace

core::ModbusFunction function_of(const JsonView& function, const AddressBook::Found& found,
                                 ProblemList& problems) {
  const auto said = found.wire.function.value_or(ModbusFunction::read_holding_registers);
  const auto number = function.integer();
  if (!number) return said;
  const auto given = static_cast<ModbusFunction>(*number);
  if (found.wire.function && given != said) {
    problems.error(found.at, address_text(found.at) + " is read by function " +
                                 std::to_string(static_cast<int>(said)) + ", and \"function\" at " +
                                 function.location() + " is " + std::to_string(*number));
  }
  return given;
}

void read_modbus_place(const JsonView& param, const ModbusPacketKeys& packet, const AddressBook::Found& found,
                       ParamConfig& config, ProblemList& problems) {
  PlaceReader(param, packet, config, problems).read(found);
}

}  // namespace bmsgw::config
