#include "can_log.hpp"

#include <utility>

#include "bmsgw/core/log.hpp"

namespace bmsgw::transport {

std::string CanLog::remedy_of(std::error_code error) const {
  if (error == std::errc::no_such_device) {
    return "waiting for it; `ip link` lists what there is, and settings.json names it (interface)";
  }
  if (error == std::errc::network_down) {
    return fmt::format("waiting for `ip link set {} up type can bitrate {}`{}", interface_, speed_,
                       manage_ ? "" : ", or set \"manage\": true");
  }
  if (error == std::errc::address_family_not_supported) {
    return "this kernel has no CAN, or its module is not loaded (modprobe can_raw)";
  }
  return "trying again";
}

void CanLog::down(std::error_code error, core::MonoTime now) {
  if (down_.allow(now)) core::log_warning("{}: {}; {}", interface_, error.message(), remedy_of(error));
}

void CanLog::opened(std::uint32_t bit_rate, core::MonoTime now) {
  if (bit_rate != 0 && bit_rate != speed_) other_bit_rate(bit_rate);
  if (!opened_.allow(now)) return;
  if (bit_rate == 0) return core::log_info("{}: open", interface_);
  core::log_info("{}: open, {} bit/s", interface_, bit_rate);
}

/// Once for each rate that it may have.
void CanLog::other_bit_rate(std::uint32_t bit_rate) {
  if (std::exchange(warned_bit_rate_, bit_rate) == bit_rate) return;
  core::log_warning(
      "{}: the interface runs at {} bit/s, settings.json says {} (speed): one of them is wrong, and with a "
      "wrong bit "
      "rate nothing is heard and the bus is disturbed",
      interface_, bit_rate, speed_);
}

void CanLog::small_buffer(int bytes) {
  if (std::exchange(warned_buffer_, true)) return;
  core::log_warning(
      "{}: the kernel gives a receive buffer of {} bytes only; frames may be lost under load; sysctl "
      "net.core.rmem_max=4194304 helps",
      interface_, bytes);
}

void CanLog::not_managed(std::error_code error, core::MonoTime now) {
  if (!not_managed_.allow(now)) return;
  if (error != std::errc::operation_not_permitted) {
    core::log_warning("{}: can't set it up (\"manage\": true): {}", interface_, error.message());
    return;
  }
  core::log_warning(
      "{0}: can't set bit rate and state (\"manage\": true): the capability CAP_NET_ADMIN is missing; either "
      "add "
      "AmbientCapabilities=CAP_NET_ADMIN to the unit, or set it up elsewhere (`ip link set {0} up type can "
      "bitrate {1} "
      "restart-ms 100`, or systemd-networkd) and say \"manage\": false",
      interface_, speed_);
}

void CanLog::refused(std::error_code error, core::MonoTime now) {
  if (!refused_.allow(now)) return;
  core::log_warning("{}: a frame can't be sent: {}{}", interface_, error.message(),
                    error == std::errc::invalid_argument ? " (an FD frame on a classic interface?)" : "");
}

void CanLog::overflow(std::uint64_t in_all, core::MonoTime now) {
  if (!overflow_.allow(now)) return;
  core::log_warning("{}: {} frames so far were lost: they came faster than they were read", interface_,
                    in_all);
}

void CanLog::bus_off(core::MonoTime now) {
  if (!bus_off_.allow(now)) return;
  core::log_warning(
      "{}: bus-off: the controller has left the bus after too many errors; check wiring, termination and bit "
      "rate",
      interface_);
}

}  // namespace bmsgw::transport
