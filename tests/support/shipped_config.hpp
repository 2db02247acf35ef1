#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "bmsgw/config/loader.hpp"

namespace bmsgw::test {

inline std::string read_source_file(const std::string& path) {
  std::ifstream file(std::string(BMSGW_SOURCE_DIR) + "/" + path);
  if (!file) throw std::runtime_error("can't read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// config/params_config.json as shipped, on one serial bus.
inline config::Config shipped_config() {
  const std::string settings = R"({"serial": {"protocol": "g1"}})";
  auto loaded = config::load_text("settings.json", settings, "params_config.json",
                                  read_source_file("config/params_config.json"), {});
  if (!loaded.config) throw std::runtime_error(config::to_string(loaded.problems.front()));
  return std::move(*loaded.config);
}

}  // namespace bmsgw::test
