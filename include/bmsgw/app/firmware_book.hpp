#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "bmsgw/core/firmware.hpp"
#include "bmsgw/rpc/gateway_status.hpp"
#include "bmsgw/rpc/method_host.hpp"

namespace bmsgw::app {

/// Where firmware files are looked for: STATE_DIR/g1-firmware.
[[nodiscard]] std::string firmware_folder(const std::string& state_dir);
/// The file of this name in that folder, checked; a name has no path in it.
[[nodiscard]] std::variant<std::shared_ptr<const core::FirmwareImage>, rpc::Refusal> read_firmware(
    const std::string& state_dir, const std::string& name);

/// How the last firmware upgrade of each bus fared, over restarts: STATE_DIR/firmware-BUS.json, replaced as a
/// whole. Thread: loop.
class FirmwareBook {
 public:
  /// Empty: nothing is kept.
  explicit FirmwareBook(std::string state_dir) : state_dir_(std::move(state_dir)) {}

  /// Reads what an earlier run has written of a bus. One that was under way is over: aborted when nothing was
  /// sent, done when everything was, else interrupted. Nothing: there was none.
  std::optional<core::FirmwareProgress> restore(const std::string& bus);
  void note(const core::FirmwareProgress& progress);
  [[nodiscard]] std::optional<core::FirmwareProgress> progress(const std::string& bus) const;
  /// Says in a bus's detail that its unit has no whole firmware, as long as that may be.
  void add_remark(rpc::BusReport& report) const;

 private:
  [[nodiscard]] std::string path_of(const std::string& bus) const;
  void write(const core::FirmwareProgress& progress, bool sync) const;

  std::string state_dir_;
  std::map<std::string, core::FirmwareProgress> last_;  ///< by bus
};

}  // namespace bmsgw::app
