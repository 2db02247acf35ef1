#pragma once

#include "transport/file_descriptor.hpp"

namespace bmsgw::transport {

/// libmodbus waits by select(), which ends the process on a descriptor of FD_SETSIZE (1024) or more: then a
/// copy with a lower number. Empty: all of them are in use.
[[nodiscard]] FileDescriptor make_low(FileDescriptor descriptor);

}  // namespace bmsgw::transport
