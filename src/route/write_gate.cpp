#include "bmsgw/route/write_gate.hpp"

namespace bmsgw::route {

std::variant<PermittedCommand, Refusal> WriteGate::judge(core::Command command) const {
  if (command.kind == core::Command::Kind::read) return PermittedCommand(std::move(command));
  return Refusal{"the bus is read-only: " + command.target + " would write to the device"};
}

}  // namespace bmsgw::route
