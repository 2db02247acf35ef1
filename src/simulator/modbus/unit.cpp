#include "simulator/modbus/unit.hpp"

#include <cmath>

#include "simulator/modbus/value_store.hpp"

namespace bmsgw::simulator::modbus {

Unit::Unit(const MapPlan& plan, const UnitConfig& config)
    : plan_(plan),
      config_(config),
      battery_(config.battery),
      clock_(config.start_unix_us),
      model_(plan, config.unit),
      test_(plan.tests, config.test_duration) {
  allow_all(plan, bank_);
  model_.fill(battery_, bank_);
  test_.show_done(bank_);
}

void Unit::on_time(Elapsed now) {
  if (test_.on_time(now, bank_)) {
    battery_.test_resistances();
    outdated_ = true;
  }
  if (battery_.on_time(now)) outdated_ = true;
}

void Unit::bring_up_to(Elapsed now) {
  on_time(now);
  if (outdated_) model_.refresh(battery_, bank_);
  outdated_ = false;
  model_.refresh_clock(clock_, now, bank_);
}

std::optional<std::uint8_t> Unit::refusal(const core::ModbusRequest& request) const {
  const auto most = core::is_of_bits(request.function) ? plan_.limits.bits : plan_.limits.registers;
  if (core::is_read(request.function) && request.count > most) return core::kIllegalDataValue;
  if (!bank_.is_legal(request.function, request.address, request.count)) return core::kIllegalDataAddress;
  return std::nullopt;
}

std::vector<std::uint16_t> Unit::read(const core::ModbusRequest& request, Elapsed now) {
  bring_up_to(now);
  std::vector<std::uint16_t> items(request.count);
  for (std::uint32_t i = 0; i < request.count; ++i)
    items[i] = bank_.get(request.function, request.address + i);
  return items;
}

void Unit::write(const core::ModbusRequest& request, Elapsed now) {
  bring_up_to(now);
  for (std::uint32_t i = 0; i < request.count; ++i)
    bank_.set(request.function, request.address + i, request.values[i]);
  model_.keep(request.function, request.address, request.count);
  set_clock(request, now);
  test_.on_written(request.function, request.address, request.count, now, bank_);
}

void Unit::set_clock(const core::ModbusRequest& request, Elapsed now) {
  for (const auto& shown : plan_.clocks) {
    if (!touches(shown.place, request.function, request.address, request.count)) continue;
    const auto value = load_value(bank_, shown.place, shown.format);
    if (value) clock_.set(shown.part, shown.utc, std::llround(*value), now);
  }
}

}  // namespace bmsgw::simulator::modbus
