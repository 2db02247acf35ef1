#pragma once

#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "bmsgw/config/loader.hpp"

namespace bmsgw::config {

/// Two files and all that is to be said of them, one line each: `E s.json:1:2: /pointer: what`.
struct LoadCase {
  const char* name;
  std::string settings;
  std::string params;
  std::string expected;
};

inline void PrintTo(const LoadCase& row, std::ostream* out) {
  *out << row.name;
}

template <typename Row>
std::string name_of(const ::testing::TestParamInfo<Row>& row) {
  return row.param.name;
}

inline const char* const kSettings = R"({"serial": {"device": "/dev/bms"}})";
inline const char* const kParams =
    R"({"protocols": {"g1": {"packets": {"BV1": {"params": {"Min": {"field": 2, "route_to_mqtt": "minVolt"}}}}}}})";

/// params_config.json with these packets.
inline std::string packets(const std::string& packets) {
  return R"({"protocols": {"g1": {"packets": {)" + packets + "}}}}";
}

/// The same with one packet BV1 of these params.
inline std::string params(const std::string& params) {
  return packets(R"("BV1": {"params": {)" + params + "}}");
}

inline const char* const kCanSettings = R"({"can": {}})";

/// params_config.json with these packets of CAN.
inline std::string can_packets(const std::string& packets) {
  return R"({"protocols": {"can": {"packets": {)" + packets + "}}}}";
}

/// The same with one packet P of these params.
inline std::string can_params(const std::string& params) {
  return can_packets(R"("P": {"id": "X100", "params": {)" + params + "}}");
}

inline const char* const kModbusSettings = R"({"modbus": {"host": "h"}})";

/// params_config.json with a Modbus map of these keys.
inline std::string modbus_map(const std::string& keys) {
  return R"({"protocols": {"modbus": {)" + keys + "}}}";
}

/// The same with one packet P of these params.
inline std::string modbus_params(const std::string& params) {
  return modbus_map(R"("packets": {"P": {"params": {)" + params + "}}}");
}

/// The same with a param `a` at address 1 and one command `go` of these keys.
inline std::string modbus_command(const std::string& keys) {
  return modbus_map(R"("packets": {"P": {"params": {"a": {"address": 1}}}}, "commands": {"go": {)" + keys +
                    "}}");
}

inline const char* const kSnmpSettings = R"({"snmp": {"host": "h"}})";

/// params_config.json with an SNMP map of these keys.
inline std::string snmp_map(const std::string& keys) {
  return R"({"protocols": {"snmp": {)" + keys + "}}}";
}

/// The same with one packet P of these params.
inline std::string snmp_params(const std::string& params) {
  return snmp_map(R"("packets": {"P": {"params": {)" + params + "}}}");
}

inline std::string lines(const std::vector<Problem>& problems) {
  constexpr const char* kSigns[] = {"E ", "W ", "N "};
  std::string text;
  for (const auto& problem : problems) {
    text += kSigns[static_cast<int>(problem.severity)] + to_string(problem) + "\n";
  }
  return text;
}

inline LoadResult load_both(const std::string& settings, const std::string& params,
                            const Places& places = {}) {
  return load_text("s.json", settings, "p.json", params, places);
}

/// Without a word said, or the test fails.
inline Config load_quietly(const std::string& settings, const std::string& params,
                           const Places& places = {}) {
  auto result = load_both(settings, params, places);
  EXPECT_EQ(lines(result.problems), "");
  return result.config.value_or(Config{});
}

inline void expect_lines(const LoadCase& row) {
  const auto result = load_both(row.settings, row.params);
  EXPECT_EQ(lines(result.problems), row.expected.empty() ? "" : row.expected + "\n");
  EXPECT_EQ(result.config.has_value(), !has_errors(result.problems));
}

}  // namespace bmsgw::config
