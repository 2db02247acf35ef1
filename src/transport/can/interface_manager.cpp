#include "interface_manager.hpp"

#include "can_manage.hpp"

namespace bmsgw::transport {

std::optional<Interface> InterfaceManager::set_up(Interface found, core::MonoTime now) {
  if (!options_.manage || (found.index == tried_index_ && now < next_try_)) return found;
  const ControllerInfo info = read_controller_info(found.index);
  if (is_as_wanted(found, info)) return found;
  tried_index_ = found.index;
  next_try_ = now + kTryAgain;
  const std::error_code error = info.is_controller ? set_up_controller(options_.interface, options_.speed)
                                                   : bring_up(options_.interface);
  if (error) log_.not_managed(error, now);
  return find_interface(options_.interface);
}

bool InterfaceManager::is_as_wanted(const Interface& found, const ControllerInfo& info) const {
  if (!found.up || !info.is_controller) return found.up;
  // Some drivers can't restart by themselves: that is no reason to try over and over.
  const bool restarts = info.restart_ms == kRestartMs || found.index == tried_index_;
  return info.bit_rate == options_.speed && restarts;
}

}  // namespace bmsgw::transport
