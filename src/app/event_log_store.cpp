#include "event_log_store.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include "bmsgw/core/log.hpp"

namespace bmsgw::app {
namespace {

/// More than any state has; another file isn't one.
constexpr std::size_t kMostBytes = 65'536;

/// Empty: there is none, or it is too large.
std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostBytes + 1, ' ');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text.size() > kMostBytes ? "" : text;
}

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return !file.fail();
}

}  // namespace

std::string EventLogStore::path_of(const std::string& bus) const {
  return (std::filesystem::path(state_dir_) / ("event-log-" + bus + ".json")).string();
}

CompiledGateway EventLogStore::restored(CompiledGateway compiled) const {
  for (auto& plan : compiled.g1_buses) {
    if (plan.event_log_period.count() > 0) plan.event_log_state = content_of(path_of(plan.name));
  }
  return compiled;
}

void EventLogStore::keep(const std::string& bus, const std::string& state) {
  const auto path = path_of(bus);
  const auto beside = path + ".new";
  std::error_code error;
  if (write_file(beside, state)) {
    std::filesystem::rename(beside, path, error);
    if (!error) return;
  }
  if (!limiter_.allow(clock_.now().mono)) return;
  core::log_warning("{} can't be written: after a restart the events of {} are told again", path, bus);
}

}  // namespace bmsgw::app
