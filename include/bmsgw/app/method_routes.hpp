#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bmsgw/app/bridge.hpp"
#include "bmsgw/rpc/method_host.hpp"

namespace bmsgw::app {

/// What methods that routes make write, compiled.
struct MethodPlan {
  /// A param of a packet that is sent to a G1 unit or to a CAN bus.
  struct Slot {
    std::size_t packet = 0;  ///< of packets
    std::size_t slot = 0;    ///< of its slots
  };
  /// A point of a Modbus or SNMP device: packet/param.
  struct Point {
    std::string name;
  };
  struct Method {
    std::string name;
    std::string device;
    bool attribute = false;
    std::variant<Slot, Point> target;
  };
  std::vector<Method> methods;
  std::vector<BridgePlan::Packet> packets;
};

/// Turns values of such methods into commands. A packet with several params goes out with the last value that
/// was given for each. Pure. Thread: loop.
class MethodRoutes {
 public:
  /// `plan` outlives it.
  explicit MethodRoutes(const MethodPlan& plan);

  /// As rpc::MethodHost::route_value().
  [[nodiscard]] std::variant<rpc::RouteWrite, rpc::Refusal> make(const std::string& method, double value,
                                                                 bool keep);

 private:
  using Made = std::variant<rpc::RouteWrite, rpc::Refusal>;
  [[nodiscard]] Made make_packet(const MethodPlan::Method& method, const MethodPlan::Slot& slot, double value,
                                 bool keep);
  [[nodiscard]] std::string missing_of(std::size_t packet,
                                       const std::vector<std::optional<double>>& values) const;

  const MethodPlan& plan_;
  std::vector<std::vector<std::optional<double>>> values_;  ///< by packet and slot
};

}  // namespace bmsgw::app
