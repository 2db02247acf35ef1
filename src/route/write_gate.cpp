#include "bmsgw/route/write_gate.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace bmsgw::route {
namespace {

/// Sentences that are commands and have no form that reads; what a unit makes of `RS1,?` nobody has written
/// down. G1 Control Unit Serial Protocol 2.1.0, p. 23-28 and 42.
constexpr std::array<std::string_view, 7> kCommandsOnly{"FD1", "PW2", "RC1", "RS1", "SC1", "TC1", "TC2"};

}  // namespace

std::variant<PermittedCommand, Refusal> WriteGate::judge(core::Command command) const {
  const bool has_read_form = std::ranges::find(kCommandsOnly, command.target) == kCommandsOnly.end();
  if (command.kind == core::Command::Kind::read && has_read_form) return PermittedCommand(std::move(command));
  return Refusal{"the bus is read-only: " + command.target + " is a command to the device"};
}

}  // namespace bmsgw::route
