#include "simulator/snmp/profile.hpp"

#include <filesystem>
#include <stdexcept>

#include <fmt/core.h>

#include "bmsgw/config/loader.hpp"

namespace bmsgw::simulator::snmp {
namespace {

std::string errors_of(const std::vector<config::Problem>& problems) {
  std::string text;
  for (const auto& problem : problems) {
    if (problem.severity == config::Severity::error) text += "\n" + config::to_string(problem);
  }
  return text;
}

}  // namespace

config::BusProtocol load_profile(const std::string& file) {
  const std::filesystem::path path(file);
  const auto name = path.filename().string();
  if (!std::filesystem::is_regular_file(path) || name.find_first_of("\"\\") != std::string::npos)
    throw std::runtime_error(file + " can't be read");
  const auto folder = path.has_parent_path() ? path.parent_path().string() : std::string(".");
  const auto settings = fmt::format(R"({{"snmp": {{"host": "127.0.0.1", "profile": "{}"}}}})", name);
  auto result = config::load_text("(--profile)", settings, "(none)", "{}", {folder, {}, {}});
  if (!result.config || result.config->params.buses.empty())
    throw std::runtime_error(file + " can't be used:" + errors_of(result.problems));
  return result.config->params.buses.front();
}

}  // namespace bmsgw::simulator::snmp
