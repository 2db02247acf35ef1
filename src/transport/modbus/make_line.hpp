#pragma once

#include <memory>

#include "bmsgw/transport/modbus_worker.hpp"

#include "blocking_line.hpp"
#include "waiter.hpp"

namespace bmsgw::transport {

/// TCP when there is a host, else RTU. The waiter must outlive it.
[[nodiscard]] std::unique_ptr<BlockingLine> make_blocking_line(const ModbusOptions& options, Waiter& waiter);
/// How long BlockingLine::ask() takes at most.
[[nodiscard]] core::milliseconds longest_ask(const ModbusOptions& options);

}  // namespace bmsgw::transport
