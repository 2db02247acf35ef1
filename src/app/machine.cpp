#include "machine.hpp"

#include <cstring>

#include <systemd/sd-bus.h>

namespace bmsgw::app {
namespace {

constexpr std::uint64_t kPatienceUs = 2'000'000;

std::string words_of(const sd_bus_error& error, int status) {
  const std::string what = error.message != nullptr ? error.message : std::strerror(-status);
  return what + "; the gateway's user needs a polkit rule for org.freedesktop.login1.reboot";
}

}  // namespace

std::optional<std::string> reboot_machine() {
  sd_bus* bus = nullptr;
  if (const int status = sd_bus_open_system(&bus); status < 0)
    return std::string("the system bus: ") + std::strerror(-status);
  sd_bus_set_method_call_timeout(bus, kPatienceUs);
  sd_bus_error error{};
  const int status = sd_bus_call_method(bus, "org.freedesktop.login1", "/org/freedesktop/login1",
                                        "org.freedesktop.login1.Manager", "Reboot", &error, nullptr, "b", 0);
  auto reason = status < 0 ? std::optional(words_of(error, status)) : std::nullopt;
  sd_bus_error_free(&error);
  sd_bus_unref(bus);
  return reason;
}

}  // namespace bmsgw::app
