#include "low_descriptor.hpp"

#include <utility>

#include <fcntl.h>
#include <sys/select.h>

namespace bmsgw::transport {

FileDescriptor make_low(FileDescriptor descriptor) {
  if (descriptor.get() < FD_SETSIZE) return descriptor;
  FileDescriptor copy(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, 0));
  return copy.get() < FD_SETSIZE ? std::move(copy) : FileDescriptor();
}

}  // namespace bmsgw::transport
