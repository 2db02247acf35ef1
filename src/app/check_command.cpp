#include <algorithm>
#include <cstdio>

#include <fmt/core.h>

#include "commands.hpp"

namespace bmsgw::app {
namespace {

const char* prefix_of(config::Severity severity) {
  switch (severity) {
    case config::Severity::error:
      return "error: ";
    case config::Severity::warning:
      return "warning: ";
    case config::Severity::note:
      return "note: ";
  }
  return "";
}

}  // namespace

config::Places places_of(const std::string& config_dir) {
  config::Places places;
  places.config_dir = config_dir;
  places.profile_dirs = {BMSGW_DATA_DIR "/profiles", BMSGW_SOURCE_CONFIG_DIR "/profiles"};
  return places;
}

void print_problems(const std::vector<config::Problem>& problems) {
  for (const auto& problem : problems) {
    fmt::print(stderr, "{}{}\n", prefix_of(problem.severity), config::to_string(problem));
  }
}

int run_check(const std::string& config_dir) {
  const auto loaded = config::load(places_of(config_dir));
  print_problems(loaded.problems);
  const auto count_of = [&loaded](config::Severity severity) {
    return std::ranges::count(loaded.problems, severity, &config::Problem::severity);
  };
  if (!loaded.config) {
    fmt::print("{}: {} errors, {} warnings; it can't be used\n", config_dir,
               count_of(config::Severity::error), count_of(config::Severity::warning));
    return kExitConfig;
  }
  std::size_t points = 0;
  for (const auto& bus : loaded.config->params.buses) {
    for (const auto& packet : bus.packets) points += packet.params.size();
  }
  fmt::print("{}: usable, {} warnings, {} notes; {} buses, {} params, {} routes\n", config_dir,
             count_of(config::Severity::warning), count_of(config::Severity::note),
             loaded.config->params.buses.size(), points,
             loaded.config->params.routes.size() + loaded.config->params.bridges.size());
  return kExitOk;
}

}  // namespace bmsgw::app
