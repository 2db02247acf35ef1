#pragma once

#include "task.hpp"

/// The methods of group g1, but for master clear and firmware. Thread: any.
namespace bmsgw::rpc {

/// g1.read, getVersion, getTime, getAccess, getLog, getStatistics, getStatistic, getResetHistory.
[[nodiscard]] MethodList g1_read_methods();
/// g1.getParameter, getParameters, setParameter, setBits.
[[nodiscard]] MethodList g1_parameter_methods();
/// g1.setStateOfCharge, resetCurrent, reset, factoryDefaults, clearLog, clearStatistics, calibrate...,
/// sendCan.
[[nodiscard]] MethodList g1_write_methods();
/// g1.logIn, logOut, setPassword.
[[nodiscard]] MethodList g1_access_methods();

}  // namespace bmsgw::rpc
