#pragma once

#include <system_error>

#include "bmsgw/transport/serial_link.hpp"

namespace bmsgw::transport {

/// Opens and sets up the port: raw, 8N1, no flow control, exclusive, not blocking. Returns the descriptor, or
/// -1 and the reason. A pty takes what it can of it.
[[nodiscard]] int open_serial_port(const SerialOptions& options, std::error_code& error);

}  // namespace bmsgw::transport
