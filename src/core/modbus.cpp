#include "bmsgw/core/modbus.hpp"

#include <array>

namespace bmsgw::core {

std::string_view to_string(ModbusOutcome outcome) {
  switch (outcome) {
    case ModbusOutcome::ok:
      return "ok";
    case ModbusOutcome::exception:
      return "refused by the device";
    case ModbusOutcome::timeout:
      return "no answer";
    case ModbusOutcome::bad_answer:
      return "an answer that makes no sense";
    case ModbusOutcome::foreign_answer:
      return "the answer to another request";
    case ModbusOutcome::echo:
      return "only the request itself comes back (\"local_echo\": true)";
    case ModbusOutcome::link_lost:
      return "the line was lost";
    case ModbusOutcome::link_down:
      return "the line is not open";
  }
  return "unknown";
}

std::string exception_text(std::uint8_t code) {
  constexpr std::array<const char*, 12> kTexts{nullptr,
                                               "illegal function",
                                               "illegal data address",
                                               "illegal data value",
                                               "device failure",
                                               "acknowledge",
                                               "device busy",
                                               nullptr,
                                               "memory parity error",
                                               nullptr,
                                               "gateway path unavailable",
                                               "gateway target does not answer"};
  const auto number = std::to_string(code);
  const auto* const text = code < kTexts.size() ? kTexts[code] : nullptr;
  return text != nullptr ? text + (" (" + number + ")") : "exception " + number;
}

}  // namespace bmsgw::core
