#pragma once

#include <string>
#include <system_error>

#include "bmsgw/transport/serial_link.hpp"

namespace bmsgw::transport {

/// Without a device of its own a bus takes the only adapter there is, looked up anew each time it is opened.
/// Empty: there is none, or more than one.
[[nodiscard]] std::string find_serial_device(const std::string& device, const std::string& by_id_folder);
/// TIOCEXCL keeps others out but not root; this lock keeps out whoever asks for it too. False: see errno.
[[nodiscard]] bool lock_port(int fd);
/// Many adapters switch the direction by themselves and know no TIOCSRS485: that is no reason not to listen,
/// and only noted.
void set_rs485(int fd, const std::string& device);

/// Opens and sets up the port: raw, 8N1, no flow control, exclusive, not blocking. Returns the descriptor, or
/// -1 and the reason. A pty takes what it can of it.
[[nodiscard]] int open_serial_port(const SerialOptions& options, std::error_code& error);

}  // namespace bmsgw::transport
