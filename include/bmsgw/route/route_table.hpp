#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/core/field_format.hpp"
#include "bmsgw/core/ids.hpp"
#include "bmsgw/core/output.hpp"
#include "bmsgw/core/time.hpp"

namespace bmsgw::route {

/// A place in a packet that routes fill: an index of the bridge's slots.
enum class SlotId : std::uint32_t {};
inline constexpr SlotId kNoSlot{0xFFFFFFFFU};

/// From a point to one telemetry key, or to a slot of a packet that is sent on a bus.
struct Route {
  core::PointId point{};
  core::DeviceId device{};
  core::OutputDescription output;
  core::ReportPolicy report;
  SlotId slot = kNoSlot;  ///< given: the value goes there, and `output` means nothing
};

/// What holds for a point, wherever it goes.
struct PointRule {
  core::PointId point{};
  std::optional<double> valid_bot;
  std::optional<double> valid_top;
  bool send_invalid = false;
  std::optional<core::milliseconds> max_age;  ///< in place of what the driver finds out
  core::PointId gate = core::kNoPoint;        ///< a flag of the device that makes the value valid
  bool outlives_device = false;               ///< max_age holds also while the device is not online
};

/// The routes of one configuration, compiled: immutable, swapped as a whole. Outputs are numbered in the
/// order of the routes, then each device's Online and Stale. Thread: any (const).
class RouteTable {
 public:
  /// `points`: how many the registry holds. `device_names`: `<name>Online`, `<name>Stale`.
  RouteTable(std::size_t points, const std::vector<PointRule>& rules, std::vector<Route> routes,
             const std::vector<std::string>& device_names);

  /// The compiled form of a rule, indexed by PointId.
  struct Rule {
    double valid_bot = 0;
    double valid_top = 0;
    bool bounded = false;
    bool send_invalid = false;
    core::milliseconds max_age{0};  ///< 0: the driver's
    bool outlives_device = false;
    core::PointId gate = core::kNoPoint;
    std::uint32_t first_output = 0;  ///< outputs of a point are neighbours
    std::uint32_t output_count = 0;
  };
  struct Device {
    std::string name;
    core::OutputId online{};
    core::OutputId stale{};
  };

  [[nodiscard]] std::size_t points() const { return rules_.size(); }
  [[nodiscard]] const Rule& rule(core::PointId point) const { return rules_[core::index_of(point)]; }
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
  [[nodiscard]] const std::vector<Device>& devices() const { return devices_; }
  /// By OutputId; for the formatter.
  [[nodiscard]] const std::vector<core::OutputDescription>& outputs() const { return outputs_; }

 private:
  void add_device(const std::string& name);

  std::vector<Rule> rules_;
  std::vector<Route> routes_;  ///< sorted by point; the index is the OutputId
  std::vector<core::OutputDescription> outputs_;
  std::vector<Device> devices_;
};

}  // namespace bmsgw::route
