#pragma once

#include <array>
#include <utility>
#include <vector>

#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/modbus_worker.hpp"

#include "blocking_line.hpp"
#include "libmodbus_context.hpp"
#include "line_timing.hpp"
#include "tcp_dialer.hpp"
#include "tcp_frame.hpp"
#include "waiter.hpp"

namespace bmsgw::transport {

/// Modbus TCP. Answers carry their request's transaction id, so late ones are told apart.
/// Thread: worker.
class TcpLine final : public BlockingLine {
 public:
  TcpLine(const ModbusOptions& options, Waiter& waiter, NameLookup lookup = NameLookup())
      : timing_(tcp_timing(options)),
        waiter_(waiter),
        dialer_(options.host, options.port, waiter, std::move(lookup)) {}

  [[nodiscard]] LineFault open() override;
  void close() override;
  /// Opens by itself when let go. A connection that turns out to be dead is opened anew, once: when nothing
  /// was sent yet, and for a read also when nothing came, if the connection had been of use before.
  [[nodiscard]] codec::modbus::AnswerVerdict ask(const core::ModbusRequest& request,
                                                 std::vector<std::uint16_t>& values) override;
  [[nodiscard]] const LineFault& fault() const override { return fault_; }
  [[nodiscard]] int descriptor() const override { return line_.descriptor(); }
  [[nodiscard]] bool let_go() override;

 private:
  using Verdict = codec::modbus::AnswerVerdict;
  using Values = std::vector<std::uint16_t>;

  Verdict exchange(const core::ModbusRequest& request, Values& values);
  bool settle();
  bool drain();
  bool send();
  Verdict receive(const core::ModbusRequest& request, Values& values);
  Verdict take_frame(const core::ModbusRequest& request, Values& values);
  TcpPending wait_for_frame(core::MonoTime until);
  TcpPending look();
  [[nodiscard]] bool is_answer_to_other() const;
  bool fail(std::error_code error);

  LineTiming timing_;
  Waiter& waiter_;
  TcpDialer dialer_;
  LibmodbusContext line_;
  LineFault fault_;
  codec::modbus::Bytes sent_;
  std::array<std::uint8_t, LibmodbusContext::kMostBytes> buffer_{};
  std::uint16_t transaction_ = 0;
  core::MonoTime last_byte_ = core::kLongAgo;
  bool settled_ = true;   ///< nothing is under way that we know of
  bool proven_ = false;   ///< this connection has brought an answer
  bool is_sent_ = false;  ///< at least a part of the request
  bool heard_ = false;    ///< something came after it
};

}  // namespace bmsgw::transport
