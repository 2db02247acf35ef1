#include "bmsgw/snmp_library/library.hpp"

#include <stdexcept>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <stdlib.h>
#include <syslog.h>

namespace bmsgw::snmp_library {
namespace {

LogHandler g_log = nullptr;  // Net-SNMP's logging is global, too

LogLevel level_of(int priority) {
  if (priority <= LOG_ERR) return LogLevel::error;
  return priority == LOG_WARNING ? LogLevel::warning : LogLevel::other;
}

int on_log(int, int, void* message, void*) {
  const auto* line = static_cast<const snmp_log_message*>(message);
  if (g_log == nullptr || line == nullptr || line->msg == nullptr) return SNMP_ERR_NOERROR;
  std::string_view text = line->msg;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  if (!text.empty()) g_log(level_of(line->priority), text);
  return SNMP_ERR_NOERROR;
}

void take_logging(LogHandler log) {
  g_log = log;
  snmp_disable_log();
  netsnmp_register_loghandler(NETSNMP_LOGHANDLER_CALLBACK, LOG_DEBUG);
  snmp_register_callback(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log, nullptr);
}

void keep_to_itself() {
  for (const int setting : {NETSNMP_DS_LIB_DONT_READ_CONFIGS, NETSNMP_DS_LIB_DONT_PERSIST_STATE,
                            NETSNMP_DS_LIB_DISABLE_PERSISTENT_LOAD, NETSNMP_DS_LIB_DISABLE_PERSISTENT_SAVE,
                            NETSNMP_DS_LIB_DONT_LOAD_HOST_FILES, NETSNMP_DS_LIB_ALARM_DONT_USE_SIG,
                            NETSNMP_DS_LIB_NO_DISCOVERY, NETSNMP_DS_LIB_PRINT_NUMERIC_OIDS}) {
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, setting, 1);
  }
}

/// Net-SNMP reads these of its variables even when it is told to read no files.
void set_environment(const std::string& state_dir) {
  const bool is_set = setenv("SNMP_PERSISTENT_DIR", state_dir.c_str(), 1) == 0 &&
                      setenv("SNMPCONFPATH", state_dir.c_str(), 1) == 0 && setenv("MIBS", "", 1) == 0 &&
                      setenv("MIBDIRS", state_dir.c_str(), 1) == 0 && unsetenv("MIBFILES") == 0;
  if (!is_set) throw std::runtime_error("Net-SNMP's environment can't be set");
}

}  // namespace

void start_library(const std::string& name, const std::string& state_dir, LogHandler log) {
  set_environment(state_dir);
  take_logging(log);
  keep_to_itself();
  init_snmp(name.c_str());
}

void stop_library(const std::string& name) {
  snmp_shutdown(name.c_str());
  g_log = nullptr;
}

}  // namespace bmsgw::snmp_library
