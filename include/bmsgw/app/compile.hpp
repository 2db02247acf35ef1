#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bmsgw/app/bridge.hpp"
#include "bmsgw/app/guards.hpp"
#include "bmsgw/app/method_routes.hpp"
#include "bmsgw/config/loader.hpp"
#include "bmsgw/core/point_registry.hpp"
#include "bmsgw/driver/can_session.hpp"
#include "bmsgw/driver/g1_session.hpp"
#include "bmsgw/driver/modbus_plan.hpp"
#include "bmsgw/driver/snmp_plan.hpp"
#include "bmsgw/route/route_table.hpp"
#include "bmsgw/route/write_gate.hpp"

namespace bmsgw::app {

/// What a point is called and measured in, by PointId; for status, watch and decode.
struct PointInfo {
  std::string bus;
  std::string packet;
  std::string param;
  std::string units;
  std::uint32_t field = 0;  ///< G1: 1-based
};

/// A configuration made ready to run. Immutable.
struct CompiledGateway {
  std::vector<driver::G1BusPlan> g1_buses;
  std::vector<driver::CanBusPlan> can_buses;        ///< their BusIds follow those of the G1 buses
  std::vector<driver::ModbusBusPlan> modbus_buses;  ///< and theirs those of the CAN buses
  std::vector<driver::SnmpBusPlan> snmp_buses;      ///< and theirs those of the Modbus buses
  std::vector<route::BusPolicy> policies;           ///< by BusId
  std::vector<Guard> guards;
  BridgePlan bridge;
  MethodPlan methods;
  core::PointId audit = core::kNoPoint;  ///< of the gateway's own `command`
  std::unique_ptr<route::RouteTable> routes;
  std::vector<PointInfo> points;  ///< by PointId; of points that only gate others: no param
};

/// Turns a valid configuration into plans and routes. Point ids come from `registry`, which outlives reloads.
/// Thread: loop.
[[nodiscard]] CompiledGateway compile(const config::Config& config, core::PointRegistry& registry);

}  // namespace bmsgw::app
