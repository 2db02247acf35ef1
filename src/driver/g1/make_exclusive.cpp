#include <variant>

#include "exclusive.hpp"
#include "firmware_run.hpp"
#include "master_clear_run.hpp"

namespace bmsgw::driver {

std::unique_ptr<G1Exclusive> make_exclusive(const core::Command& command, const std::string& bus) {
  if (std::holds_alternative<core::MasterClear>(command.what)) return std::make_unique<MasterClearRun>();
  const auto* const upgrade = std::get_if<core::FirmwareUpgrade>(&command.what);
  return upgrade == nullptr ? nullptr : std::make_unique<FirmwareRun>(*upgrade, bus);
}

}  // namespace bmsgw::driver
