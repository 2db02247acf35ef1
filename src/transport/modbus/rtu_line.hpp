#pragma once

#include <array>
#include <vector>

#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/modbus_worker.hpp"

#include "blocking_line.hpp"
#include "line_timing.hpp"
#include "owed_answers.hpp"
#include "rtu_port.hpp"
#include "waiter.hpp"

namespace bmsgw::transport {

/// Modbus RTU. Nothing on a serial line says to which request an answer belongs, so a late one must not meet
/// the next request: see settle().
/// Thread: worker.
class RtuLine final : public BlockingLine {
 public:
  RtuLine(const ModbusOptions& options, Waiter& waiter)
      : options_(options), timing_(serial_timing(options)), waiter_(waiter) {}

  [[nodiscard]] LineFault open() override;
  void close() override { port_.close(); }
  [[nodiscard]] codec::modbus::AnswerVerdict ask(const core::ModbusRequest& request,
                                                 std::vector<std::uint16_t>& values) override;
  [[nodiscard]] const LineFault& fault() const override { return fault_; }
  [[nodiscard]] int descriptor() const override { return port_.descriptor(); }
  [[nodiscard]] bool let_go() override;

 private:
  using Verdict = codec::modbus::AnswerVerdict;
  using Values = std::vector<std::uint16_t>;

  Verdict exchange(const core::ModbusRequest& request, Values& values);
  void settle(const core::ModbusRequest& next);
  void await_owed(const core::ModbusRequest& next);
  void take_waiting();
  bool collect();
  bool read_some(std::size_t most);
  std::error_code send(const core::ModbusRequest& request);
  Verdict receive(const core::ModbusRequest& request, Values& values);
  Verdict take_frame(const core::ModbusRequest& request, Values& values);
  Verdict judge_collected(const core::ModbusRequest& request, Values& values);
  bool swallow_echo();
  Verdict take_short(const core::ModbusRequest& request, Values& values);
  std::size_t wait_while_flowing(std::size_t expected);
  void note(const core::ModbusRequest& request, core::ModbusOutcome outcome);
  Verdict lost(std::error_code error);

  ModbusOptions options_;
  LineTiming timing_;
  Waiter& waiter_;
  RtuPort port_;
  LineFault fault_;

  codec::modbus::Bytes sent_;                  ///< the request, with CRC
  core::MonoTime sent_until_{};                ///< when its last byte is on the wire
  core::MonoTime last_byte_ = core::kLongAgo;  ///< of anybody
  std::array<std::uint8_t, LibmodbusContext::kMostBytes> buffer_{};
  codec::modbus::Bytes stray_;  ///< what came and wasn't simply the answer

  bool settled_ = true;  ///< nothing is under way that we know of
  OwedAnswers owed_;     ///< kept when it is opened anew: what is on the wires doesn't know of it
};

}  // namespace bmsgw::transport
