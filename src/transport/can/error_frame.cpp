//   linux/can/error.h   can_id: CAN_ERR_FLAG | classes
//   data[1]             controller: warning, passive, active   (class CRTL)
//   data[6], data[7]    transmit and receive error counter     (class CNT; kernels before 6.0 lack the class)
#include "transport/can/error_frame.hpp"

#include <linux/can/error.h>

namespace bmsgw::transport {
namespace {

constexpr unsigned kStatus = 1;
constexpr unsigned kTxErrors = 6;
constexpr unsigned kRxErrors = 7;

std::optional<ControllerState> state_of_status(unsigned status) {
  if ((status & (CAN_ERR_CRTL_RX_PASSIVE | CAN_ERR_CRTL_TX_PASSIVE)) != 0)
    return ControllerState::error_passive;
  if ((status & (CAN_ERR_CRTL_RX_WARNING | CAN_ERR_CRTL_TX_WARNING)) != 0)
    return ControllerState::error_warning;
  if ((status & CAN_ERR_CRTL_ACTIVE) != 0) return ControllerState::error_active;
  return std::nullopt;
}

std::optional<ControllerState> state_of(const canfd_frame& frame) {
  if ((frame.can_id & CAN_ERR_BUSOFF) != 0) return ControllerState::bus_off;
  if ((frame.can_id & CAN_ERR_CRTL) != 0 && frame.len > kStatus) {
    if (const auto state = state_of_status(frame.data[kStatus])) return state;
  }
  if ((frame.can_id & CAN_ERR_RESTARTED) != 0) return ControllerState::error_active;
  return std::nullopt;
}

}  // namespace

ErrorReport decode_error_frame(const canfd_frame& frame) {
  ErrorReport report;
  report.state = state_of(frame);
  if (frame.len <= kRxErrors) return report;
  // Without the class, zeros are no counters but bytes that the driver didn't fill in.
  const bool told =
      (frame.can_id & CAN_ERR_CNT) != 0 || frame.data[kTxErrors] != 0 || frame.data[kRxErrors] != 0;
  if (!told) return report;
  report.tx_errors = frame.data[kTxErrors];
  report.rx_errors = frame.data[kRxErrors];
  return report;
}

}  // namespace bmsgw::transport
