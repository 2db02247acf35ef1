#include "transport/can/error_frame.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <linux/can/error.h>

namespace bmsgw::transport {
namespace {

struct ErrorCase {
  const char* name;
  std::uint32_t classes;
  std::vector<std::uint8_t> data;
  std::optional<ControllerState> state;
  std::optional<std::uint8_t> tx_errors;
  std::optional<std::uint8_t> rx_errors;
};

class ErrorFrames : public testing::TestWithParam<ErrorCase> {};

TEST_P(ErrorFrames, SayWhatTheySay) {
  canfd_frame frame{};
  frame.can_id = CAN_ERR_FLAG | GetParam().classes;
  frame.len = static_cast<std::uint8_t>(GetParam().data.size());
  std::copy(GetParam().data.begin(), GetParam().data.end(), frame.data);
  const ErrorReport report = decode_error_frame(frame);
  EXPECT_EQ(report.state, GetParam().state);
  EXPECT_EQ(report.tx_errors, GetParam().tx_errors);
  EXPECT_EQ(report.rx_errors, GetParam().rx_errors);
}

constexpr auto kNone = std::nullopt;

INSTANTIATE_TEST_SUITE_P(
    Tables, ErrorFrames,
    testing::Values(
        ErrorCase{"bus_off_without_data", CAN_ERR_BUSOFF, {}, ControllerState::bus_off, kNone, kNone},
        ErrorCase{"bus_off_outdoes_what_the_status_says",
                  CAN_ERR_BUSOFF | CAN_ERR_CRTL,
                  {0, CAN_ERR_CRTL_TX_PASSIVE, 0, 0, 0, 0, 0, 0},
                  ControllerState::bus_off,
                  kNone,
                  kNone},
        ErrorCase{"passive_with_counters",
                  CAN_ERR_CRTL | CAN_ERR_CNT,
                  {0, CAN_ERR_CRTL_RX_PASSIVE, 0, 0, 0, 0, 0, 128},
                  ControllerState::error_passive,
                  0,
                  128},
        ErrorCase{"passive_outdoes_warning",
                  CAN_ERR_CRTL,
                  {0, CAN_ERR_CRTL_RX_WARNING | CAN_ERR_CRTL_TX_PASSIVE, 0, 0, 0, 0, 0, 0},
                  ControllerState::error_passive,
                  kNone,
                  kNone},
        ErrorCase{"warning_of_a_kernel_before_6_0",
                  CAN_ERR_CRTL,
                  {0, CAN_ERR_CRTL_TX_WARNING, 0, 0, 0, 0, 96, 3},
                  ControllerState::error_warning,
                  96,
                  3},
        ErrorCase{"active_again",
                  CAN_ERR_CRTL,
                  {0, CAN_ERR_CRTL_ACTIVE, 0, 0, 0, 0, 0, 0},
                  ControllerState::error_active,
                  kNone,
                  kNone},
        ErrorCase{"restarted", CAN_ERR_RESTARTED, std::vector<std::uint8_t>(8), ControllerState::error_active,
                  kNone, kNone},
        ErrorCase{"an_overflow_of_the_controller_is_no_state",
                  CAN_ERR_CRTL,
                  {0, CAN_ERR_CRTL_RX_OVERFLOW, 0, 0, 0, 0, 0, 0},
                  kNone,
                  kNone,
                  kNone},
        ErrorCase{"a_bus_error", CAN_ERR_BUSERROR | CAN_ERR_PROT, std::vector<std::uint8_t>(8), kNone, kNone,
                  kNone},
        ErrorCase{"counters_of_zero", CAN_ERR_CNT, std::vector<std::uint8_t>(8), kNone, 0, 0},
        ErrorCase{"status_without_data", CAN_ERR_CRTL, {}, kNone, kNone, kNone}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace bmsgw::transport
