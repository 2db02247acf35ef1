#pragma once

#include "bmsgw/app/compile.hpp"
#include "bmsgw/config/loader.hpp"

#include "assembly.hpp"

/// The parts of compile(): one function per family.
namespace bmsgw::app {

[[nodiscard]] driver::G1BusPlan compile_g1(const config::SerialBus& serial,
                                           const config::BusProtocol& protocol, core::BusId id,
                                           Assembly& assembly);
/// What the bus's `allow` lets out: sentences, parameters in their ranges, CAN ids.
[[nodiscard]] route::BusPolicy policy_of(const config::SerialBus& serial,
                                         const config::BusProtocol& protocol);
[[nodiscard]] driver::CanBusPlan compile_can(const config::CanBus& can, const config::BusProtocol& protocol,
                                             core::BusId id, Assembly& assembly);
[[nodiscard]] driver::ModbusBusPlan compile_modbus(const config::ModbusBus& modbus,
                                                   const config::Params& params, core::BusId id,
                                                   Assembly& assembly);
/// What the bus's `allow` lets out: ids; and the polls.
[[nodiscard]] route::BusPolicy policy_of(const config::CanBus& can, const config::BusProtocol& protocol);
/// What the bus's `allow` lets out: commands and points of the plan's units.
[[nodiscard]] route::BusPolicy policy_of(const config::BusSettings& bus, const driver::ModbusBusPlan& plan);

[[nodiscard]] driver::SnmpBusPlan compile_snmp(const config::SnmpBus& snmp,
                                               const config::BusProtocol& protocol, core::BusId id,
                                               Assembly& assembly);
[[nodiscard]] route::BusPolicy policy_of(const config::BusSettings& bus, const driver::SnmpBusPlan& plan);

/// The packets that `bridges` write. `buses`: the compiled buses' protocols, by BusId.
[[nodiscard]] BridgePlan compile_bridges(const std::vector<config::BridgeConfig>& bridges,
                                         const std::vector<const config::BusProtocol*>& buses,
                                         Assembly& assembly);

/// What methods that routes make write. `buses`: as of compile_bridges(); what isn't among them has a map.
[[nodiscard]] MethodPlan compile_methods(const std::vector<config::MethodConfig>& methods,
                                         const std::vector<const config::BusProtocol*>& buses);

/// The required states and confirmations of all buses; the points are in `assembly` by then.
[[nodiscard]] std::vector<Guard> compile_guards(const config::Settings& settings, const CompiledGateway& made,
                                                const Assembly& assembly);

/// What methods that routes make write. `buses`: as of compile_bridges(); what isn't among them has a map.
[[nodiscard]] MethodPlan compile_methods(const std::vector<config::MethodConfig>& methods,
                                         const std::vector<const config::BusProtocol*>& buses);

/// A param of a CAN packet as the codec takes it.
[[nodiscard]] codec::can::SignalSpec signal_of(core::PointId point, const config::ParamConfig& param);

}  // namespace bmsgw::app
