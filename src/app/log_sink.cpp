// The only file that knows spdlog.
#include "log_sink.hpp"

#include <cstdlib>
#include <memory>
#include <string>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bmsgw::app {
namespace {

using core::LogLevel;

std::shared_ptr<spdlog::logger> g_logger;
bool g_journal = false;

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

const char* journal_prefix(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "<7>";
    case LogLevel::info:
      return "<6>";
    case LogLevel::warning:
      return "<4>";
    case LogLevel::error:
      return "<3>";
  }
  return "<6>";
}

/// JOURNAL_STREAM is the device and inode of the journal's stream; it must be ours (systemd.exec(5)).
bool stderr_is_journal() {
  const char* const stream = std::getenv("JOURNAL_STREAM");
  struct stat info {};
  if (stream == nullptr || fstat(STDERR_FILENO, &info) != 0) return false;
  return std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino) == stream;
}

/// What comes from elsewhere must not begin a line of its own, nor talk to the terminal.
std::string on_one_line(std::string_view text) {
  std::string line(text);
  for (auto& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return line;
}

void write_line(LogLevel level, std::string_view text) {
  const auto line = on_one_line(text);
  if (g_journal) {
    g_logger->log(spdlog_level(level), "{}{}", journal_prefix(level), line);
  } else {
    g_logger->log(spdlog_level(level), "{}", line);
  }
}

LogLevel parse_level(const std::string& name) {
  if (name == "debug") return LogLevel::debug;
  if (name == "warning") return LogLevel::warning;
  if (name == "error") return LogLevel::error;
  return LogLevel::info;
}

}  // namespace

void start_logging(const std::string& level) {
  g_journal = stderr_is_journal();
  g_logger = std::make_shared<spdlog::logger>("bms-gateway",
                                              std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  g_logger->set_level(spdlog::level::debug);
  g_logger->flush_on(spdlog::level::debug);
  g_logger->set_pattern(g_journal ? "%v" : "%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
  set_log_level(level);
}

void set_log_level(const std::string& level) {
  core::set_log_sink(write_line, parse_level(level));
}

}  // namespace bmsgw::app
