#pragma once

#include <string>
#include <string_view>

/// What bms-snmp-worker and bms-snmp-agent have in common: how Net-SNMP is set up and talked to. Net-SNMP
/// keeps global state without locks (its README.thread), so a process has one thread for all of it.
namespace bmsgw::snmp_library {

/// How grave a line of Net-SNMP's is.
enum class LogLevel { error, warning, other };
/// `line` ends without a line break.
using LogHandler = void (*)(LogLevel level, std::string_view line);

/// Before anything else of Net-SNMP's, once in a process. No configuration file and no MIB is read, nothing
/// is written but into `state_dir`, no signal is used, and what Net-SNMP logs goes to `log` only. It says
/// nothing of itself to who asks for its context (RFC 5343).
/// `name`: of the program. Throws std::runtime_error. Thread: the one of Net-SNMP.
void start_library(const std::string& name, const std::string& state_dir, LogHandler log);
/// Frees what the library holds; nothing of it may be used afterwards.
void stop_library(const std::string& name);

}  // namespace bmsgw::snmp_library
