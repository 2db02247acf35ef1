#include "service_notifier.hpp"

#include <cstdint>

#include <systemd/sd-daemon.h>

namespace bmsgw::app {

ServiceNotifier::ServiceNotifier() {
  std::uint64_t limit_us = 0;
  if (sd_watchdog_enabled(0, &limit_us) > 0) pet_period_ = core::milliseconds(limit_us / 4000);
}

void ServiceNotifier::ready() const {
  sd_notify(0, "READY=1");
}
void ServiceNotifier::stopping() const {
  sd_notify(0, "STOPPING=1");
}
void ServiceNotifier::pet() const {
  sd_notify(0, "WATCHDOG=1");
}

void ServiceNotifier::status(const std::string& line) {
  if (line == last_status_) return;
  last_status_ = line;
  sd_notify(0, ("STATUS=" + line).c_str());
}

}  // namespace bmsgw::app
