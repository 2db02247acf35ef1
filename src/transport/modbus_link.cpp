#include "bmsgw/transport/modbus_link.hpp"

namespace bmsgw::transport {

bool is_from_device(const ModbusAnswer& answer) {
  if (answer.outcome == core::ModbusOutcome::ok) return true;
  return answer.outcome == core::ModbusOutcome::exception && answer.exception != core::kGatewayTargetSilent &&
         answer.exception != core::kGatewayPathUnavailable;
}

std::string text_of(const ModbusAnswer& answer) {
  if (answer.outcome == core::ModbusOutcome::exception) return core::exception_text(answer.exception);
  return std::string(core::to_string(answer.outcome));
}

}  // namespace bmsgw::transport
