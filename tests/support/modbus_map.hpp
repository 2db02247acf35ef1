#pragma once

#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

/// The BM3000 with the made-up addresses of scripts/lib/bm3000-example.json.
namespace bmsgw::test {

inline nlohmann::json bm3000_params() {
  return nlohmann::json::parse(std::ifstream(BMSGW_SOURCE_DIR "/scripts/lib/bm3000-example.json"));
}

/// Of the simulator.
inline std::vector<std::string> bm3000_options() {
  std::vector<std::string> options{"--profile", BMSGW_SOURCE_DIR "/config/profiles/bm3000.json"};
  const auto params = bm3000_params();
  for (const auto& [name, address] : params["protocols"]["modbus"]["addresses"].items()) {
    options.emplace_back("--set");
    options.push_back(name + "=" + (address.is_string() ? address.get<std::string>() : address.dump()));
  }
  return options;
}

/// params_config.json for a monitor of our own: its unit's number, a measured value, a list.
inline nlohmann::json small_map(double period_s) {
  return nlohmann::json::parse(R"({"protocols": {"modbus": {"packets": {
    "Unit": {"request_period": )" +
                               std::to_string(period_s) + R"(, "params": {
      "number": {"address": 0, "route_to_mqtt": "number"},
      "real": {"address": 10, "raw": "f32", "word_order": "low_first", "decimals": 3, "route_to_mqtt": "real"},
      "signed": {"address": 12, "raw": "s32", "factor": 0.01, "decimals": 2, "route_to_mqtt": "signed"},
      "name": {"address": 20, "raw": "text", "length": 8, "route_to_mqtt": "name"},
      "flag": {"address": 30, "raw": "bit", "bit": 3, "route_to_mqtt": "flag"}
    }},
    "Cells": {"request_period": )" +
                               std::to_string(period_s) + R"(, "function": 4, "count": 300, "params": {
      "cellVolts": {"address": 100, "packing": "LIST", "factor": 0.001, "decimals": 3, "route_to_mqtt": "cellVolts"}
    }},
    "Alarms": {"request_period": )" +
                               std::to_string(period_s) + R"(, "function": 2, "count": 20, "params": {
      "alarms": {"address": 5, "packing": "LIST", "route_to_mqtt": "alarms"}
    }}
  }}}})");
}

}  // namespace bmsgw::test
