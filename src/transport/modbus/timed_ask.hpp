#pragma once

#include "bmsgw/core/time.hpp"
#include "bmsgw/transport/modbus_link.hpp"
#include "bmsgw/transport/modbus_worker.hpp"

#include "blocking_line.hpp"

namespace bmsgw::transport {

/// Asks, and puts down what came of it and how long it took. Thread: worker.
inline void ask_timed(BlockingLine& line, const core::ModbusRequest& request, const core::Clock& clock,
                      ModbusAnswer& answer) {
  const auto began = std::chrono::steady_clock::now();
  answer.values.clear();
  const auto verdict = line.ask(request, answer.values);
  answer.outcome = verdict.outcome;
  answer.exception = verdict.exception;
  answer.at = clock.now();
  answer.took =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
}

}  // namespace bmsgw::transport
