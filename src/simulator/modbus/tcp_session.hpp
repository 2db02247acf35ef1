#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "simulator/modbus/answer_queue.hpp"
#include "simulator/modbus/misbehaviour.hpp"
#include "simulator/modbus/server.hpp"

namespace bmsgw::simulator::modbus {

/// One connection, without its socket. Thread: any (no sharing).
class TcpSession {
 public:
  TcpSession(Server& server, Misbehaviour& misbehaviour);  ///< both outlive the session

  /// False: that is no Modbus, the connection has to end.
  [[nodiscard]] bool on_bytes(std::span<const std::uint8_t> bytes, Elapsed now);
  [[nodiscard]] AnswerQueue& output() { return output_; }
  [[nodiscard]] const AnswerQueue& output() const { return output_; }

 private:
  void on_frame(std::uint16_t transaction, std::span<const std::uint8_t> frame, Elapsed now);

  Server& server_;
  Misbehaviour& misbehaviour_;
  std::vector<std::uint8_t> received_;
  AnswerQueue output_;
};

}  // namespace bmsgw::simulator::modbus
