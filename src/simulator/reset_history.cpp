#include "simulator/reset_history.hpp"

#include "simulator/field_text.hpp"

namespace bmsgw::simulator {

ResetHistory::ResetHistory(std::uint32_t first_time_2000_s) {
  for (std::uint32_t i = kCapacity; i > 0; --i) add(first_time_2000_s - 60 * i, kPowerOn);
}

void ResetHistory::add(std::uint32_t time_2000_s, std::uint8_t source) {
  entries_.push_front({time_2000_s, source});
  if (entries_.size() > kCapacity) entries_.pop_back();
}

std::string ResetHistory::fields() const {
  FieldText fields;
  for (const auto& entry : entries_) fields.add_hex(entry.time_2000_s, 8).add_hex(entry.source, 2);
  return fields.text();
}

}  // namespace bmsgw::simulator
