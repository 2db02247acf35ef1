#pragma once

#include <vector>

#include "bmsgw/core/modbus.hpp"
#include "bmsgw/core/time.hpp"

#include "rtu_frame.hpp"

namespace bmsgw::transport {

/// The requests on a serial line whose answers may still come. One for each unit and function: an exception
/// names nothing else, and the next such request waits for what is owed. Thread: worker.
class OwedAnswers {
 public:
  /// Later than `until` it isn't expected any more.
  void add(const core::ModbusRequest& request, core::MonoTime until);
  /// So long one may come that could pass for the answer to `next`; kLongAgo: none.
  [[nodiscard]] core::MonoTime until(const core::ModbusRequest& next) const;
  /// Those that `received` has the answers to are owed no more.
  void see(RtuBytes received);
  void forget_before(core::MonoTime now);
  [[nodiscard]] bool empty() const { return owed_.empty(); }

 private:
  struct Owed {
    core::ModbusRequest request;
    core::MonoTime until;
  };
  std::vector<Owed> owed_;
};

}  // namespace bmsgw::transport
