#include "rtu_port.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bmsgw/transport/serial_link.hpp"

#include "low_descriptor.hpp"
#include "transport/serial_port_setup.hpp"

namespace bmsgw::transport {
namespace {

std::error_code last_error() {
  return {errno, std::generic_category()};
}

LineFault fault_of(const std::string& device, std::error_code error) {
  if (error == std::errc::device_or_resource_busy) return {error, device + ": another program uses it"};
  if (error == std::errc::too_many_files_open)
    return {error, device + ": all descriptors below 1024 are in use, libmodbus can't serve others"};
  return {error, fmt::format("{}: {}", device, error.message())};
}

}  // namespace

LineFault RtuPort::open(const ModbusOptions& options) {
  close();
  const std::string by_id = SerialOptions().by_id_folder;
  device_ = find_serial_device(options.device, by_id);
  if (device_.empty())
    return {std::make_error_code(std::errc::no_such_file_or_directory),
            fmt::format("no serial port is given, and {} has not exactly one", by_id)};
  if (!LibmodbusContext::has_speed(options.speed))
    return {std::make_error_code(std::errc::invalid_argument),
            fmt::format("{}: {} bit/s is no speed that libmodbus knows", device_, options.speed)};
  auto error = lock();
  if (!error) error = connect(options);
  if (!error) return {};
  close();
  return fault_of(device_, error);
}

std::error_code RtuPort::lock() {
  lock_ = FileDescriptor(::open(device_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  return lock_.get() >= 0 && isatty(lock_.get()) == 1 && lock_port(lock_.get()) ? std::error_code()
                                                                                : last_error();
}

std::error_code RtuPort::connect(const ModbusOptions& options) {
  line_ = LibmodbusContext::serial(device_, options.speed, options.parity, options.stop_bits);
  if (const auto error = line_.connect()) return error;
  FileDescriptor low = make_low(FileDescriptor(line_.descriptor()));
  line_.take_descriptor(low.release());
  if (line_.descriptor() < 0) return std::make_error_code(std::errc::too_many_files_open);
  // Not earlier: libmodbus itself would be kept out, too.
  if (ioctl(line_.descriptor(), TIOCEXCL) != 0) return last_error();
  if (options.rs485) set_rs485(line_.descriptor(), device_);
  line_.flush();  // what came before we listened is not ours
  return {};
}

/// A pty stays exclusive beyond its closing, as long as its other end is open.
void RtuPort::close() {
  if (is_open()) {
    line_.flush();  // closing would wait for what a dead peer never takes
    ioctl(line_.descriptor(), TIOCNXCL);
  }
  line_ = LibmodbusContext();
  lock_ = FileDescriptor();
}

}  // namespace bmsgw::transport
