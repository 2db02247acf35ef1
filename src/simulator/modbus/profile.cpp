#include "simulator/modbus/profile.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "bmsgw/config/loader.hpp"

namespace bmsgw::simulator::modbus {
namespace {

constexpr auto kOptions = "(--set)";

std::string in_json(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) < ' ') {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

/// A bus with one unit: the map is the same for all of them.
std::string settings_text(const std::filesystem::path& profile) {
  return fmt::format(R"({{"modbus": {{"host": "127.0.0.1", "profile": {}}}}})",
                     in_json(profile.filename().string()));
}

std::string params_text(const Options& options) {
  if (!options.params.empty()) {
    std::ostringstream text;
    text << std::ifstream(options.params).rdbuf();
    return text.str();
  }
  std::string addresses;
  for (const auto& [name, address] : options.addresses)
    addresses += fmt::format("{}{}: {}", addresses.empty() ? "" : ", ", in_json(name), in_json(address));
  return fmt::format(R"({{"protocols": {{"modbus": {{"addresses": {{{}}}}}}}}})", addresses);
}

std::string said(const std::vector<config::Problem>& problems, config::Severity severity) {
  std::string text;
  for (const auto& problem : problems) {
    if (problem.severity == severity) text += "\n" + config::to_string(problem);
  }
  return text;
}

/// What is strange about the options, such as an address that the map has no use for.
std::string remarks_of(const std::vector<config::Problem>& problems) {
  std::string text;
  for (const auto& problem : problems) {
    if (problem.file == kOptions) text += config::to_string(problem) + "\n";
  }
  return text;
}

}  // namespace

LoadedMap load_map(const Options& options) {
  const std::filesystem::path profile(options.profile);
  if (!std::filesystem::is_regular_file(profile))
    throw std::runtime_error(options.profile + " can't be read");
  const auto folder = profile.has_parent_path() ? profile.parent_path().string() : std::string(".");
  auto result = config::load_text("(--profile)", settings_text(profile),
                                  options.params.empty() ? kOptions : options.params, params_text(options),
                                  {folder, {}, {}});
  if (!result.config)
    throw std::runtime_error(options.profile +
                             " can't be used:" + said(result.problems, config::Severity::error));
  const auto& config = *result.config;
  const bool rests = config.settings.modbus.empty() || !config.settings.modbus.front().units.front().enabled;
  if (rests || config.params.buses.empty())
    throw std::runtime_error(options.profile + " isn't complete, see --params and --set:" +
                             said(result.problems, config::Severity::warning));
  return {config.params.buses.front(), remarks_of(result.problems)};
}

}  // namespace bmsgw::simulator::modbus
