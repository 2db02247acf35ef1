#include "config/port_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "config/quoting.hpp"

namespace bmsgw::config {
namespace {

std::vector<std::string> entries_of(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    paths.push_back(entry->path().string());
  }
  std::ranges::sort(paths);
  return paths;
}

std::string only_device(const JsonView& bus, const std::string& by_id, ProblemList& problems) {
  const auto paths = entries_of(by_id);
  if (paths.size() == 1) return paths.front();
  if (paths.empty()) return "";
  std::string list;
  for (const auto& path : paths) list += (list.empty() ? "" : ", ") + path;
  problems.warning(bus["device"],
                   "no device is given and there are several ports: " + list + "; the bus stays absent");
  return "";
}

std::string given_device(const JsonView& bus, const std::string& by_id, ProblemList& problems) {
  auto given = bus["device"].text().value_or("");
  if (given.starts_with("/dev/ttyUSB") || given.starts_with("/dev/ttyACM")) {
    problems.note(bus["device"], in_quotes(given) + " may be another port after a restart; the names in " +
                                     by_id + " always mean the same one");
  }
  return given;
}

}  // namespace

std::string read_port(const JsonView& bus, bool is_enabled, const std::string& by_id, ProblemList& problems) {
  auto device = given_device(bus, by_id, problems);
  const bool is_looked_for = is_enabled && device.empty() && !bus["device"].given();
  return is_looked_for ? only_device(bus, by_id, problems) : device;
}

}  // namespace bmsgw::config
