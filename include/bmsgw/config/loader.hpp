#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bmsgw/config/params.hpp"
#include "bmsgw/config/problem.hpp"
#include "bmsgw/config/settings.hpp"

namespace bmsgw::config {

struct Config {
  Settings settings;
  Params params;
  /// The files as they were read, defaults filled in, without secrets: JSON.
  std::string settings_text{};
  std::string params_text{};
};

/// Where things are looked for.
struct Places {
  std::string config_dir;  ///< holds settings.json and params_config.json (or params_configx.json)
  std::vector<std::string> profile_dirs;  ///< after config_dir and config_dir/profiles, in this order
  std::string serial_by_id = "/dev/serial/by-id";
};

struct LoadResult {
  std::optional<Config> config;   ///< nothing when there is an error
  std::vector<Problem> problems;  ///< all of both files, ordered by file and place
};

/// Reads, validates and cross-checks both files in one pass. Opens no device. Never throws for what a file
/// holds. Thread: any.
[[nodiscard]] LoadResult load(const Places& places);

/// The same for files that are in memory already; profiles are still looked for in `places`.
[[nodiscard]] LoadResult load_text(const std::string& settings_name, const std::string& settings_text,
                                   const std::string& params_name, const std::string& params_text,
                                   const Places& places);

}  // namespace bmsgw::config
