#include "simulator/modbus/meaning.hpp"

#include "simulator/modbus/name_words.hpp"

namespace bmsgw::simulator::modbus {
namespace {

using core::ModbusKind;

constexpr double kHighestCellV = 20;  ///< who expects no more means a cell or block, not a string

bool speaks_of_string(const NameWords& words) {
  return words.has({"string"}) || words.is({"str"});
}

bool speaks_of_pack(const NameWords& words) {
  return words.has({"pack", "total", "sum", "overall", "bank", "group", "system"}) || words.is({"bat"});
}

bool speaks_of_cell(const NameWords& words) {
  return words.has({"cell", "block", "jar", "monobloc", "sensor", "module"});
}

bool speaks_of_mean(const NameWords& words) {
  return words.has({"avg", "average", "mean"});
}

/// The words of a param and of the packet that it is in.
struct Names {
  NameWords param;
  NameWords packet;

  [[nodiscard]] bool have(std::initializer_list<std::string_view> beginnings) const {
    return param.has(beginnings) || packet.has(beginnings);
  }
};

Scope scope_among(const Names& names, Scope otherwise) {
  if (speaks_of_cell(names.param)) return Scope::cell;
  if (speaks_of_string(names.param)) return Scope::string;
  if (speaks_of_pack(names.param)) return Scope::pack;
  if (speaks_of_string(names.packet)) return Scope::string;
  if (speaks_of_cell(names.packet)) return Scope::cell;
  return otherwise;
}

bool is_setting(const Names& names, const config::ParamConfig& param) {
  if (param.modbus && param.modbus->write) return true;
  if (param.snmp && param.snmp->writable) return true;
  if (names.have({"limit", "threshold", "setting", "setpoint", "config"})) return true;
  return names.param.has({"high", "low", "upper", "alarm", "warn"}) &&
         !names.param.has({"highest", "lowest"});
}

Scope scope_of_single(const Names& names, const config::ParamConfig& param, Quantity quantity) {
  if (names.param.has({"min", "lowest", "least"})) return Scope::least;
  if (names.param.has({"max", "highest", "most"})) return Scope::most;
  if (speaks_of_mean(names.param)) return Scope::mean;
  const bool small = param.valid_top.value_or(kHighestCellV + 1) <= kHighestCellV;
  const bool of_cell = quantity == Quantity::resistance || quantity == Quantity::temperature ||
                       (quantity == Quantity::voltage && (small || is_setting(names, param)));
  return scope_among(names, of_cell ? Scope::cell : Scope::pack);
}

Scope scope_of(const Names& names, const config::ParamConfig& param, Quantity quantity) {
  if (quantity == Quantity::cell_count)
    return param.list || speaks_of_string(names.param) ? Scope::string : Scope::pack;
  if (quantity == Quantity::string_count || quantity == Quantity::ambient || quantity == Quantity::humidity)
    return Scope::pack;
  if (!param.list) return scope_of_single(names, param, quantity);
  return scope_among(names, quantity == Quantity::current ? Scope::string : Scope::cell);
}

Quantity quantity_by_unit(const UnitScale& scale, const Names& names, const config::ParamConfig& param) {
  using Of = UnitScale::Of;
  switch (scale.of) {
    case Of::voltage:
      return Quantity::voltage;
    case Of::current:
      return Quantity::current;
    case Of::resistance:
      return Quantity::resistance;
    case Of::temperature: {
      const bool of_cells = param.list || speaks_of_cell(names.param) || speaks_of_cell(names.packet) ||
                            names.param.has({"min", "max"}) || speaks_of_mean(names.param) ||
                            is_setting(names, param);
      return names.have({"amb", "room", "env", "air"}) || !of_cells ? Quantity::ambient
                                                                    : Quantity::temperature;
    }
    case Of::share:
      if (names.param.has({"soh", "health"})) return Quantity::health;
      if (names.param.has({"humid", "rh"})) return Quantity::humidity;
      if (names.param.has({"balanc"})) return Quantity::nothing;
      return Quantity::charge;
    case Of::charge:
      return names.param.has({"remain", "left", "rest"}) ? Quantity::remaining : Quantity::capacity;
    case Of::power:
      return Quantity::power;
    case Of::time:
    case Of::unknown:
      break;
  }
  return Quantity::nothing;
}

/// Of a map that says no unit. Resistances are then mΩ.
UnitScale scale_by_name(const NameWords& words) {
  if (words.has({"index", "mode", "test", "alarm", "flag"})) return {};
  if (words.has({"volt"}) || words.is({"v", "u"})) return scale_of("V");
  if (words.has({"current", "amp"}) || words.is({"i", "a", "curr"})) return scale_of("A");
  if (words.has({"temp"}) || words.is({"t"})) return scale_of("C");
  if (words.has({"resist", "imped"}) || words.is({"ir", "r"})) return scale_of("mOhm");
  if (words.has({"soc", "soh", "humid", "health"}) || words.is({"rh"})) return scale_of("%");
  return {};
}

Quantity quantity_by_name(const NameWords& words) {
  if (words.has({"count", "number", "num", "qty"}) || words.is({"cells", "strings"}))
    return speaks_of_string(words) && !speaks_of_cell(words) ? Quantity::string_count : Quantity::cell_count;
  if (words.has({"version", "firmware", "fw", "hw", "revision"})) return Quantity::version;
  if (words.has({"addr", "slave"}) || words.is({"id", "unit"})) return Quantity::unit_id;
  if (words.has({"baud"})) return Quantity::baud;
  if (words.has({"status", "state"})) return Quantity::presence;
  return Quantity::nothing;
}

Side side_of(const NameWords& words) {
  if (words.has({"low", "under", "min"})) return Side::low;
  return words.has({"high", "over", "upper", "max"}) ? Side::high : Side::neither;
}

Condition condition_of(const Names& names) {
  const auto pick = [&names](Condition low, Condition high) {
    const auto side = side_of(names.param);
    const bool is_low = side == Side::low || (side == Side::neither && side_of(names.packet) == Side::low);
    return is_low ? low : high;
  };
  if (names.have({"volt"})) return pick(Condition::low_voltage, Condition::high_voltage);
  if (names.have({"amb", "room"})) return Condition::never;
  if (names.have({"temp", "overheat"})) return pick(Condition::low_temperature, Condition::high_temperature);
  if (names.have({"resist", "imped"}) || names.param.is({"ir"}))
    return pick(Condition::never, Condition::high_resistance);
  if (names.have({"comm", "offline", "lost", "missing", "disconn"})) return Condition::silent;
  if (names.have({"online", "present", "connected", "live"})) return Condition::present;
  const bool of_current_or_time =
      side_of(names.param) != Side::neither || names.param.has({"stop", "exceed", "time"});
  if (of_current_or_time) return Condition::never;
  if (names.param.has({"discharg"})) return Condition::discharging;
  return names.param.has({"charging"}) ? Condition::charging : Condition::never;
}

bool is_of_bits(const config::ParamConfig& param) {
  return param.modbus &&
         (param.modbus->place.kind == ModbusKind::bit || core::is_of_bits(param.modbus->place.function));
}

Meaning alarm(const Names& names, const config::ParamConfig& param) {
  Meaning meaning{.quantity = Quantity::alarm, .condition = condition_of(names)};
  meaning.scope = scope_among(names, param.list ? Scope::cell : Scope::pack);
  if (!param.list && !names.param.number()) meaning.scope = Scope::pack;
  return meaning;
}

Meaning number(const Names& names, const config::ParamConfig& param) {
  Meaning meaning{.scale = scale_of(param.format.units)};
  if (meaning.scale.of == UnitScale::Of::unknown) meaning.quantity = quantity_by_name(names.param);
  if (meaning.scale.of == UnitScale::Of::unknown && meaning.quantity == Quantity::nothing) {
    const auto& words = param.name == "value" ? names.packet : names.param;
    meaning.scale = scale_by_name(words);
  }
  if (meaning.quantity == Quantity::nothing) meaning.quantity = quantity_by_unit(meaning.scale, names, param);
  if (meaning.quantity == Quantity::presence) meaning.condition = Condition::present;
  meaning.scope = scope_of(names, param, meaning.quantity);
  meaning.setting = is_setting(names, param);
  meaning.side = side_of(names.param);
  meaning.average = speaks_of_mean(names.param);
  return meaning;
}

Meaning meaning_without_place(const Names& names, const config::ParamConfig& param) {
  if (param.modbus && param.modbus->place.kind == ModbusKind::text) return {.quantity = Quantity::text};
  if (is_of_bits(param)) return alarm(names, param);
  if (param.names.empty()) return number(names, param);
  return {.quantity = Quantity::state,
          .scope = scope_among(names, param.list ? Scope::cell : Scope::pack),
          .condition = condition_of(names)};
}

}  // namespace

Meaning meaning_of(std::string_view packet, const config::ParamConfig& param) {
  const Names names{NameWords(param.name), NameWords(packet)};
  auto meaning = meaning_without_place(names, param);
  const auto number = names.param.number().value_or(1);
  if (!param.list && number > 0) meaning.first = number - 1;
  return meaning;
}

}  // namespace bmsgw::simulator::modbus
